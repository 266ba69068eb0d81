package org.tangramcrm.platform.internal.dictionary;

import java.util.Comparator;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Texts;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.dictionary.Dictionaries;
import org.tangramcrm.platform.dictionary.Dictionary;
import org.tangramcrm.platform.dictionary.Dictionary.DictionaryItem;
import org.tangramcrm.platform.dictionary.DictionaryList;
import org.tangramcrm.platform.internal.chain.CurrentCall;

/** The shelf's dictionaries with names in the caller's language. */
@Component
@TangramContract(Dictionaries.class)
public class DictionaryService implements Dictionaries {
  private final DictionaryShelf shelf;
  private final CurrentCall calls;
  private final Texts texts;

  @Activate
  public DictionaryService(
      @Reference DictionaryShelf shelf, @Reference CurrentCall calls, @Reference Texts texts) {
    this.shelf = shelf;
    this.calls = calls;
    this.texts = texts;
  }

  @Override
  public DictionaryList list() {
    var list = new DictionaryList();
    shelf.all().stream()
        .sorted(Comparator.comparing(DictionaryShelf.Entry::code))
        .map(this::described)
        .forEach(list.items::add);
    return list;
  }

  @Override
  public Dictionary get(String code) {
    return shelf.find(code).map(this::described).orElseThrow(CrmException::notFound);
  }

  private Dictionary described(DictionaryShelf.Entry entry) {
    var dictionary = new Dictionary();
    dictionary.code = entry.code();
    dictionary.title = text("dictionary." + entry.code(), entry.code());
    dictionary.module = entry.module();
    dictionary.open = entry.open();
    for (var item : entry.items().values()) {
      var described = new DictionaryItem();
      described.code = item.code();
      described.title = text("dictionary." + entry.code() + "." + item.code(), item.code());
      described.parent = item.parent();
      described.colour = item.colour();
      described.retired = !item.active();
      dictionary.items.add(described);
    }
    return dictionary;
  }

  private String text(String key, String otherwise) {
    var text = texts.find(calls.locale(), key);
    return text == null ? otherwise : text;
  }
}
