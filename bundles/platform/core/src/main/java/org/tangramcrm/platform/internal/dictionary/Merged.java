package org.tangramcrm.platform.internal.dictionary;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.tangramcrm.platform.internal.search.SearchKeys;

/** A dictionary as it holds: what a module delivers, with what the company made of it. */
final class Merged {
  /** Room between two neighbours, so that a third goes between them without moving them. */
  static final int STEP = 1_000;

  private static final int DEEPEST = 10;

  private final Delivered delivered;
  private final List<ItemRow> rows;
  private final Map<String, Item> items = new LinkedHashMap<>();
  private final Map<String, List<String>> children = new HashMap<>();

  /** By Chinese name, read when first asked for. */
  private final Map<String, Optional<String>> keys = new ConcurrentHashMap<>();

  Merged(Delivered delivered, List<ItemRow> rows) {
    this.delivered = delivered;
    this.rows = rows;
    var found = new LinkedHashMap<String, Item>();
    delivered.items().values().forEach(item -> found.put(item.code(), asDelivered(item)));
    rows.stream()
        .filter(row -> row.deletedAt() == null)
        .sorted(Comparator.comparing(ItemRow::code))
        .forEach(row -> found.put(row.code(), changed(delivered.items().get(row.code()), row)));
    var byParent =
        found.values().stream()
            .sorted(Comparator.comparingInt(Item::position))
            .collect(Collectors.groupingBy(item -> above(found, item)));
    inOrder(byParent, "", 0);
  }

  private static Item asDelivered(Delivered.Item item) {
    return new Item(
        item.code(),
        item.labelZh(),
        item.labelEn(),
        item.parent(),
        item.position(),
        item.colour(),
        item.active(),
        item,
        null);
  }

  private static Item changed(Delivered.Item item, ItemRow row) {
    if (item == null) {
      // What a module delivered once and does not any more keeps its name, and is not offered.
      return new Item(
          row.code(),
          row.labelZh(),
          row.labelEn(),
          row.parent(),
          row.position() == null ? Integer.MAX_VALUE : row.position(),
          Item.NO_COLOUR.equals(row.colour()) ? null : row.colour(),
          row.own() && !Boolean.FALSE.equals(row.active()),
          null,
          row);
    }
    return new Item(
        item.code(),
        row.labelZh() == null ? item.labelZh() : row.labelZh(),
        row.labelEn() == null ? item.labelEn() : row.labelEn(),
        item.parent(),
        row.position() == null ? item.position() : row.position(),
        row.colour() == null
            ? item.colour()
            : Item.NO_COLOUR.equals(row.colour()) ? null : row.colour(),
        row.active() == null ? item.active() : row.active(),
        item,
        row);
  }

  /** The parent's code; nothing at the top, where also those stand whose parent is gone. */
  private static String above(Map<String, Item> found, Item item) {
    return item.parent() != null && found.containsKey(item.parent()) ? item.parent() : "";
  }

  private void inOrder(Map<String, List<Item>> byParent, String parent, int depth) {
    for (var item : byParent.getOrDefault(parent, List.of())) {
      if (depth > DEEPEST || items.putIfAbsent(item.code(), item) != null) {
        continue;
      }
      children.computeIfAbsent(parent, key -> new ArrayList<>()).add(item.code());
      inOrder(byParent, item.code(), depth + 1);
    }
  }

  String code() {
    return delivered.code();
  }

  String module() {
    return delivered.module();
  }

  boolean open() {
    return delivered.open();
  }

  boolean hierarchical() {
    return children.size() > 1;
  }

  /** Grows with every change that the company makes. */
  int version() {
    return rows.stream().mapToInt(ItemRow::version).sum();
  }

  /** In the order of the tree, each behind its parent. */
  Collection<Item> items() {
    return items.values();
  }

  /** Null where there is none. */
  Item item(String code) {
    return items.get(code);
  }

  Item item(long id) {
    return items.values().stream()
        .filter(item -> Item.id(delivered.code(), item.code()) == id)
        .findFirst()
        .orElse(null);
  }

  /** What an item's Chinese name is typed by; null where nothing in it is Chinese. */
  String keys(Item item) {
    return item.labelZh() == null
        ? null
        : keys.computeIfAbsent(item.labelZh(), name -> Optional.ofNullable(SearchKeys.of(name)))
            .orElse(null);
  }

  /** Those under a parent, in their order; null for the top. */
  List<Item> under(String parent) {
    return children.getOrDefault(parent == null ? "" : parent, List.of()).stream()
        .map(items::get)
        .toList();
  }

  /** A code with those of all items below it. */
  List<String> below(String code) {
    var found = new ArrayList<String>();
    collect(code, found);
    return found;
  }

  private void collect(String code, List<String> found) {
    found.add(code);
    children.getOrDefault(code, List.of()).forEach(child -> collect(child, found));
  }

  /** How many levels an item has, itself and those below it. */
  int depth(Item item) {
    return 1 + under(item.code()).stream().mapToInt(this::depth).max().orElse(0);
  }

  /** The items from the top down to one. */
  List<Item> path(Item item) {
    var path = new ArrayList<Item>();
    for (var at = item; at != null && path.size() <= DEEPEST; at = parentOf(at)) {
      path.add(0, at);
    }
    return path;
  }

  private Item parentOf(Item item) {
    return item.parent() == null ? null : items.get(item.parent());
  }

  String pathText(Item item, Locale locale) {
    return path(item).stream().map(at -> at.title(locale)).collect(Collectors.joining(" / "));
  }
}
