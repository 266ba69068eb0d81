package org.tangramcrm.platform.internal.dictionary;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Texts;
import org.tangramcrm.platform.Total;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.dictionary.Dictionaries;
import org.tangramcrm.platform.dictionary.Dictionary;
import org.tangramcrm.platform.dictionary.Dictionary.Choice;
import org.tangramcrm.platform.dictionary.DictionaryList;
import org.tangramcrm.platform.dictionary.DictionaryUsage;
import org.tangramcrm.platform.dictionary.DictionaryUsage.ItemUsage;
import org.tangramcrm.platform.dictionary.DictionaryUsage.Place;
import org.tangramcrm.platform.internal.chain.CurrentCall;
import org.tangramcrm.platform.internal.custom.CustomFieldShelf;
import org.tangramcrm.platform.internal.store.CodeUses;

/** The shelf's dictionaries with names in the caller's language. */
@Component
@TangramContract(Dictionaries.class)
public class DictionaryService implements Dictionaries {
  private final DictionaryShelf shelf;
  private final CodeUses uses;
  private final CurrentCall calls;
  private final Texts texts;

  @Activate
  public DictionaryService(
      @Reference DictionaryShelf shelf,
      @Reference CodeUses uses,
      @Reference CurrentCall calls,
      @Reference Texts texts) {
    this.shelf = shelf;
    this.uses = uses;
    this.calls = calls;
    this.texts = texts;
  }

  @Override
  public DictionaryList list() {
    var list = new DictionaryList();
    shelf.codes().stream()
        .sorted()
        .map(shelf::find)
        .flatMap(Optional::stream)
        .map(this::described)
        .forEach(list.items::add);
    return list;
  }

  @Override
  public Dictionary get(String code) {
    var found = shelf.find(code).orElseThrow(CrmException::notFound);
    var locale = calls.locale();
    var dictionary = described(found);
    found.items().forEach(item -> dictionary.items.add(choice(found, item, locale)));
    return dictionary;
  }

  @Override
  public DictionaryUsage usage(String code) {
    var found = shelf.find(code).orElseThrow(CrmException::notFound);
    var codes = found.items().stream().map(Item::code).toList();
    var byCode = new LinkedHashMap<String, ItemUsage>();
    for (var use : uses.counted(code, codes)) {
      var item = byCode.computeIfAbsent(use.code(), key -> new ItemUsage());
      item.code = use.code();
      var place = new Place();
      place.collection = use.place().collection();
      place.collectionTitle =
          text("collection." + use.place().collection(), use.place().collection());
      place.field = use.place().field();
      place.fieldTitle = fieldTitle(use.place());
      place.total = use.more() ? Total.atLeast(use.count()) : Total.exactly(use.count());
      item.places.add(place);
    }
    var usage = new DictionaryUsage();
    usage.code = code;
    for (var item : byCode.values()) {
      item.total = sum(item.places);
      usage.items.add(item);
    }
    return usage;
  }

  private static Total sum(List<Place> places) {
    var sum = places.stream().mapToInt(place -> place.total.value).sum();
    return places.stream().allMatch(place -> place.total.relation.equals(Total.EXACT))
        ? Total.exactly(sum)
        : Total.atLeast(sum);
  }

  private Dictionary described(Merged found) {
    var dictionary = new Dictionary();
    dictionary.code = found.code();
    dictionary.title = text("dictionary." + found.code(), found.code());
    dictionary.module = found.module();
    dictionary.moduleTitle = text("module." + found.module(), found.module());
    dictionary.open = found.open();
    dictionary.hierarchical = found.hierarchical();
    dictionary.version = found.version();
    dictionary.itemCount = found.items().size();
    return dictionary;
  }

  private static Choice choice(Merged dictionary, Item item, Locale locale) {
    var choice = new Choice();
    choice.code = item.code();
    choice.title = item.title(locale);
    choice.alias = choice.title.equals(item.alias(locale)) ? null : item.alias(locale);
    choice.keys = dictionary.keys(item);
    choice.parent = item.parent();
    choice.colour = item.colour();
    choice.retired = !item.active();
    return choice;
  }

  private String fieldTitle(CodeUses.Place place) {
    if (place.custom() != null) {
      return CustomFieldShelf.label(place.custom(), calls.locale());
    }
    return text(
        "field." + place.collection() + "." + place.field(),
        text("field." + place.field(), place.field()));
  }

  private String text(String key, String otherwise) {
    var text = texts.find(calls.locale(), key);
    return text == null ? otherwise : text;
  }
}
