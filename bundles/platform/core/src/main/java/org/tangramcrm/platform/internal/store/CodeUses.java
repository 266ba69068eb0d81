package org.tangramcrm.platform.internal.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.contract.FieldType;
import org.tangramcrm.platform.contract.Operation.Kind;
import org.tangramcrm.platform.custom.CustomFieldDefinition;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.internal.chain.Publication;
import org.tangramcrm.platform.internal.contract.ContractCatalog;
import org.tangramcrm.platform.internal.contract.Fields;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.store.Relations;

/**
 * Where the codes of a dictionary stand on records of the modules that are active.
 *
 * <p>Counts are told within the caller's data scope, like every total, and stop at a cap, so that
 * they cost the same whatever the tables hold. Whether an item may be deleted is another question,
 * which all rows answer, those in the recycle bin too; its answer names the place and no number.
 */
@Component(service = CodeUses.class)
public class CodeUses {
  /** Counted no further. */
  private static final int CAP = 1_000;

  /** So many rows are read where no index can count. */
  private static final int READ = 20_000;

  /** So many counts in one statement. */
  private static final int CHUNK = 40;

  private final Sql sql;
  private final CurrentUser user;
  private final ContractCatalog contracts;
  private final RecordStores stores;
  private final CustomModels custom;

  /**
   * A field with codes of the dictionary, in a list of values where it is nested.
   *
   * @param column that keeps it
   * @param within of a nested field, the name of the one that is meant; else null
   * @param custom where the company added the field; else null
   */
  public record Place(
      String collection,
      String table,
      String field,
      String column,
      FieldType type,
      String within,
      CustomFieldDefinition custom) {
    /** Finds rows with a code; what is bound to it is {@link #pattern}. */
    private String carries() {
      if (custom != null) {
        return "t.id in (select v.record_id from tangram_custom_value v where v.field_id = "
            + custom.id
            + " and v.text_value = ?)";
      }
      return type == FieldType.CODE ? "t." + column + " = ?" : "t." + column + " like ? escape '!'";
    }

    private Object pattern(String code) {
      if (custom != null) {
        return code;
      }
      return switch (type) {
        case CODE -> code;
        case SET -> "%," + Filters.escape(code) + ",%";
        default -> "%" + Filters.escape("\"" + within + "\":\"" + code + "\"") + "%";
      };
    }

    /** The codes in a value of the column. */
    private Set<String> codes(String text) {
      if (type == FieldType.SET) {
        return Stream.of(text.split(","))
            .filter(code -> !code.isEmpty())
            .collect(Collectors.toSet());
      }
      return Pattern.compile("\"" + within + "\":\"([^\"]*)\"")
          .matcher(text)
          .results()
          .map(found -> found.group(1))
          .collect(Collectors.toSet());
    }
  }

  /**
   * @param count up to the cap
   * @param more whether there may be more
   */
  public record Use(Place place, String code, int count, boolean more) {}

  private record Counted(int index, int count) {}

  @Activate
  public CodeUses(
      @Reference Sql sql,
      @Reference CurrentUser user,
      @Reference ContractCatalog contracts,
      @Reference RecordStores stores,
      @Reference CustomModels custom) {
    this.sql = sql;
    this.user = user;
    this.contracts = contracts;
    this.stores = stores;
    this.custom = custom;
  }

  /** What the caller sees of the use of codes; those without any are left out. */
  public List<Use> counted(String dictionary, Collection<String> codes) {
    var uses = new ArrayList<Use>();
    for (var publication : contracts.publications()) {
      if (readable(publication)) {
        for (var place : places(publication, dictionary)) {
          uses.addAll(
              place.type() == FieldType.CODE || place.custom() != null
                  ? byIndex(place, List.copyOf(codes))
                  : byReading(place));
        }
      }
    }
    return uses;
  }

  /** A place where a code stands, whoever may see it. */
  public Optional<Place> anywhere(String dictionary, String code) {
    return contracts.publications().stream()
        .flatMap(publication -> places(publication, dictionary).stream())
        .filter(
            place ->
                sql.first(
                        "select 1 from "
                            + place.table()
                            + " t where "
                            + place.carries()
                            + " fetch first 1 rows only",
                        List.of(place.pattern(code)),
                        row -> 1)
                    .isPresent())
        .findFirst();
  }

  private boolean readable(Publication publication) {
    return publication
        .model()
        .primary(Kind.LIST)
        .filter(list -> user.get().may(list.permission()))
        .isPresent();
  }

  private List<Place> places(Publication publication, String dictionary) {
    var collection = publication.collection();
    var table = stores.table(collection);
    var places = new ArrayList<Place>();
    if (table == null) {
      return places;
    }
    // A field that is retired is offered again with what it holds.
    var fields = new ArrayList<>(publication.model().fields());
    fields.addAll(custom.retired(collection));
    for (var field : fields) {
      var column = Relations.column(field.name());
      if (field.type() == FieldType.NESTED) {
        Fields.within(field).stream()
            .filter(part -> part.declaration().dictionary().equals(dictionary))
            .forEach(
                part ->
                    places.add(
                        new Place(
                            collection,
                            table,
                            field.name(),
                            column,
                            field.type(),
                            part.name(),
                            null)));
      } else if (field.declaration().dictionary().equals(dictionary)) {
        places.add(
            new Place(collection, table, field.name(), column, field.type(), null, field.custom()));
      }
    }
    return places;
  }

  /** Each code by the index of its column, up to the cap. */
  private List<Use> byIndex(Place place, List<String> codes) {
    var uses = new ArrayList<Use>();
    for (int start = 0; start < codes.size(); start += CHUNK) {
      var chunk = codes.subList(start, Math.min(codes.size(), start + CHUNK));
      var values = new ArrayList<Object>();
      var parts = new ArrayList<String>();
      for (var code : chunk) {
        var where =
            Condition.and(
                List.of(
                    Condition.of(place.carries(), place.pattern(code)),
                    stores.reached(place.collection())));
        parts.add(
            "select "
                + parts.size()
                + " as i, count(*) as n from (select 1 as x from "
                + place.table()
                + " t where "
                + where.sql()
                + " fetch first "
                + (CAP + 1)
                + " rows only) m");
        values.addAll(where.values());
      }
      sql
          .query(
              String.join(" union all ", parts),
              values,
              row -> new Counted(row.getInt(1), row.getInt(2)))
          .stream()
          .filter(counted -> counted.count() > 0)
          .forEach(
              counted ->
                  uses.add(
                      new Use(
                          place,
                          chunk.get(counted.index()),
                          Math.min(CAP, counted.count()),
                          counted.count() > CAP)));
    }
    return uses;
  }

  /** Sets and nested values have no index: some of them are read, the caller's first ones. */
  private List<Use> byReading(Place place) {
    var where = stores.reached(place.collection());
    var texts =
        sql.query(
            "select t."
                + place.column()
                + " from "
                + place.table()
                + " t where t."
                + place.column()
                + " is not null and ("
                + where.sql()
                + ") fetch first "
                + (READ + 1)
                + " rows only",
            where.values(),
            row -> row.getString(1));
    var counts = new TreeMap<String, Integer>();
    texts.stream()
        .limit(READ)
        .flatMap(text -> place.codes(text).stream())
        .forEach(code -> counts.merge(code, 1, Integer::sum));
    return counts.entrySet().stream()
        .map(
            count ->
                new Use(
                    place,
                    count.getKey(),
                    Math.min(CAP, count.getValue()),
                    texts.size() > READ || count.getValue() > CAP))
        .toList();
  }
}
