package org.tangramcrm.platform.internal.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tangramcrm.platform.Code;

class FileNamesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "报价单 2026.docx|报价单 2026.docx",
        "=cmd()|=cmd()",
        "+1 @x.xlsx|+1 @x.xlsx",
        "../../etc/passwd|passwd",
        "C:\\fakepath\\合同.pdf|合同.pdf",
        "a/b\\c.txt|c.txt",
        ".hidden|.hidden",
      })
  void aNameIsANameAndNoPath(String given, String kept) {
    assertThat(FileNames.clean(given)).isEqualTo(kept);
  }

  @Test
  void whatIsNotSeenGoes() {
    assertThat(FileNames.clean(" a\r\nb\u0000\t.txt ")).isEqualTo("ab.txt");
    // Shown, this would end in "exe.pdf" turned round.
    assertThat(FileNames.clean("x\u202efdp.exe")).isEqualTo("xfdp.exe");
    assertThat(FileNames.clean("Mu\u0308ller.pdf")).isEqualTo("Müller.pdf");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "  ", ".", "..", "folder/", "a\\..", "\u0007"})
  void nothingIsNoName(String given) {
    assertThatThrownBy(() -> FileNames.clean(given))
        .hasFieldOrPropertyWithValue("code", Code.INVALID);
  }

  @Test
  void aNameHasAnEnd() {
    assertThat(FileNames.clean("x".repeat(200))).hasSize(200);
    assertThatThrownBy(() -> FileNames.clean("x".repeat(201)))
        .hasFieldOrPropertyWithValue("code", Code.INVALID);
  }
}
