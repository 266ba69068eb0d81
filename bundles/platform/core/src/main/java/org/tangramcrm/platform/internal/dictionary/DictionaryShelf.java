package org.tangramcrm.platform.internal.dictionary;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Component;

/**
 * The dictionaries of the modules that are there, as their bundles bring them in {@code
 * tangram/dictionaries.json}.
 */
@Component(service = DictionaryShelf.class)
public class DictionaryShelf {
  private final ObjectMapper json = new ObjectMapper();
  private final Map<String, Entry> dictionaries = new ConcurrentHashMap<>();

  /**
   * @param module who brings it
   * @param open takes values beside its items: what comes from outside is kept as given
   */
  public record Entry(String module, String code, boolean open, Map<String, Item> items) {}

  /** An item; a retired one stays on the records that have it and is not offered any more. */
  public record Item(String code, String parent, int order, String colour, boolean active) {}

  /** As it stands in the bundle's file; labels are texts {@code dictionary.<dictionary>.<item>}. */
  public record Described(String code, boolean open, List<DescribedItem> items) {}

  public record DescribedItem(String code, String parent, String colour, Boolean retired) {}

  /** Takes a bundle's dictionaries in; they leave by {@link #remove}. */
  public void add(String module, URL file) {
    try {
      for (var described : json.readValue(file, Described[].class)) {
        dictionaries.put(described.code(), entry(module, described));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Dictionaries of " + module, e);
    }
  }

  public void remove(String module) {
    dictionaries.values().removeIf(entry -> entry.module().equals(module));
  }

  public Collection<Entry> all() {
    return new ArrayList<>(dictionaries.values());
  }

  public Optional<Entry> find(String code) {
    return Optional.ofNullable(dictionaries.get(code));
  }

  /**
   * Whether a record may carry a code.
   *
   * @param fresh the record is new: retired items are not for it
   */
  public boolean accepts(String dictionary, String code, boolean fresh) {
    var entry = dictionaries.get(dictionary);
    if (entry == null || entry.open()) {
      return true;
    }
    var item = entry.items().get(code);
    return item != null && (item.active() || !fresh);
  }

  private static Entry entry(String module, Described described) {
    var items = new ArrayList<Item>();
    for (var item : described.items()) {
      items.add(
          new Item(
              item.code(),
              item.parent(),
              items.size() + 1,
              item.colour(),
              !Boolean.TRUE.equals(item.retired())));
    }
    return new Entry(
        module,
        described.code(),
        described.open(),
        items.stream()
            .collect(
                Collectors.toMap(
                    Item::code,
                    Function.identity(),
                    (first, second) -> first,
                    LinkedHashMap::new)));
  }
}
