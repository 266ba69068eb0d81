package org.tangramcrm.platform.internal.layout;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tangramcrm.platform.layout.Layout;
import org.tangramcrm.platform.layout.LayoutSection;
import org.tangramcrm.platform.metadata.CollectionMetadata.FieldMetadata;
import org.tangramcrm.platform.metadata.CollectionMetadata.LayoutMetadata;
import org.tangramcrm.platform.metadata.CollectionMetadata.PlacementMetadata;
import org.tangramcrm.platform.metadata.CollectionMetadata.SectionMetadata;

/**
 * What a layout comes to for the fields that there are now: what it does not know of is added to
 * it, what is not there any more, or not for the caller, is passed over, and nothing that has to be
 * filled is out of reach.
 */
public final class Arrangement {
  /** Types that half a line is too short for. */
  private static final Set<String> FILL_LINE = Set.of("longtext", "nested");

  private final Layout layout;
  private final Map<String, SectionMetadata> sections = new LinkedHashMap<>();

  /** Sections that modules name, in all languages. */
  private final Set<String> named;

  private SectionMetadata last;

  private Arrangement(Layout layout, List<FieldMetadata> fields, Locale locale) {
    this.layout = layout;
    this.named = fields.stream().map(Arrangement::home).collect(Collectors.toSet());
    for (var section : layout.sections) {
      last = new SectionMetadata();
      last.key = section.key;
      last.title = title(section, locale);
      sections.put(section.key, last);
    }
  }

  /**
   * @param fields those that the caller sees and that stand in sections
   */
  public static LayoutMetadata of(Layout layout, List<FieldMetadata> fields, Locale locale) {
    var arrangement = new Arrangement(layout, fields, locale);
    arrangement.place(fields);
    var result = new LayoutMetadata();
    result.sections.addAll(arrangement.sections.values());
    return result;
  }

  private void place(List<FieldMetadata> fields) {
    var known = fields.stream().collect(Collectors.toMap(field -> field.key, Function.identity()));
    var settled = new HashSet<String>();
    for (var placed : layout.fields) {
      var field = known.get(placed.field);
      var section = placed.section == null ? null : sections.get(placed.section);
      if (field != null && section != null) {
        add(section, field, placed.wide);
        settled.add(field.key);
      } else if (field != null && placed.section == null && !mustBeFilled(field)) {
        settled.add(field.key);
      }
    }
    fields.stream()
        .filter(field -> !settled.contains(field.key))
        .forEach(field -> add(sections.getOrDefault(home(field), last), field, fillsLine(field)));
  }

  private static boolean fillsLine(FieldMetadata field) {
    return field.type != null && FILL_LINE.contains(field.type);
  }

  private static boolean mustBeFilled(FieldMetadata field) {
    return field.required && !field.readOnly;
  }

  private static void add(SectionMetadata section, FieldMetadata field, Boolean wide) {
    var placement = new PlacementMetadata();
    placement.field = field.key;
    placement.wide = Boolean.TRUE.equals(wide);
    section.fields.add(placement);
  }

  private static String home(FieldMetadata field) {
    return field.section == null || field.section.isEmpty() ? "basic" : field.section;
  }

  /** One language stands for the other only where the module has no name in it either. */
  private String title(LayoutSection section, Locale locale) {
    var chinese = locale.getLanguage().equals("zh");
    var own = chinese ? section.labelZh : section.labelEn;
    if (own != null || named.contains(section.key)) {
      return own;
    }
    return chinese ? section.labelEn : section.labelZh;
  }
}
