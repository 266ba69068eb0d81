package org.tangramcrm.platform.internal.numbering;

import java.util.Comparator;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Texts;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.internal.chain.CurrentCall;
import org.tangramcrm.platform.internal.company.BusinessDay;
import org.tangramcrm.platform.internal.contract.ContractCatalog;
import org.tangramcrm.platform.internal.store.RecordStores;
import org.tangramcrm.platform.numbering.NumberPattern;
import org.tangramcrm.platform.numbering.NumberRule;
import org.tangramcrm.platform.numbering.NumberRuleList;
import org.tangramcrm.platform.numbering.Numbering;

/** Tells and changes how numbers are made. */
@Component
@TangramContract(Numbering.class)
public class NumberingService implements Numbering {
  private final NumberRules rules;
  private final RecordStores stores;
  private final ContractCatalog contracts;
  private final BusinessDay days;
  private final CurrentUser user;
  private final CurrentCall calls;
  private final Texts texts;

  @Activate
  public NumberingService(
      @Reference NumberRules rules,
      @Reference RecordStores stores,
      @Reference ContractCatalog contracts,
      @Reference BusinessDay days,
      @Reference CurrentUser user,
      @Reference CurrentCall calls,
      @Reference Texts texts) {
    this.rules = rules;
    this.stores = stores;
    this.contracts = contracts;
    this.days = days;
    this.user = user;
    this.calls = calls;
    this.texts = texts;
  }

  @Override
  public NumberRuleList list() {
    var list = new NumberRuleList();
    contracts.publications().stream()
        .map(publication -> publication.model().collection())
        .flatMap(collection -> found(collection).stream())
        .sorted(Comparator.comparing(rule -> rule.collection))
        .forEach(list.items::add);
    return list;
  }

  @Override
  public NumberRule set(String collection, NumberPattern pattern) {
    var rule = found(collection).orElseThrow(CrmException::notFound);
    var entered = Pattern.entered(pattern.pattern.strip());
    rules.set(
        collection,
        Optional.of(entered).filter(own -> !own.text().equals(rule.delivered)),
        user.get().id());
    return found(collection).orElseThrow(CrmException::notFound);
  }

  @Override
  public void reset(String collection) {
    var rule = found(collection).orElseThrow(CrmException::notFound);
    rules.set(rule.collection, Optional.empty(), user.get().id());
  }

  private Optional<NumberRule> found(String collection) {
    return contracts
        .find(collection)
        .flatMap(publication -> stores.numbers(collection))
        .map(delivered -> described(collection, delivered));
  }

  private NumberRule described(String collection, String delivered) {
    var holds = rules.of(collection).orElseGet(() -> new Pattern(delivered));
    var rule = new NumberRule();
    rule.collection = collection;
    var title = texts.find(calls.locale(), "collection." + collection);
    rule.title = title == null ? collection : title;
    rule.pattern = holds.text();
    rule.delivered = delivered;
    rule.example = holds.number(days.today(), 1);
    return rule;
  }
}
