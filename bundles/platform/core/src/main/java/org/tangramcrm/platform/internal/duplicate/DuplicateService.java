package org.tangramcrm.platform.internal.duplicate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.contract.ContractModel;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.duplicate.DistinctPairList;
import org.tangramcrm.platform.duplicate.Duplicate;
import org.tangramcrm.platform.duplicate.DuplicateDismissal;
import org.tangramcrm.platform.duplicate.DuplicateGroup;
import org.tangramcrm.platform.duplicate.DuplicateGroupList;
import org.tangramcrm.platform.duplicate.DuplicateList;
import org.tangramcrm.platform.duplicate.DuplicateSearch;
import org.tangramcrm.platform.duplicate.Duplicates;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.job.JobDesk;
import org.tangramcrm.platform.internal.record.Records;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.store.Alike;
import org.tangramcrm.platform.internal.store.RecordStores;
import org.tangramcrm.platform.internal.store.RecordStores.Named;
import org.tangramcrm.platform.job.Job;
import org.tangramcrm.platform.module.SchemaReady;

/** Tells likely duplicates of any collection, and no more of a record than its reader may know. */
@Component
@TangramContract(Duplicates.class)
public class DuplicateService implements Duplicates {
  private static final int MOST = 20;

  private final Records records;
  private final RecordStores stores;
  private final CurrentUser user;
  private final DuplicateWork work;
  private final JobDesk jobs;
  private final Transactions transactions;
  private final Sql sql;

  @Activate
  public DuplicateService(
      @Reference Records records,
      @Reference RecordStores stores,
      @Reference CurrentUser user,
      @Reference DuplicateWork work,
      @Reference JobDesk jobs,
      @Reference Transactions transactions,
      @Reference Sql sql,
      @Reference(target = "(module=platform)") SchemaReady schema) {
    this.records = records;
    this.stores = stores;
    this.user = user;
    this.work = work;
    this.jobs = jobs;
    this.transactions = transactions;
    this.sql = sql;
  }

  @Override
  public DuplicateList of(String collection, long id) {
    var record = records.read(collection, id).id;
    return listed(collection, model -> stores.alike(model, record, hidden(model)));
  }

  @Override
  public DuplicateList find(String collection, DuplicateSearch search) {
    return listed(
        collection,
        model -> {
          var values = new HashMap<String, List<String>>();
          for (int i = 0; i < search.values.size(); i++) {
            var value = search.values.get(i);
            checkField(model, value.field, i);
            values.computeIfAbsent(value.field, field -> new ArrayList<>()).add(value.value);
          }
          return stores.alike(model, values, search.id, hidden(model));
        });
  }

  @Override
  public Job search(String collection) {
    work.checkMay(collection);
    return transactions.run(
        () -> {
          // Whoever asks twice at once asks one after the other.
          sql.update("update tangram_user set version = version where id = ?", user.get().id());
          if (jobs.underWay(DuplicateJob.NAME, collection).isPresent()) {
            throw new CrmException(Code.CONFLICT, "duplicates.under-way");
          }
          return jobs.start(DuplicateJob.NAME, collection, Map.of());
        });
  }

  @Override
  public DuplicateGroupList groups(String collection, Long after) {
    return work.page(collection, after);
  }

  @Override
  public DuplicateGroup dismiss(String collection, long id, DuplicateDismissal dismissal) {
    return work.dismiss(collection, id, dismissal.recordIds);
  }

  @Override
  public DistinctPairList dismissals(String collection) {
    return work.dismissals(collection);
  }

  @Override
  public void withdraw(String collection, DuplicateDismissal dismissal) {
    work.withdraw(collection, dismissal.recordIds);
  }

  private void checkField(ContractModel model, String name, int at) {
    if (hidden(model).contains(name)
        || model.fields().stream().noneMatch(field -> field.name().equals(name))) {
      throw new CrmException(Code.INVALID, null)
          .error("values[" + at + "].field", "unknown-code", name);
    }
  }

  private Set<String> hidden(ContractModel model) {
    return user.get().rules(model.collection()).hidden();
  }

  private DuplicateList listed(String collection, Function<ContractModel, List<Alike>> search) {
    return records.within(
        collection,
        model -> {
          var alikes = search.apply(model);
          var ids = alikes.stream().map(Alike::id).toList();
          var reached = stores.reached(collection, stores.reach(user.get(), collection), ids);
          var order =
              Comparator.comparing((Alike alike) -> !reached.contains(alike.id()))
                  .thenComparing(alike -> -alike.fields().size())
                  .thenComparing(Alike::id);
          var first = alikes.stream().sorted(order).limit(MOST).toList();
          var names = stores.named(model, first.stream().map(Alike::id).toList());
          var hidden = hidden(model);
          var list = new DuplicateList();
          first.stream()
              .map(alike -> shown(alike, names, reached.contains(alike.id()), model, hidden))
              .forEach(list.items::add);
          return list;
        });
  }

  static Duplicate shown(
      Alike alike,
      Map<Long, Named> names,
      boolean reached,
      ContractModel model,
      Set<String> hidden) {
    var named = names.get(alike.id());
    var duplicate = new Duplicate();
    duplicate.fields.addAll(alike.fields());
    if (!hidden.contains(model.titleField())) {
      duplicate.title = reached ? named.title() : masked(named.title());
    }
    if (!hidden.contains("ownerId")) {
      duplicate.ownerName = named.ownerName();
      duplicate.unowned = named.ownerName() == null ? true : null;
    }
    if (reached) {
      duplicate.id = alike.id();
      duplicate.number = hidden.contains("number") ? null : named.number();
    }
    return duplicate;
  }

  /** As much of a name as tells somebody who knows it that it is the one. */
  static String masked(String title) {
    if (title == null) {
      return null;
    }
    var signs = title.codePoints().mapToObj(Character::toString).toList();
    var shown = signs.size() < 6 ? 1 : 2;
    var end =
        signs.size() < 3 ? List.<String>of() : signs.subList(signs.size() - shown, signs.size());
    return signs.stream().limit(shown).collect(Collectors.joining()) + "***" + String.join("", end);
  }
}
