package org.tangramcrm.platform.internal.module;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Texts;
import org.tangramcrm.platform.contract.OperationModel;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.internal.chain.CurrentCall;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.contract.ContractCatalog;
import org.tangramcrm.platform.internal.dictionary.DictionaryShelf;
import org.tangramcrm.platform.internal.module.ModuleRegistry.Entry;
import org.tangramcrm.platform.internal.module.ModuleRegistry.State;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.module.Module;
import org.tangramcrm.platform.module.ModuleList;
import org.tangramcrm.platform.module.ModuleManager;
import org.tangramcrm.platform.module.StopOptions;

/**
 * The module manager. A decision is committed first and carried out afterwards, so that it holds
 * whatever happens then.
 */
@Component
@TangramContract(ModuleManager.class)
public class ModuleService implements ModuleManager {
  private static final Logger LOG = LoggerFactory.getLogger(ModuleManager.class);

  private final ModuleRegistry registry;
  private final ContractCatalog contracts;
  private final DictionaryShelf dictionaries;
  private final Sql sql;
  private final Transactions transactions;
  private final CurrentUser user;
  private final CurrentCall calls;
  private final Texts texts;

  @Activate
  public ModuleService(
      @Reference ModuleRegistry registry,
      @Reference ContractCatalog contracts,
      @Reference DictionaryShelf dictionaries,
      @Reference Sql sql,
      @Reference Transactions transactions,
      @Reference CurrentUser user,
      @Reference CurrentCall calls,
      @Reference Texts texts) {
    this.registry = registry;
    this.contracts = contracts;
    this.dictionaries = dictionaries;
    this.sql = sql;
    this.transactions = transactions;
    this.user = user;
    this.calls = calls;
    this.texts = texts;
  }

  @Override
  public ModuleList list() {
    var list = new ModuleList();
    registry.entries().stream()
        .sorted(Comparator.comparing(Entry::id))
        .map(this::described)
        .forEach(list.items::add);
    return list;
  }

  @Override
  public Module get(String id) {
    return described(entry(id));
  }

  @Override
  public Module stop(String id, StopOptions options) {
    var entry = entry(id);
    var dependants = registry.dependants(id);
    if (!dependants.isEmpty()
        && (options == null || !Boolean.TRUE.equals(options.withDependants))) {
      throw new CrmException(Code.HAS_DEPENDANTS, "module.has-dependants", names(dependants));
    }
    transactions.apart(
        () -> {
          dependants.forEach(dependant -> desire(dependant, "stopped"));
          desire(entry, "stopped");
          return null;
        });
    dependants.forEach(registry::stop);
    registry.stop(entry);
    return described(entry);
  }

  @Override
  public Module start(String id) {
    var entry = entry(id);
    var missing =
        entry.descriptor().needs().stream()
            .filter(
                need ->
                    registry
                        .find(need)
                        .filter(other -> registry.state(other) == State.ACTIVE)
                        .isEmpty())
            .toList();
    if (!missing.isEmpty()) {
      throw new CrmException(Code.CONFLICT, "module.needs", String.join(", ", missing));
    }
    transactions.apart(
        () -> {
          desire(entry, "active");
          return null;
        });
    registry.start(entry);
    return described(entry);
  }

  @Override
  public Module restart(String id) {
    var entry = entry(id);
    if (registry.state(entry) == State.STOPPED) {
      throw new CrmException(Code.CONFLICT, "module.is-stopped", id);
    }
    registry.restart(entry);
    return described(entry);
  }

  private Entry entry(String id) {
    return registry.find(id).orElseThrow(CrmException::notFound);
  }

  private void desire(Entry entry, String state) {
    var by = user.get().id();
    var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    if (sql.update(
            "update tangram_module set desired = ?, changed_at = ?, changed_by = ? where module_id = ?",
            state,
            now,
            by,
            entry.id())
        == 0) {
      sql.update(
          "insert into tangram_module (module_id, desired, changed_at, changed_by) values (?, ?, ?, ?)",
          entry.id(),
          state,
          now,
          by);
    }
    LOG.info("Module {} is to be {}, says user {}", entry.id(), state, by);
  }

  private Module described(Entry entry) {
    var module = new Module();
    module.id = entry.id();
    var title = texts.find(calls.locale(), "module." + entry.id());
    module.title = title == null ? entry.id() : title;
    module.version = entry.version();
    module.state = registry.state(entry).name().toLowerCase(Locale.ROOT);
    module.reason = registry.reason(entry);
    module.needs.addAll(entry.descriptor().needs());
    registry.entries().stream()
        .filter(other -> other.descriptor().needs().contains(entry.id()))
        .map(Entry::id)
        .sorted()
        .forEach(module.dependants::add);
    module.adds.collections.addAll(entry.descriptor().collections());
    module.adds.dictionaries.addAll(dictionaries.of(entry.id()));
    contracts.publications().stream()
        .filter(publication -> publication.module().equals(entry.id()))
        .flatMap(publication -> publication.model().operations().stream())
        .map(OperationModel::permission)
        .filter(permission -> !permission.isEmpty())
        .distinct()
        .sorted()
        .forEach(module.adds.permissions::add);
    return module;
  }

  private static String names(List<Entry> entries) {
    return entries.stream().map(Entry::id).collect(Collectors.joining(", "));
  }
}
