package org.tangramcrm.customers.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tangramcrm.customers.Phone;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;

class PrimaryLineTest {
  private static Phone phone(String number, Boolean primary) {
    var phone = new Phone();
    phone.number = number;
    phone.primary = primary;
    return phone;
  }

  private static List<Phone> phones(Phone... phones) {
    return new ArrayList<>(List.of(phones));
  }

  private static List<String> numbers(List<Phone> phones) {
    return phones.stream().map(phone -> phone.number).toList();
  }

  @Test
  void aSingleNumberBecomesTheFirst() {
    var phones = phones();
    assertThat(PrimaryLine.PHONES.settle(phones, " 1 ", List.of())).isEqualTo("1");
    assertThat(numbers(phones)).containsExactly("1");
    assertThat(phones.get(0).primary).isTrue();
  }

  @Test
  void theFirstIsPrimaryWhereNoneIsMarked() {
    var phones = phones(phone("1", null), phone("2", null));
    assertThat(PrimaryLine.PHONES.settle(phones, null, List.of())).isEqualTo("1");
    assertThat(phones).extracting(phone -> phone.primary).containsExactly(true, false);
  }

  @Test
  void theSingleNumberAloneChangesThePrimaryOne() {
    var before = phones(phone("1", false), phone("2", true));
    var phones = phones(phone("1", false), phone("2", true));
    assertThat(PrimaryLine.PHONES.settle(phones, "3", before)).isEqualTo("3");
    assertThat(numbers(phones)).containsExactly("1", "3");
  }

  @Test
  void theSingleNumberClearedTakesThePrimaryOneAway() {
    var before = phones(phone("1", true), phone("2", false));
    var phones = phones(phone("1", true), phone("2", false));
    assertThat(PrimaryLine.PHONES.settle(phones, null, before)).isEqualTo("2");
    assertThat(numbers(phones)).containsExactly("2");
    assertThat(phones.get(0).primary).isTrue();
  }

  @Test
  void theListDecidesWhereItWasWritten() {
    var before = phones(phone("1", true));
    var phones = phones(phone("9", true));
    assertThat(PrimaryLine.PHONES.settle(phones, "1", before)).isEqualTo("9");
  }

  @Test
  void twoPrimaryOnesAreRefusedByName() {
    var phones = phones(phone("1", true), phone("2", true));
    assertThatThrownBy(() -> PrimaryLine.PHONES.settle(phones, null, List.of()))
        .isInstanceOfSatisfying(
            CrmException.class,
            refused -> assertThat(refused.errors.get(0).field).isEqualTo("phones[1].primary"));
  }

  @Test
  void mobileNumbersMustBePossible() {
    var right = phones(phone("138 0013 8000", true));
    right.get(0).kind = "mobile";
    PhoneNumbers.normalise(right);
    assertThat(right.get(0).e164).isEqualTo("+8613800138000");
    var wrong =
        Stream.of("12345678901", "1380013800", "138 0013 8000", "010-88888888")
            .map(number -> phone(number, false))
            .toList();
    wrong.forEach(phone -> phone.kind = "mobile");
    var problem = new CrmException(Code.INVALID, null);
    PhoneNumbers.check(wrong, problem);
    assertThat(problem.errors)
        .extracting(error -> error.field)
        .containsExactly("phones[0].number", "phones[1].number", "phones[3].number");
  }

  @Test
  void creditCodesHaveACheckCharacter() {
    assertThat(CreditCode.valid("91310000MA1K35XY7" + CreditCode.check("91310000MA1K35XY7")))
        .isTrue();
    assertThat(CreditCode.valid("91350100M000100Y43")).isTrue();
    assertThat(CreditCode.valid("91350100M000100Y44")).isFalse();
    assertThat(CreditCode.valid("91350100M000100Y4")).isFalse();
    assertThat(CreditCode.valid("9135O100M000100Y43")).isFalse();
  }
}
