package org.tangramcrm.platform.internal.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tangramcrm.platform.Code;

class RecordFilterTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "collection==customers;recordId==5",
        "recordId==5;collection=='customers'",
        "(collection==customers;recordId==5);name==*.pdf",
        "collection==customers;recordId==5;(name==a,name==b)",
        "collection==customers;recordId==5;remark=null=true",
        // The rest of the filter then finds nothing.
        "collection==customers;recordId==5;collection==other"
      })
  void namesOneRecord(String filter) {
    assertThat(RecordFilter.of(filter)).isEqualTo(new RecordFilter("customers", 5));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "((",
        "collection==customers",
        "recordId==5",
        "collection==customers,recordId==5",
        "collection==customers;(recordId==5,recordId==6)",
        "collection==customers;recordId=in=(5,6)",
        "collection==customers;recordId=gt=5",
        "collection!=customers;recordId==5",
        "collection==cust*;recordId==5",
        "collection==customers;recordId==five"
      })
  void isRefusedWhereItDoesNot(String filter) {
    assertThatThrownBy(() -> RecordFilter.of(filter))
        .hasFieldOrPropertyWithValue("code", Code.INVALID_FILTER);
  }
}
