package org.tangramcrm.platform.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.contract.Field;
import org.tangramcrm.platform.internal.contract.Fields;
import org.tangramcrm.platform.internal.identity.IdentityDatabase;
import org.tangramcrm.platform.internal.sql.Sql;

/** What deals of some module keep: their firm unless they are cancelled, and their wares. */
class HoldersTest {
  /** A deal. */
  public static class Deal extends BusinessRecord {
    @Field(filterable = true)
    public String status;

    @Field(reference = "firms", restrictsDelete = true, restrictsWhile = "status!=cancelled")
    public Long firmId;

    @Field public List<Line> lines = new ArrayList<>();
  }

  /** What a deal is about. */
  public static class Line {
    @Field(reference = "wares", restrictsDelete = true)
    public Long wareId;
  }

  private static final Map<String, String> TABLES = Map.of("firms", "firm", "wares", "ware");

  private Sql sql;
  private Holders deals;

  @BeforeEach
  void setUp() throws Exception {
    sql = new IdentityDatabase().sql;
    for (var table : TABLES.values()) {
      sql.update("create table " + table + " (id bigint, deleted_key bigint)");
      sql.update("insert into " + table + " values (1, 0), (2, 0), (3, 3)");
    }
    sql.update(
        "create table deal (id bigint, status varchar(20), firm_id bigint, lines varchar(200), deleted_key bigint)");
    deals = holders("deals", "deal", Deal.class);
    new References(sql).keep("deals", "deal", Fields.of(Deal.class), false, deals);
  }

  private Holders holders(String collection, String table, Class<?> record) {
    return new Holders(
        collection, table, Fields.of(record), sql, TABLES::get, UnaryOperator.identity());
  }

  private Deal deal(String status, Long firm, Long... wares) {
    var deal = new Deal();
    deal.id = 7L;
    deal.status = status;
    deal.firmId = firm;
    for (var ware : wares) {
      var line = new Line();
      line.wareId = ware;
      deal.lines.add(line);
    }
    sql.update("delete from deal");
    sql.update(
        "insert into deal values (7, ?, ?, ?, 0)",
        status,
        firm,
        wares.length == 0 ? null : "[{\"wareId\":" + wares[wares.length - 1] + "}]");
    return deal;
  }

  private void assertHeld(String collection, long id, boolean held) {
    var record = collection.equals("firms") ? BusinessRecord.class : Line.class;
    var holders = holders(collection, TABLES.get(collection), record);
    if (held) {
      assertThatThrownBy(() -> holders.check(id))
          .isInstanceOfSatisfying(
              CrmException.class, refused -> assertThat(refused.code).isEqualTo(Code.IN_USE));
    } else {
      holders.check(id);
    }
  }

  private void assertRefused(Deal before, Deal after, Set<Part> kept, String field) {
    assertThatThrownBy(() -> deals.hold(before, after, kept))
        .isInstanceOfSatisfying(
            CrmException.class,
            refused -> assertThat(refused.errors.get(0).field).isEqualTo(field));
  }

  @Test
  void aConditionDecidesWhichOfThemCount() {
    deal("open", 1L);
    assertHeld("firms", 1, true);
    assertHeld("firms", 2, false);
    deal(null, 1L);
    assertHeld("firms", 1, true);
    deal("cancelled", 1L);
    assertHeld("firms", 1, false);
  }

  @Test
  void whatIsReferredToWithinValuesIsKeptToo() {
    deal("cancelled", null, 2L);
    assertHeld("wares", 2, true);
    assertHeld("wares", 1, false);
    deals.hold(null, deal("open", 1L, 1L, 2L), Set.of());
    assertRefused(null, deal("open", 1L, 1L, 3L), Set.of(), "lines[1].wareId");
    // What stood there before is not asked for again.
    var before = deal("open", 1L, 3L);
    deals.hold(before, deal("open", 1L, 2L, 3L), Set.of());
  }

  /** Others go on changing a firm while somebody edits a deal with it. */
  @Test
  void whatHasNothingMoreCountHoldsNothing() {
    var asked = new ArrayList<String>();
    var watched =
        new Holders(
            "deals",
            "deal",
            Fields.of(Deal.class),
            sql,
            target -> {
              asked.add(target);
              return TABLES.get(target);
            },
            UnaryOperator.identity());
    var open = deal("open", 1L, 1L);
    watched.ahead(open, open, watched.keeping(7));
    watched.hold(open, open, watched.keeping(7));
    assertThat(asked).isEmpty();
    watched.ahead(open, deal("open", 2L, 1L), watched.keeping(7));
    assertThat(asked).containsExactly("firms");
    asked.clear();
    var cancelled = deal("cancelled", 1L, 1L);
    watched.ahead(cancelled, open, watched.keeping(7));
    assertThat(asked).containsExactly("firms");
  }

  @Test
  void severalThatChangeAtOnceAreAskedForTogether() {
    var cancelled = deal("cancelled", 3L);
    sql.update("insert into deal values (8, 'open', 3, null, 0)");
    var other = new Deal();
    other.id = 8L;
    other.firmId = 3L;
    var kept = deals.keeping(List.of(7L, 8L));
    assertThat(kept.of(7)).isEmpty();
    assertThat(kept.of(8)).extracting(Part::path).containsExactly("firmId");
    var both = Map.<Long, BusinessRecord>of(7L, cancelled, 8L, other);
    deals.hold(both, both, kept);
    sql.update("update deal set status = 'open' where id = 7");
    assertThatThrownBy(() -> deals.hold(both, both, kept))
        .isInstanceOfSatisfying(
            CrmException.class,
            refused -> assertThat(refused.errors.get(0).field).isEqualTo("firmId"));
  }

  @Test
  void whatIsGoneMustBeThereWhenItCountsAgain() {
    var cancelled = deal("cancelled", 3L);
    var kept = deals.keeping(7);
    assertThat(kept).isEmpty();
    deals.hold(cancelled, cancelled, kept);
    assertRefused(cancelled, deal("open", 3L), kept, "firmId");
    // A row from before the rule stays as it is.
    var open = deal("open", 3L);
    assertThat(deals.keeping(7)).extracting(Part::path).containsExactly("firmId");
    deals.hold(open, open, deals.keeping(7));
    assertRefused(null, open, Set.of(), "firmId");
  }
}
