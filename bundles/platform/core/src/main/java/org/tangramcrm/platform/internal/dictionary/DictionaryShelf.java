package org.tangramcrm.platform.internal.dictionary;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.tangramcrm.platform.Texts;
import org.tangramcrm.platform.internal.module.Descriptor;
import org.tangramcrm.platform.internal.store.Codes;

/**
 * The dictionaries of the platform and of the modules that are there: as their bundles bring them,
 * in {@code tangram/dictionaries.json} and the files of {@code tangram/dictionaries/}, with what
 * the company made of them.
 */
@Component(service = {DictionaryShelf.class, Codes.class})
public class DictionaryShelf implements Codes {
  private final ObjectMapper json = new ObjectMapper();
  private final Texts texts;
  private final Map<String, Delivered> dictionaries = new ConcurrentHashMap<>();
  private final Map<String, Kept> merged = new ConcurrentHashMap<>();

  /** Optional: before there is a database, nobody has changed anything. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Overrides overrides;

  private record Kept(Delivered delivered, List<ItemRow> rows, Merged merged) {}

  /**
   * As it stands in the bundle's file. Labels are texts {@code dictionary.<dictionary>.<item>},
   * unless they stand with the item.
   */
  public record Described(String code, boolean open, List<DescribedItem> items) {}

  public record DescribedItem(
      String code, String parent, String colour, Boolean retired, Map<String, String> labels) {}

  @Activate
  public DictionaryShelf(@Reference Texts texts, BundleContext context) {
    this.texts = texts;
    add(Descriptor.PLATFORM, context.getBundle());
  }

  /** Takes a bundle's dictionaries in, once its texts are; they leave by {@link #remove}. */
  public void add(String module, Bundle bundle) {
    var file = bundle.getEntry("tangram/dictionaries.json");
    if (file != null) {
      add(module, file);
    }
    var files = bundle.findEntries("tangram/dictionaries", "*.json", false);
    if (files != null) {
      Collections.list(files).forEach(each -> add(module, each));
    }
  }

  void add(String module, URL file) {
    try {
      for (var described : json.readValue(file, Described[].class)) {
        dictionaries.put(described.code(), delivered(module, described));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Dictionaries of " + module, e);
    }
  }

  public void remove(String module) {
    dictionaries.values().removeIf(dictionary -> dictionary.module().equals(module));
    merged.keySet().retainAll(dictionaries.keySet());
  }

  private Delivered delivered(String module, Described described) {
    var items = new LinkedHashMap<String, Delivered.Item>();
    var positions = new HashMap<String, Integer>();
    for (var item : described.items()) {
      var key = "dictionary." + described.code() + "." + item.code();
      items.putIfAbsent(
          item.code(),
          new Delivered.Item(
              item.code(),
              label(item, Locale.CHINESE, key),
              label(item, Locale.ENGLISH, key),
              item.parent(),
              positions.merge(String.valueOf(item.parent()), Merged.STEP, Integer::sum),
              item.colour(),
              !Boolean.TRUE.equals(item.retired())));
    }
    var ids =
        items.keySet().stream()
            .map(code -> Item.id(described.code(), code))
            .collect(Collectors.toUnmodifiableSet());
    return new Delivered(module, described.code(), described.open(), items, ids);
  }

  private String label(DescribedItem item, Locale locale, String key) {
    var label = item.labels() == null ? null : item.labels().get(locale.getLanguage());
    return label != null ? label : texts.find(locale, key);
  }

  /** The dictionaries that a module brings. */
  public List<String> of(String module) {
    return dictionaries.values().stream()
        .filter(dictionary -> dictionary.module().equals(module))
        .map(Delivered::code)
        .sorted()
        .toList();
  }

  /** Whether a module that is there brings a dictionary. */
  public boolean has(String code) {
    return dictionaries.containsKey(code);
  }

  Collection<String> codes() {
    return dictionaries.keySet();
  }

  Optional<Delivered> delivered(String code) {
    return Optional.ofNullable(dictionaries.get(code));
  }

  /** The dictionary that a module delivers an item of, by the item's id. */
  Optional<String> dictionaryOf(long id) {
    return dictionaries.values().stream()
        .filter(dictionary -> dictionary.ids().contains(id))
        .map(Delivered::code)
        .findFirst();
  }

  /**
   * Reads what the company changed, for a transaction of many records that is about to begin:
   * within one it would be read again and again, since what it sees may be rolled back.
   */
  public void prepare() {
    var present = overrides;
    if (present != null) {
      present.current();
    }
  }

  /** A dictionary as it holds for the request that is served. */
  Optional<Merged> find(String code) {
    var delivered = dictionaries.get(code);
    if (delivered == null) {
      return Optional.empty();
    }
    var present = overrides;
    var rows = present == null ? List.<ItemRow>of() : present.current().of(code);
    var kept = merged.get(code);
    if (kept == null || kept.delivered() != delivered || kept.rows() != rows) {
      kept = new Kept(delivered, rows, new Merged(delivered, rows));
      merged.put(code, kept);
    }
    return Optional.of(kept.merged());
  }

  /** Whether a record may carry a code, be it retired. */
  public boolean accepts(String dictionary, String code) {
    return find(dictionary).map(found -> found.open() || found.item(code) != null).orElse(true);
  }

  @Override
  public boolean retired(String dictionary, String code) {
    return find(dictionary)
        .map(found -> found.item(code))
        .filter(item -> !item.active())
        .isPresent();
  }

  @Override
  public List<String> below(String dictionary, String code) {
    return find(dictionary)
        .filter(Merged::hierarchical)
        .map(found -> found.below(code))
        .orElse(List.of(code));
  }
}
