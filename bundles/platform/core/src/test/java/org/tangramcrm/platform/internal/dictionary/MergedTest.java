package org.tangramcrm.platform.internal.dictionary;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MergedTest {
  private static final Instant NOW = Instant.parse("2026-11-25T08:00:00Z");

  private static Delivered delivered(Delivered.Item... items) {
    var byCode = new LinkedHashMap<String, Delivered.Item>();
    Stream.of(items).forEach(item -> byCode.put(item.code(), item));
    return new Delivered("customers", "region", true, byCode, Set.of());
  }

  private static Delivered.Item item(String code, String parent, int position) {
    return new Delivered.Item(code, "中" + code, "E" + code, parent, position, "blue", true);
  }

  private static ItemRow row(
      String code, boolean own, String labelEn, String parent, Integer position, Boolean active) {
    return new ItemRow(
        Item.id("region", code),
        2,
        NOW,
        1,
        NOW,
        1,
        null,
        "region",
        code,
        own,
        null,
        labelEn,
        parent,
        position,
        null,
        active);
  }

  private static List<String> codes(Merged merged) {
    return merged.items().stream().map(Item::code).toList();
  }

  @Test
  void whatNobodyChangedIsAsItIsDelivered() {
    var merged = new Merged(delivered(item("A", null, 1000), item("B", null, 2000)), List.of());
    assertThat(codes(merged)).containsExactly("A", "B");
    assertThat(merged.hierarchical()).isFalse();
    assertThat(merged.version()).isZero();
    assertThat(merged.item("A").version()).isZero();
    assertThat(merged.item("A").changed()).isFalse();
    assertThat(merged.item("A").title(Locale.CHINESE)).isEqualTo("中A");
    assertThat(merged.item("A").title(Locale.GERMAN)).isEqualTo("EA");
  }

  @Test
  void anOverrideChangesOnlyWhatItNames() {
    var merged =
        new Merged(
            delivered(item("A", null, 1000), item("B", null, 2000)),
            List.of(row("B", false, "Bee", null, 500, null)));
    assertThat(codes(merged)).containsExactly("B", "A");
    var changed = merged.item("B");
    assertThat(changed.labelEn()).isEqualTo("Bee");
    assertThat(changed.labelZh()).isEqualTo("中B");
    assertThat(changed.colour()).isEqualTo("blue");
    assertThat(changed.active()).isTrue();
    assertThat(changed.changed()).isTrue();
    assertThat(merged.version()).isEqualTo(2);
  }

  @Test
  void ownItemsStandInTheTree() {
    var merged =
        new Merged(
            delivered(item("CN", null, 1000), item("FR", null, 2000), item("GD", "CN", 1000)),
            List.of(
                row("SZ", true, "Shenzhen", "GD", 1000, true),
                row("LOST", true, "Parent is gone", "NOBODY", 3000, true)));
    assertThat(codes(merged)).containsExactly("CN", "GD", "SZ", "FR", "LOST");
    assertThat(merged.hierarchical()).isTrue();
    assertThat(merged.below("CN")).containsExactly("CN", "GD", "SZ");
    assertThat(merged.below("FR")).containsExactly("FR");
    assertThat(merged.below("unknown")).containsExactly("unknown");
    assertThat(merged.pathText(merged.item("SZ"), Locale.ENGLISH))
        .isEqualTo("ECN / EGD / Shenzhen");
    assertThat(merged.depth(merged.item("CN"))).isEqualTo(3);
    assertThat(merged.item("SZ").title(Locale.CHINESE)).isEqualTo("Shenzhen");
  }

  /** A later version of the module may bring what a company added, or drop what it changed. */
  @Test
  void whatTheModuleBringsAndDropsKeepsWhatTheCompanyMadeOfIt() {
    var added = row("GD", true, "Kwangtung", null, null, true);
    var merged = new Merged(delivered(item("GD", null, 1000)), List.of(added));
    assertThat(merged.item("GD").labelEn()).isEqualTo("Kwangtung");
    assertThat(merged.item("GD").delivered()).isNotNull();

    var dropped = new Merged(delivered(), List.of(row("GD", false, "Kwangtung", null, 1000, null)));
    assertThat(dropped.item("GD").active()).isFalse();
    assertThat(dropped.item("GD").title(Locale.ENGLISH)).isEqualTo("Kwangtung");
  }

  @Test
  void idsAreTheSameEverywhereAndNeverNegative() {
    assertThat(Item.id("region", "CN")).isEqualTo(Item.id("region", "CN")).isNotNegative();
    assertThat(Item.id("region", "CN")).isNotEqualTo(Item.id("industry", "CN"));
  }

  @Test
  void readingsAreKnownForChineseNames() {
    var merged =
        new Merged(
            delivered(
                new Delivered.Item("CQ", "重庆市", "Chongqing", null, 1000, null, true),
                new Delivered.Item("X", "X", "X", null, 2000, null, true)),
            List.of());
    assertThat(merged.keys(merged.item("CQ"))).isEqualTo("chongqingshi cqs");
    assertThat(merged.keys(merged.item("X"))).isNull();
  }
}
