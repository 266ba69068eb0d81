package org.tangramcrm.platform.internal.identity;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.tangramcrm.platform.contract.Contract;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.contract.PublishedContract;
import org.tangramcrm.platform.identity.FieldRules;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.store.CustomModels;
import org.tangramcrm.platform.module.SchemaReady;

/**
 * Which fields follow from which others, and would tell them: whoever is not shown a field is not
 * shown what follows from it either. What contracts declare is kept as they come, so that it holds
 * for facts of a module that is stopped; the formulas that the company wrote are read as they are.
 */
@Component(service = FollowingFields.class)
public class FollowingFields {
  private final Sql sql;
  private final CustomModels custom;

  /** By collection and field, what each follows from. */
  private volatile Map<String, Map<String, Set<Source>>> declared;

  /** A field of a collection, of which another tells. */
  record Source(String collection, String field) {}

  private record Line(String collection, String field, Source source) {}

  @Activate
  public FollowingFields(
      @Reference Sql sql,
      @Reference CustomModels custom,
      @Reference(target = "(module=platform)") SchemaReady schema) {
    this.sql = sql;
    this.custom = custom;
    this.declared = read();
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void add(PublishedContract open) {
    var contract = open.declared().type().getAnnotation(Contract.class);
    keep(contract.value(), contract.projectionOf(), open.declared().fields());
  }

  /** What is known of a collection stays when it goes. */
  void remove(PublishedContract gone) {}

  /**
   * @param projectionOf the collection of which it shows rows; empty for none
   */
  synchronized void keep(String collection, String projectionOf, List<FieldModel> fields) {
    var now = sources(collection, fields);
    if (!projectionOf.isEmpty()) {
      now.values()
          .forEach(
              sources ->
                  sources.addAll(
                      sources.stream()
                          .filter(source -> source.collection().equals(collection))
                          .map(source -> new Source(projectionOf, source.field()))
                          .toList()));
    }
    if (now.equals(declared.getOrDefault(collection, Map.of()))) {
      return;
    }
    sql.update("delete from tangram_following_field where collection = ?", collection);
    now.forEach(
        (field, sources) ->
            sources.forEach(
                source ->
                    // Another node that came up at the same moment has written the same.
                    sql.insertUnlessThere(
                        "insert into tangram_following_field (collection, field, of_collection,"
                            + " of_field) values (?, ?, ?, ?)",
                        collection,
                        field,
                        source.collection(),
                        source.field())));
    declared = read();
  }

  private Map<String, Map<String, Set<Source>>> read() {
    return sql
        .query(
            "select collection, field, of_collection, of_field from tangram_following_field",
            List.of(),
            row ->
                new Line(
                    row.getString(1),
                    row.getString(2),
                    new Source(row.getString(3), row.getString(4))))
        .stream()
        .collect(
            Collectors.groupingBy(
                Line::collection,
                Collectors.groupingBy(
                    Line::field, Collectors.mapping(Line::source, Collectors.toSet()))));
  }

  private static Map<String, Set<Source>> sources(String collection, List<FieldModel> fields) {
    var sources = new HashMap<String, Set<Source>>();
    for (var field : fields) {
      for (var name : field.declaration().follows()) {
        sources
            .computeIfAbsent(field.name(), any -> new HashSet<>())
            .add(source(collection, fields, name));
      }
    }
    return sources;
  }

  /** One of the record's own, or by a reference, one of the record that is referred to. */
  private static Source source(String collection, List<FieldModel> fields, String name) {
    var dot = name.indexOf('.');
    return fields.stream()
        .filter(field -> dot > 0 && field.name().equals(name.substring(0, dot)))
        .map(field -> field.declaration().reference())
        .filter(reference -> !reference.isEmpty())
        .findFirst()
        .map(reference -> new Source(reference, name.substring(dot + 1)))
        .orElseGet(() -> new Source(collection, name));
  }

  /**
   * What rules of some collections go by beside themselves; another where it has changed, and then
   * rules are to be completed again.
   */
  Object basis(Map<String, FieldRules> rules) {
    return new Basis(
        declared,
        names(rules.keySet())
            .sorted()
            .flatMap(name -> Stream.of(custom.of(name), custom.retired(name)))
            .toList());
  }

  /** Told apart by what they are: lists stay the same until a field changes. */
  private record Basis(Object declared, List<List<FieldModel>> added) {
    @Override
    public boolean equals(Object other) {
      if (!(other instanceof Basis basis)
          || basis.declared != declared
          || basis.added.size() != added.size()) {
        return false;
      }
      for (int i = 0; i < added.size(); i++) {
        if (added.get(i) != basis.added.get(i)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public int hashCode() {
      return Objects.hash(System.identityHashCode(declared), added.size());
    }
  }

  /** Collections that rules are of; one that shows rows of another stands with that one. */
  private static Stream<String> names(Collection<String> keys) {
    return keys.stream().flatMap(key -> Stream.of(key.split("/"))).distinct();
  }

  /**
   * The same rules, by which what follows from a hidden field is hidden as well.
   *
   * @param rules by collection, or by {@code one/other} where one shows rows of the other
   */
  Map<String, FieldRules> complete(Map<String, FieldRules> rules) {
    if (rules.isEmpty()) {
      return rules;
    }
    var known = declared;
    var formulas = names(rules.keySet()).collect(Collectors.toMap(name -> name, this::formulas));
    var hidden = new HashMap<String, Set<String>>();
    known.keySet().forEach(collection -> hidden.put(collection, new HashSet<>()));
    rules.forEach((key, rule) -> hidden.put(key, new HashSet<>(rule.hidden())));
    var more = true;
    while (more) {
      more = false;
      for (var key : hidden.keySet()) {
        for (var name : key.split("/")) {
          more |= follow(key, known.getOrDefault(name, Map.of()), hidden);
          more |= follow(key, formulas.getOrDefault(name, Map.of()), hidden);
        }
      }
    }
    var completed = new HashMap<String, FieldRules>();
    hidden.forEach(
        (key, fields) -> {
          var rule = rules.getOrDefault(key, FieldRules.NONE);
          if (rules.containsKey(key) || !fields.isEmpty()) {
            completed.put(
                key,
                new FieldRules(
                    Set.copyOf(fields),
                    rule.readOnly().stream()
                        .filter(field -> !fields.contains(field))
                        .collect(Collectors.toUnmodifiableSet())));
          }
        });
    return Map.copyOf(completed);
  }

  private Map<String, Set<Source>> formulas(String collection) {
    var sources = new HashMap<String, Set<Source>>();
    Stream.of(custom.of(collection), custom.retired(collection))
        .forEach(fields -> sources.putAll(sources(collection, fields)));
    return sources;
  }

  /**
   * @return whether any more is hidden by it
   */
  private static boolean follow(
      String key, Map<String, Set<Source>> following, Map<String, Set<String>> hidden) {
    var own = Set.of(key.split("/"));
    var more = false;
    for (var field : following.entrySet()) {
      if (field.getValue().stream()
          .map(
              source ->
                  hidden
                      .getOrDefault(
                          own.contains(source.collection()) ? key : source.collection(), Set.of())
                      .contains(source.field()))
          .anyMatch(Boolean::booleanValue)) {
        more |= hidden.get(key).add(field.getKey());
      }
    }
    return more;
  }
}
