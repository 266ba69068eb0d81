package org.tangramcrm.itests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.FilePayload;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The files on the card of a record. */
class UiAttachmentsIT extends UiCheck {
  private static final byte[] PICTURE =
      Base64.getDecoder()
          .decode(
              "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAEklEQVR4nGOQj9+PBzGMSmNDAMBoe9XXQu9TAAAA"
                  + "AElFTkSuQmCC");

  @Override
  Server begin() {
    return Server.onDerby("ui-attachments");
  }

  private String openCard(String name) {
    var made = server.post("/api/v1/customers", "{\"name\":\"" + name + "\"}");
    var id = made.json().get("id").asText();
    signIn("/customers/" + id + "?tab=documents");
    assertThat(at("attachments")).isVisible();
    return id;
  }

  private static FilePayload file(String name, byte[] bytes) {
    return new FilePayload(name, "application/octet-stream", bytes);
  }

  private void choose(FilePayload... files) {
    at("attachments-picker").setInputFiles(files);
  }

  private Locator item(String name) {
    return at("attachments-list")
        .locator(".tg-file")
        .filter(new Locator.FilterOptions().setHasText(name));
  }

  private void act(String name, String action) {
    item(name).getByTestId("attachment-menu").click();
    page.locator("[data-testid=attachment-" + action + "]:visible").click();
  }

  @Test
  void filesAreAttachedTogetherShownAndFetched() throws Exception {
    openCard("Files AG");
    assertThat(at("attachments-none")).isVisible();
    choose(file("照片.png", PICTURE), file("报价单 2026.docx", "PK".getBytes(UTF_8)));
    assertThat(item("照片.png")).isVisible();
    assertThat(item("报价单 2026.docx")).containsText("2 B");
    assertThat(item("报价单 2026.docx")).containsText("Administrator");
    assertThat(at("attachments-count")).hasText("2");
    assertThat(at("upload")).hasCount(0);

    item("照片.png").getByTestId("attachment-preview").click();
    var picture = at("preview").locator("img");
    assertThat(picture).isVisible();
    page.waitForCondition(() -> ((Integer) picture.evaluate("image => image.naturalWidth")) == 10);
    page.keyboard().press("Escape");
    assertThat(at("preview")).hasCount(0);

    var download =
        page.waitForDownload(
            () -> item("报价单 2026.docx").getByTestId("attachment-download").click());
    assertThat(download.suggestedFilename()).isEqualTo("报价单 2026.docx");
    assertThat(Files.readString(download.path())).isEqualTo("PK");
  }

  @Test
  void aPdfIsShownWithinThePolicy() {
    openCard("Pdf AG");
    choose(
        file(
            "page.pdf",
            """
            %PDF-1.4
            1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
            2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
            3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
            trailer<</Root 1 0 R>>
            """
                .getBytes(UTF_8)));
    var answer =
        page.waitForResponse(
            response -> response.url().contains("inline=true"),
            () -> item("page.pdf").getByTestId("attachment-preview").click());
    assertThat(answer.headers()).containsEntry("content-type", "application/pdf");
    assertThat(answer.headers().get("content-disposition")).startsWith("inline");
    assertThat(at("preview").locator("iframe")).isVisible();
  }

  @Test
  void aFileIsDropped() {
    var id = openCard("Dropped AG");
    var transfer =
        page.evaluateHandle(
            "() => { const transfer = new DataTransfer();"
                + " transfer.items.add(new File(['dropped'], '拖放.txt')); return transfer }");
    at("attachments").dispatchEvent("dragenter", Map.of("dataTransfer", transfer));
    assertThat(page.locator(".tg-attachments__drop")).isVisible();
    at("attachments").dispatchEvent("drop", Map.of("dataTransfer", transfer));
    assertThat(item("拖放.txt")).isVisible();
    assertThat(page.locator(".tg-attachments__drop")).hasCount(0);
    var list =
        server.get("/api/v1/attachments?filter=collection==customers;recordId==" + id).json();
    assertThat(list.at("/items/0/contentType").asText()).isEqualTo("text/plain;charset=utf-8");
  }

  @Test
  void anUploadIsCancelledAndOneThatFailedTriedAgain() {
    openCard("Cancelled AG");
    context.route("**/attachments/content*", route -> {});
    choose(file("slow.bin", new byte[1000]));
    assertThat(at("upload")).containsText("slow.bin");
    at("upload-cancel").click();
    assertThat(at("upload")).hasCount(0);
    context.unrouteAll();

    context.route("**/attachments/content*", route -> route.abort());
    choose(file("again.bin", new byte[1000]));
    assertThat(at("upload-failure")).isVisible();
    context.unrouteAll();
    at("upload-again").click();
    assertThat(item("again.bin")).isVisible();
    assertThat(item("slow.bin")).hasCount(0);
  }

  @Test
  void aNewVersionKeepsTheOldOne() {
    openCard("Versions AG");
    choose(file("合同.txt", "first".getBytes(UTF_8)));
    assertThat(item("合同.txt")).isVisible();
    var chooser = page.waitForFileChooser(() -> act("合同.txt", "replace"));
    chooser.setFiles(file("合同 signed.txt", "second".getBytes(UTF_8)));
    assertThat(item("合同 signed.txt")).containsText("Version 2");
    assertThat(at("attachments-list").locator(".tg-file")).hasCount(1);

    item("合同 signed.txt").getByTestId("attachment-version").click();
    assertThat(at("version-2")).containsText("current");
    assertThat(at("version-1")).containsText("合同.txt");
    var download = page.waitForDownload(() -> at("version-1").locator("a").first().click());
    assertThat(download.suggestedFilename()).isEqualTo("合同.txt");
  }

  @Test
  void aNameIsChangedAndARemovalUndoneByKeyboard() {
    var id = openCard("Keys AG");
    choose(file("a.txt", "a".getBytes(UTF_8)));
    assertThat(item("a.txt")).isVisible();
    at("lang-zh-CN").first().click();
    assertThat(at("attachments")).containsText("附件");

    item("a.txt").getByTestId("attachment-menu").focus();
    page.keyboard().press("Enter");
    var edit = page.locator("[data-testid=attachment-edit]:visible");
    assertThat(edit).hasText("重命名…");
    edit.focus();
    page.keyboard().press("Enter");
    input("attachment-name").fill("..");
    page.keyboard().press("Enter");
    assertThat(page.locator("#attachment-name-error")).hasText("必填");
    input("attachment-name").fill("合同.txt");
    page.keyboard().press("Enter");
    assertThat(item("合同.txt")).isVisible();
    assertThat(at("attachment-form")).hasCount(0);

    act("合同.txt", "remove");
    assertThat(at("attachments-none")).isVisible();
    at("undo").focus();
    page.keyboard().press("Enter");
    assertThat(item("合同.txt")).isVisible();
    assertThat(attached(id)).isEqualTo(1);
  }

  @Test
  void itServesOnAPhone() {
    page.setViewportSize(390, 844);
    openCard("Phone AG");
    choose(
        file("照片.png", PICTURE),
        file("a very long name of a file that no phone has the width to show.xlsx", new byte[10]));
    assertThat(item("照片.png")).isVisible();
    assertThat(item("no phone")).isVisible();
    item("照片.png").getByTestId("attachment-preview").click();
    assertThat(at("preview").locator("img")).isVisible();
    for (var width : List.of("document.documentElement.scrollWidth", "document.body.scrollWidth")) {
      assertThat((Integer) page.evaluate(width)).isLessThanOrEqualTo(390);
    }
  }
}
