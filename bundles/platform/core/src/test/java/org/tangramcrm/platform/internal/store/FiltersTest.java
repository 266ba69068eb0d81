package org.tangramcrm.platform.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.Field;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.custom.CustomFieldDefinition;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.internal.contract.Fields;
import org.tangramcrm.platform.internal.custom.CustomFieldShelf;
import org.tangramcrm.platform.internal.sql.Dialect;
import org.tangramcrm.platform.internal.store.Others.Other;

/** What an index of values answers of a filter. */
class FiltersTest {
  private static final long ME = 42;

  private static final Caller CALLER =
      new Caller(
          ME,
          "me",
          "Me",
          null,
          Locale.ENGLISH,
          Set.of(),
          Map.of(),
          Set.of(),
          Set.of(),
          Map.of(),
          null);

  private final Filters filters =
      new Filters(
          new Columns(
              "things",
              List.of(
                  field(1, "roles", "set", null),
                  field(2, "size", "decimal", null),
                  field(3, "buddy", "reference", "users")),
              Map.of(),
              Codes.NONE),
          CALLER,
          Dialect.DERBY);

  /** An order of a customer. */
  public static class Sale extends BusinessRecord {
    @Field(filterable = true, reference = "buyers")
    public Long buyerId;

    @Field(reference = "buyers")
    public Long payerId;
  }

  /** Who belongs to another one. */
  public static class Buyer extends BusinessRecord {
    @Field(filterable = true)
    public String name;

    @Field(filterable = true, reference = "buyers")
    public Long parentId;

    @Field public String secret;
  }

  private static Optional<Other> other(String collection, Caller caller) {
    return collection.equals("buyers")
        ? Optional.of(new Other("buyer", buyers(), Condition.of("t.owner_id = ?", caller.id())))
        : Optional.empty();
  }

  private static Columns buyers() {
    return new Columns("buyers", Fields.of(Buyer.class), Map.of(), Codes.NONE)
        .reaching(FiltersTest::other);
  }

  private static Condition sales(String filter) {
    var columns = new Columns("sales", Fields.of(Sale.class), Map.of(), Codes.NONE);
    return new Filters(columns.reaching(FiltersTest::other), CALLER, Dialect.DERBY).filter(filter);
  }

  @Test
  void whatIsReferredToIsAskedForAsFarAsTheCallerReachesIt() {
    var north = sales("buyerId.name==North");
    assertThat(north.sql()).startsWith("t.buyer_id in (select t.id from buyer t where ");
    assertThat(north.sql()).contains("t.deleted_key = 0", "t.owner_id = ?", "t.name = ?");
    assertThat(north.values()).containsExactly(ME, "North");
    assertThat(sales("buyerId.parentId.name==North").values()).containsExactly(ME, ME, "North");
    // What refers to nothing of the kind has no value there.
    assertThat(sales("buyerId.name!=North").sql())
        .startsWith("t.buyer_id is null or t.buyer_id not in (select");
    assertThat(sales("buyerId.name=null=true").sql())
        .startsWith("t.buyer_id is null or t.buyer_id not in (select")
        .contains("t.name is not null");
    for (var refused :
        List.of(
            "buyerId.secret==x",
            "buyerId.nothing==x",
            "payerId.name==x",
            "ownerId.name==x",
            "buyerId.parentId.parentId.parentId.name==x")) {
      assertThatThrownBy(() -> sales(refused)).as(refused).isInstanceOf(CrmException.class);
    }
  }

  @Test
  void aFilterOfWhatIsReferredToIsOneOfTheRecordsThatDo() {
    for (var each :
        List.of(
            "name==a;(size=gt=1,name=in=(b,c)) -> r.name==a;(r.size=gt=1,r.name=in=(b,c))",
            "name=='x;y,(z==1' -> r.name=='x;y,(z==1'",
            "name==a and size<2 or name=out=('d','e') -> r.name==a and r.size<2 or r.name=out=('d','e')",
            "( name=null=true ) -> ( r.name=null=true )",
            "name==\"a\\\"b\";id==1 -> r.name==\"a\\\"b\";r.id==1")) {
      var part = each.split(" -> ");
      assertThat(Query.through("r", part[0])).isEqualTo(part[1]);
    }
    assertThat(Query.through("r", null)).isNull();
    assertThat(Query.through("r", " ")).isNull();
  }

  private static FieldModel field(long id, String code, String type, String reference) {
    var field = new CustomFieldDefinition();
    field.id = id;
    field.code = code;
    field.type = type;
    field.reference = reference;
    return CustomFieldShelf.model(field);
  }

  private List<Lead> leads(String filter) {
    return filters.filtered(filter).leads();
  }

  @Test
  void severalCodesOfASetLeadToARowMoreThanOnceHoweverOftenTheyAreSaid() {
    var several = "customFields.roles=in=(a,b)";
    assertThat(leads(several + ";" + several)).singleElement().matches(lead -> !lead.once());
    assertThat(leads("customFields.roles==a;customFields.roles==b")).hasSize(2);
  }

  @Test
  void twoBoundsOfOneFieldAreOneLead() {
    assertThat(leads("customFields.size=ge=1;customFields.size=lt=2"))
        .singleElement()
        .matches(lead -> lead.once() && !lead.one() && lead.condition().values().size() == 2);
  }

  @Test
  void oneselfAndAnyValueLeadToRows() {
    assertThat(leads("customFields.buddy==me"))
        .singleElement()
        .matches(lead -> lead.one() && lead.condition().values().equals(List.of(ME)));
    assertThat(leads("customFields.buddy==team")).isEmpty();
    assertThat(leads("customFields.size=null=false")).hasSize(1);
    assertThat(leads("customFields.size=null=true")).isEmpty();
  }

  @Test
  void aNumberIsNoLongerThanAnyColumn() {
    for (var number : List.of("1E2147483647", "1E-2147483647", "1E40")) {
      assertThatThrownBy(() -> filters.filter("customFields.size=gt=" + number))
          .isInstanceOf(CrmException.class);
    }
  }
}
