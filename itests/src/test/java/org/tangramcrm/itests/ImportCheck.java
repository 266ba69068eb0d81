package org.tangramcrm.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Records from files: what cells may hold, who may bring in what, what is tried, done, interrupted
 * and taken back; the same on every database.
 */
abstract class ImportCheck extends TransferCheck {
  private static final String IMPORTS = "/api/v1/imports";
  private static final Charset GBK = Charset.forName("GBK");
  private static final String BRINGS =
      "customers.view customers.create customers.edit customers.import";
  private static final ObjectMapper JSON = new ObjectMapper();

  // ---- what is in a file

  /** Edge case 27. */
  @Test
  void case27_cellsHoldWhatPeoplePutIntoThem() {
    var rows =
        Workbooks.row(1, "客户导入")
            + Workbooks.row(2, "客户名称*", "地区", "银行账号", "员工数", "年营业额", "创立", "备注", "联系电话")
            + "<row r='3'><c r='A3' t='s'><v>0</v></c><c r='B3' t='s'><v>1</v></c>"
            + "<c r='C3' t='inlineStr'><is><t>6222021234567890</t></is></c>"
            + "<c r='D3' t='inlineStr'><is><t>１，２００</t></is></c><c r='E3' t='inlineStr'><is><t>¥1,234.50</t></is></c>"
            + "<c r='F3'><v>1998</v></c><c r='G3' s='1'><v>45000</v></c><c r='H3'><v>13812345678</v></c></row>"
            + "<row r='4'><c r='A4' t='inlineStr'><is><r><t>Merged </t></r><r><t>below</t></r><rPh sb='0' eb='1'><t>spoken</t></rPh></is></c>"
            + "<c r='C4' t='inlineStr'><is><t>６２２２０２１２３４５６７８９１</t></is></c>"
            + "<c r='D4'><v>3.0000000000000001E1</v></c><c r='E4'><v>0.30000000000000004</v></c></row>"
            + "<row r='5'/>"
            + "<row r='6'><c r='A6' t='inlineStr'><is><t>Lost its digits</t></is></c><c r='C6'><v>6.2220212345678899E+18</v></c></row>"
            + "<row r='7'><c r='A7' t='inlineStr'><is><t>Came to nothing</t></is></c><c r='D7' t='e'><f>1/0</f><v>#DIV/0!</v></c></row>";
    var file =
        Workbooks.of(
            rows,
            "<mergeCells count='2'><mergeCell ref='A1:H1'/><mergeCell ref='B3:B4'/></mergeCells>",
            "Excel 公司",
            "case27");
    var imported = upload("客户.xlsx", file, "Accept-Language", "zh-CN");
    var fields = new ArrayList<String>();
    imported.get("columns").forEach(column -> fields.add(column.path("field").asText()));
    assertThat(fields)
        .containsExactly(
            "name", "region", "bankAccount", "employees", "revenue", "", "remark", "phone");
    assertThat(imported.at("/columns/3/samples").asText()).startsWith("１，２００");
    var changed = settle(imported, body -> column(body, 5).put("field", "founded"));
    var done = run(changed, "Accept-Language", "zh-CN");
    assertThat(figures(done))
        .isEqualTo("total 4 created 2 updated 0 unchanged 0 skipped 0 refused 2");
    var first = found("name==\"Excel 公司\"");
    assertThat(first.get("bankAccount").asText()).isEqualTo("6222021234567890");
    assertThat(first.get("employees").asInt()).isEqualTo(1200);
    assertThat(new BigDecimal(first.at("/revenue/amount").asText()))
        .isEqualByComparingTo("1234.50");
    assertThat(first.at("/revenue/currency").asText()).isEqualTo("CNY");
    assertThat(first.get("founded").asInt()).isEqualTo(1998);
    assertThat(first.get("remark").asText()).isEqualTo("2023-03-15");
    assertThat(first.get("phone").asText()).isEqualTo("13812345678");
    var second = found("name==\"Merged below\"");
    assertThat(second.get("region").asText()).isEqualTo("case27");
    assertThat(second.get("bankAccount").asText()).isEqualTo("6222021234567891");
    assertThat(second.get("employees").asInt()).isEqualTo(30);
    assertThat(new BigDecimal(second.at("/revenue/amount").asText())).isEqualByComparingTo("0.3");
    assertThat(done.at("/errors/0/row").asInt()).isEqualTo(6);
    assertThat(done.at("/errors/0/message").asText()).startsWith("银行账号: ").contains("15 位");
    assertThat(done.at("/errors/1/message").asText()).startsWith("员工数: ").contains("#DIV/0!");

    // What was refused comes back with the reasons, is mended and sent again as it is.
    var errors = errorFile(done);
    var sheet = Workbooks.part(errors, "xl/worksheets/sheet1.xml");
    assertThat(sheet).contains("Lost its digits").doesNotContain("<f>", "Merged below");
    var again = upload("错误.xlsx", errors);
    assertThat(again.at("/columns/8/header").asText()).isEqualTo("未导入原因");
    assertThat(again.at("/columns/8/field").isMissingNode()).isTrue();
    assertThat(again.at("/columns/0/field").asText()).isEqualTo("name");
  }

  /** Edge cases 26 and 28. */
  @Test
  void case26And28_aGbkFileThatIsImportedTwiceChangesNothing() {
    var lines =
        "编号;公司名称;客户级别;客户类型;货币;负责人\r\nK-1;重庆火锅有限公司;A;客户、供应商;CNY;admin\r\nK-2;\"上海;外滩\";重点客户X;;;\r\n";
    var imported = upload("客户.csv", lines.getBytes(GBK), "Accept-Language", "zh-CN");
    assertThat(imported.get("charset").asText()).isEqualTo("GB18030");
    assertThat(imported.at("/columns/1/samples").asText()).isEqualTo("重庆火锅有限公司\n上海;外滩");
    Consumer<ObjectNode> how =
        body -> {
          column(body, 0).put("field", "externalKey");
          column(body, 2).put("field", "level");
          column(body, 3).put("field", "types");
          body.put("matchBy", "external:case26").put("mode", "both");
        };
    var settled = settle(imported, how);

    // It is tried first, and nothing is there afterwards.
    var checked = act(settled, "check", "Accept-Language", "zh-CN");
    assertThat(checked.get("status").asText()).isEqualTo("checked");
    assertThat(figures(checked))
        .isEqualTo("total 2 created 1 updated 0 unchanged 0 skipped 0 refused 1");
    assertThat(checked.at("/errors/0/message").asText()).isEqualTo("客户级别: “重点客户X”不是可选值");
    assertThat(
            server
                .get("/api/v1/customers?filter=name==\"重庆火锅有限公司\"&count=exact".replace("\"", "%22"))
                .json()
                .at("/total/value")
                .asInt())
        .isZero();

    var done = run(checked);
    assertThat(figures(done))
        .isEqualTo("total 2 created 1 updated 0 unchanged 0 skipped 0 refused 1");
    var made = found("name==\"重庆火锅有限公司\"");
    assertThat(made.get("types").toString()).isEqualTo("[\"customer\",\"supplier\"]");
    assertThat(run(done).get("error").asText()).isEqualTo("conflict");

    // The same file again: how it is read is remembered, and it says nothing new.
    var again = upload("客户2.csv", lines.getBytes(GBK));
    assertThat(again.get("matchBy").asText()).isEqualTo("external:case26");
    assertThat(again.at("/columns/0/field").asText()).isEqualTo("externalKey");
    assertThat(figures(run(again)))
        .isEqualTo("total 2 created 0 updated 0 unchanged 1 skipped 0 refused 1");
    assertThat(found("name==\"重庆火锅有限公司\"").get("version")).isEqualTo(made.get("version"));

    // With another value it changes the one record.
    var changed = upload("客户3.csv", lines.replace(";A;", ";b;").getBytes(GBK));
    assertThat(figures(run(changed)))
        .isEqualTo("total 2 created 0 updated 1 unchanged 0 skipped 0 refused 1");
    assertThat(found("name==\"重庆火锅有限公司\"").get("level").asText()).isEqualTo("B");
    assertThat(server.get("/api/v1/customers/" + made.get("id").asText()).json().get("creditCode"))
        .isNull();
  }

  @Test
  void whatIsExportedComesBackAsItWas() {
    var parent = make(CUSTOMERS, "{\"name\":\"Round the parent\",\"region\":\"round\"}");
    make(
        CUSTOMERS,
        """
        {"name":"=1+1","region":"round","level":"A","types":["customer","supplier"],"parentId":"%s","tags":[],
         "revenue":{"amount":"1234.56","currency":"USD"},"bankAccount":"0012345678901234567","founded":1999,
         "phones":[{"kind":"office","number":"+86 138 3333 4444","primary":true},{"number":"021-12345678"}],
         "emails":[{"address":"a@round.example"}],"remark":"two\\nlines, \\"quoted\\"; and '=more"}"""
            .formatted(parent.get("id").asText()));
    make(CUSTOMERS, "{\"name\":\"'=already\",\"region\":\"round\",\"remark\":\"' alone\"}");
    var before = all("region==round");
    for (var format : List.of("xlsx", "csv", "csv-gbk")) {
      var file =
          exportedFile(
              "{\"collection\":\"customers\",\"filter\":\"region==round\",\"format\":\"%s\"}"
                  .formatted(format));
      var imported =
          upload("round." + format.substring(0, format.length() > 4 ? 3 : format.length()), file);
      assertThat(imported.get("matchBy").asText()).as(imported.toString()).isEqualTo("number");
      var done = run(imported);
      assertThat(figures(done))
          .as(format + done)
          .isEqualTo("total 3 created 0 updated 0 unchanged 3 skipped 0 refused 0");
      assertThat(all("region==round")).isEqualTo(before);
    }
    // One cell that was changed changes one field of one record.
    var file =
        new String(
                exportedFile(
                    "{\"collection\":\"customers\",\"filter\":\"region==round\",\"fields\":\"number,name,remark\",\"format\":\"csv\"}"),
                StandardCharsets.UTF_8)
            .replace("' alone", "not alone");
    assertThat(figures(run(upload("round.csv", file.getBytes(StandardCharsets.UTF_8)))))
        .isEqualTo("total 3 created 0 updated 1 unchanged 2 skipped 0 refused 0");
    assertThat(found("name==\"'=already\"").get("remark").asText()).isEqualTo("not alone");
    // One number of several is changed, and of the others is kept what a cell does not tell.
    file =
        new String(
                exportedFile(
                    "{\"collection\":\"customers\",\"filter\":\"region==round\",\"fields\":\"number,name,phones\",\"format\":\"csv\"}"),
                StandardCharsets.UTF_8)
            .replace("021-12345678", "021-87654321; 021-11112222");
    assertThat(figures(run(upload("round.csv", file.getBytes(StandardCharsets.UTF_8)))))
        .isEqualTo("total 3 created 0 updated 1 unchanged 2 skipped 0 refused 0");
    var phones = found("name==\"=1+1\";region==round").get("phones");
    assertThat(phones).hasSize(3);
    assertThat(phones.at("/0/kind").asText()).isEqualTo("office");
    assertThat(phones.at("/0/primary").asBoolean()).isTrue();
    assertThat(phones.at("/1/number").asText()).isEqualTo("021-87654321");
  }

  @Test
  void whatIsNoTableIsRefused() {
    var bomb =
        Workbooks.of(
            "<row r='1'><c r='A1' t='inlineStr'><is><t>"
                + "x".repeat(300_000)
                + "</t></is></c></row>",
            "");
    var entity =
        Workbooks.zipped(
            java.util.Map.of(
                "xl/workbook.xml",
                "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><workbook>&e;</workbook>"));
    for (var wrong :
        List.of(
            new Object[] {"import-empty", " \r\n ,, \r\n".getBytes(StandardCharsets.UTF_8)},
            new Object[] {
              "import-unreadable", "PK\3\4 and no more".getBytes(StandardCharsets.UTF_8)
            },
            new Object[] {"import-unreadable", entity},
            new Object[] {
              "import-old-workbook", new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, 1}
            },
            new Object[] {
              "import-bounds", ("a" + ",a".repeat(300)).getBytes(StandardCharsets.UTF_8)
            },
            new Object[] {"import-bounds", bomb})) {
      var answer = sent(IMPORTS + "/content?collection=customers&name=a.csv", (byte[]) wrong[1]);
      assertThat(answer.toString()).contains("\"invalid\"", (String) wrong[0]);
    }
  }

  @Test
  void aTemplateTellsWhatCanBeImported() {
    var xlsx = bytes(IMPORTS + "/templates/customers", "Accept-Language", "zh-CN");
    var texts =
        Workbooks.part(xlsx, "xl/sharedStrings.xml") + Workbooks.part(xlsx, "xl/comments1.xml");
    assertThat(unescaped(texts)).contains("名称*", "来源", "必填", "展会", "1234.50");
    assertThat(unescaped(Workbooks.part(xlsx, "xl/workbook.xml"))).contains("示例");
    assertThat(Workbooks.part(xlsx, "xl/worksheets/sheet1.xml")).contains("dataValidation");
    var csv =
        new String(bytes(IMPORTS + "/templates/customers?format=csv"), StandardCharsets.UTF_8);
    assertThat(csv).startsWith("\uFEFF\"Owner").contains("\"Name*\"", "(ISO 4217)");
    var imported = upload("template.csv", csv.getBytes(StandardCharsets.UTF_8));
    imported
        .get("columns")
        .forEach(column -> assertThat(column.has("field")).as(column.toString()).isTrue());
  }

  // ---- whose, and what of it

  @Test
  void anImportReachesWhatItsCallerReaches() {
    var role =
        make(
            "/api/v1/roles",
            """
            {"code":"import-own","name":"Own","operations":["customers.view","customers.create","customers.edit","customers.import"],
             "scopes":[{"collection":"*","scope":"own"}],
             "fields":[{"collection":"customers","field":"remark","access":"hidden"},
                       {"collection":"customers","field":"level","access":"read"}]}""");
    user("import.own", role);
    user("import.not", role("import-not", "own", "customers.view customers.create customers.edit"));
    var own = as("import.own");
    var theirs = make(CUSTOMERS, "{\"name\":\"Nobody else imports this\",\"level\":\"A\"}");
    var mine = make(CUSTOMERS, "{\"name\":\"Mine to import\"}", own);
    var file =
        "Number,Name,Remark,Level,Employees\n%s,Taken over,x,B,5\n%s,Mine to import,x,B,6\n"
            .formatted(theirs.get("number").asText(), mine.get("number").asText())
            .getBytes(StandardCharsets.UTF_8);
    assertThat(
            sent(IMPORTS + "/content?collection=customers&name=a.csv", file, as("import.not"))
                .get("code")
                .asText())
        .isEqualTo("forbidden");
    var imported = upload("own.csv", file, own);
    assertThat(imported.at("/columns/2").has("field")).isFalse();
    assertThat(imported.at("/columns/3").has("field")).isFalse();
    for (var field : List.of("remark", "level", "createdAt", "nothing")) {
      var body = (ObjectNode) imported.deepCopy();
      column(body, 2).put("field", field);
      var refused = put(body, own);
      assertThat(refused.code()).as(refused.text()).isEqualTo("invalid");
      assertThat(refused.text()).contains("columns[2].field");
    }
    var before = server.get(CUSTOMERS + "/" + theirs.get("id").asText()).json();
    var done = run(imported, own);
    assertThat(figures(done))
        .isEqualTo("total 2 created 0 updated 1 unchanged 0 skipped 0 refused 1");
    assertThat(done.at("/errors/0/row").asInt()).isEqualTo(2);
    assertThat(server.get(CUSTOMERS + "/" + theirs.get("id").asText()).json()).isEqualTo(before);
    assertThat(before.get("name").asText()).isEqualTo("Nobody else imports this");
    assertThat(
            server.get(CUSTOMERS + "/" + mine.get("id").asText()).json().get("employees").asInt())
        .isEqualTo(6);
    // It is nobody else's, not even the administrator's.
    assertThat(server.get(IMPORTS + "/" + imported.get("id").asText()).code())
        .isEqualTo("not-found");
    // What may be created and not deleted is not taken back.
    var created =
        run(upload("own2.csv", "Name\nNew of mine\n".getBytes(StandardCharsets.UTF_8), own), own);
    assertThat(created.get("created").asInt()).isEqualTo(1);
    assertThat(server.post(path(created) + "/actions/undo", null, own).text())
        .contains("forbidden", "customers.delete");
  }

  @Test
  void whatLooksLikeAnotherIsRefusedOrLeftOutOrTaken() {
    make(CUSTOMERS, "{\"name\":\"Alike Import GmbH\",\"creditCode\":\"91440300MA5DEFGH1A\"}");
    var file =
        "Name\nAlike Import AG\nAlike Twice Ltd\nAlike Twice Limited\n"
            .getBytes(StandardCharsets.UTF_8);
    for (var policy :
        List.of(
            "block created 1 updated 0 unchanged 0 skipped 0 refused 2",
            "skip created 1 updated 0 unchanged 0 skipped 2 refused 0",
            "allow created 3 updated 0 unchanged 0 skipped 0 refused 0")) {
      var part = policy.split(" ", 2);
      var imported = settle(upload("alike.csv", file), body -> body.put("duplicates", part[0]));
      assertThat(figures(act(imported, "check"))).isEqualTo("total 3 " + part[1]);
    }
    // By what tells records apart, in whatever notation.
    var byCode =
        "Credit code,Employees\n91440300ma5defgh1a,17\n,18\n91440300MA5DEFGH1A,19\n"
            .getBytes(StandardCharsets.UTF_8);
    var imported =
        settle(
            upload("code.csv", byCode),
            body -> body.put("matchBy", "creditCode").put("mode", "update"));
    var done = run(imported);
    assertThat(figures(done))
        .isEqualTo("total 3 created 0 updated 1 unchanged 0 skipped 0 refused 2");
    assertThat(done.at("/errors/1/message").asText()).contains("twice");
    assertThat(found("creditCode==91440300MA5DEFGH1A").get("employees").asInt()).isEqualTo(17);
  }

  /** What is written and never read goes into no file, and into nothing that is told of one. */
  @Test
  void passwordsAreNotImported() {
    var file = "Login,Name,Password\nimport.secret,Secret,Kept-out-of-it-1\n";
    var imported =
        sent(
            IMPORTS + "/content?collection=users&name=users.csv",
            file.getBytes(StandardCharsets.UTF_8));
    assertThat(imported.at("/columns/2/field").isMissingNode()).as(imported.toString()).isTrue();
    assertThat(imported.get("fields").toString()).contains("login").doesNotContain("password");
    var body = (ObjectNode) imported.deepCopy();
    column(body, 2).put("field", "password");
    assertThat(put(body).text()).contains("columns[2].field");
  }

  /** Digits are what records are called before they are an id, and nothing where they are both. */
  @Test
  void digitsNameWhatIsCalledSo() {
    var digits = make("/api/v1/users", "{\"login\":\"7700123\",\"name\":\"Digits One\"}");
    var other =
        make(
            "/api/v1/users",
            "{\"login\":\"%s\",\"name\":\"Digits Two\"}".formatted(digits.get("id").asText()));
    var file =
        "Name,Owner\nOwned by a login,7700123\nOwned by nobody knows,%s\nOwned by an id,%s\n"
            .formatted(digits.get("id").asText(), other.get("id").asText());
    var done = run(upload("owners.csv", file.getBytes(StandardCharsets.UTF_8)));
    assertThat(figures(done))
        .as(done.toString())
        .isEqualTo("total 3 created 2 updated 0 unchanged 0 skipped 0 refused 1");
    assertThat(done.at("/errors/0/row").asInt()).isEqualTo(3);
    assertThat(found("name==\"Owned by a login\"").get("ownerId")).isEqualTo(digits.get("id"));
    assertThat(found("name==\"Owned by an id\"").get("ownerId")).isEqualTo(other.get("id"));
  }

  @Test
  void anEmptyCellEmptiesAFieldWhereThatIsSaid() {
    var full =
        make(
            CUSTOMERS,
            """
            {"name":"Emptied by a file","level":"A","employees":7,"remark":"gone","bankName":"stays",
             "revenue":{"amount":"5.00","currency":"USD"},"phones":[{"number":"021-44443333"}]}""");
    var file =
        "Number,Name,Level,Employees,Annual revenue,Phones,Remark,Owner\n%s,,,,,,,\n,Emptied and new,,,,,,\n"
            .formatted(full.get("number").asText())
            .getBytes(StandardCharsets.UTF_8);
    var as =
        List.of("number", "name", "level", "employees", "revenue", "phones", "remark", "ownerId");
    Consumer<ObjectNode> how =
        body -> {
          for (int i = 0; i < as.size(); i++) {
            column(body, i).put("field", as.get(i));
          }
          body.put("matchBy", "number").put("mode", "update");
        };
    var kept = run(settle(upload("empty.csv", file), how));
    assertThat(figures(kept))
        .isEqualTo("total 2 created 0 updated 0 unchanged 1 skipped 0 refused 1");
    // A name has to be there: then the row is refused, and says so.
    Consumer<ObjectNode> clears =
        how.andThen(body -> body.put("mode", "both").put("emptyClears", true));
    var needed = run(settle(upload("empty.csv", file), clears));
    assertThat(figures(needed))
        .isEqualTo("total 2 created 1 updated 0 unchanged 0 skipped 0 refused 1");
    assertThat(needed.at("/errors/0/row").asInt()).isEqualTo(2);
    assertThat(needed.at("/errors/0/message").asText()).startsWith("Name: ");
    var unnamed = clears.andThen(body -> column(body, 1).remove("field"));
    var only = new String(file, StandardCharsets.UTF_8).replaceFirst(",Emptied and new.*\n", "");
    var cleared = run(settle(upload("empty.csv", only.getBytes(StandardCharsets.UTF_8)), unnamed));
    assertThat(figures(cleared))
        .as(cleared.toString())
        .isEqualTo("total 1 created 0 updated 1 unchanged 0 skipped 0 refused 0");
    assertThat(cleared.get("emptyClears").asBoolean()).isTrue();
    var now = found("name==\"Emptied by a file\"");
    for (var gone : List.of("level", "employees", "revenue", "remark", "phone")) {
      assertThat(now.has(gone)).as(gone).isFalse();
    }
    assertThat(now.get("phones")).isEmpty();
    assertThat(now.get("bankName").asText()).isEqualTo("stays");
    assertThat(now.get("ownerId")).isEqualTo(full.get("ownerId"));
    // Remembered with the columns, and once more it says nothing new.
    var again = upload("empty.csv", only.getBytes(StandardCharsets.UTF_8));
    assertThat(again.get("emptyClears").asBoolean()).isTrue();
    assertThat(figures(run(again)))
        .isEqualTo("total 1 created 0 updated 0 unchanged 1 skipped 0 refused 0");
    assertThat(act(cleared, "undo").get("undone").asInt()).isEqualTo(1);
    assertThat(found("name==\"Emptied by a file\"").get("level").asText()).isEqualTo("A");
  }

  /** Whichever of them is above the other, in the file and in the firm. */
  @Test
  void aParentMayStandFurtherDownInTheFile() {
    var file =
        "Name,Parent\nFurther C,Further B\nFurther B,Further A\nFurther lost,Further nobody\nFurther A,\n";
    var imported =
        settle(
            upload("parents.csv", file.getBytes(StandardCharsets.UTF_8)),
            body -> column(body, 1).put("field", "parentId"));
    var expected = "total 4 created 3 updated 0 unchanged 0 skipped 0 refused 1";
    assertThat(figures(act(imported, "check"))).isEqualTo(expected);
    assertThat(all("name==\"Further A\"")).isEmpty();
    var done = run(server.get(path(imported)).json());
    assertThat(figures(done)).as(done.toString()).isEqualTo(expected);
    assertThat(done.at("/errors/0/row").asInt()).isEqualTo(4);
    assertThat(found("name==\"Further C\"").get("parentId"))
        .isEqualTo(found("name==\"Further B\"").get("id"));
    assertThat(found("name==\"Further B\"").get("parentId"))
        .isEqualTo(found("name==\"Further A\"").get("id"));
    assertThat(act(done, "undo").get("undone").asInt()).isEqualTo(3);
    assertThat(all("name==Further*")).isEmpty();
  }

  /** Keys of outside systems are what they are: those that differ in case are two. */
  @Test
  void whatIsUndoneComesInAgainUnderItsKey() {
    var file = "Key,Name\nundo-k,Keyed again one\nUNDO-K,Other keyed thing\n";
    Consumer<ObjectNode> how =
        body -> {
          column(body, 0).put("field", "externalKey");
          body.put("matchBy", "external:undo-again").put("duplicates", "allow");
        };
    var imported = settle(upload("keys.csv", file.getBytes(StandardCharsets.UTF_8)), how);
    var done = run(imported);
    var all = "total 2 created 2 updated 0 unchanged 0 skipped 0 refused 0";
    assertThat(figures(done)).as(done.toString()).isEqualTo(all);
    assertThat(act(done, "undo").get("undone").asInt()).isEqualTo(2);
    var again = settle(upload("keys.csv", file.getBytes(StandardCharsets.UTF_8)), how);
    var second = run(again);
    assertThat(figures(second)).as(second.toString()).isEqualTo(all);
    var third = settle(upload("keys.csv", file.getBytes(StandardCharsets.UTF_8)), how);
    assertThat(figures(run(third)))
        .isEqualTo("total 2 created 0 updated 0 unchanged 2 skipped 0 refused 0");
  }

  /** Signs that a database does not take stop nothing, and a number that is no one's makes none. */
  @Test
  void aRowThatIsNotAsItShouldBeStopsNoOther() {
    var file = "Number,Name\n,Before the \0sign\nC-no-such,Never made\n,Behind the sign\n";
    var imported =
        settle(
            upload("signs.csv", file.getBytes(StandardCharsets.UTF_8)),
            body -> body.put("matchBy", "number").put("mode", "create"));
    assertThat(figures(run(imported)))
        .isEqualTo("total 3 created 2 updated 0 unchanged 0 skipped 0 refused 1");
    assertThat(all("name==\"Before the sign\"")).hasSize(1);
  }

  // ---- taken back, interrupted

  /** Whoever was cancelled writes nothing any more: neither what is tried next nor undone. */
  @Test
  void whatIsCancelledIsOutOfTheWayAtOnce() {
    int many = 2_000;
    var file = new StringBuilder("Name,Region\n");
    for (int i = 0; i < many; i++) {
      file.append("Fenced ").append(Integer.toString(i * 7919 + 99, 36)).append(i);
      file.append(",fenced\n");
    }
    var numbered = make(CUSTOMERS, "{\"name\":\"Numbered before it\"}");
    var imported =
        settle(
            upload("fenced.csv", file.toString().getBytes(StandardCharsets.UTF_8)),
            body -> body.put("duplicates", "allow"));
    cancelled(imported, "check");
    // What was only tried has taken no number.
    var next = make(CUSTOMERS, "{\"name\":\"Tried numbers stay\"}");
    assertThat(sequence(next)).isEqualTo(sequence(numbered) + 1);
    cancelled(imported, "run");
    var undone = act(imported, "undo");
    assertThat(undone.get("status").asText()).isEqualTo("undone");
    assertThat(undone.get("undone")).isEqualTo(undone.get("created"));
    assertThat(all("region==fenced")).isEmpty();
    // Tried, cancelled, done at once.
    var second =
        settle(
            upload("fenced.csv", file.toString().getBytes(StandardCharsets.UTF_8)),
            body -> body.put("duplicates", "allow"));
    cancelled(second, "check");
    assertThat(figures(run(second)))
        .isEqualTo("total 2000 created 2000 updated 0 unchanged 0 skipped 0 refused 0");
    assertThat(
            server
                .get(CUSTOMERS + "?filter=region==fenced&count=exact&limit=1")
                .json()
                .at("/total/value")
                .asInt())
        .isEqualTo(many);
  }

  /** Begins something and cancels it in the middle of a portion. */
  private void cancelled(JsonNode imported, String action) {
    var begun = server.post(path(imported) + "/actions/" + action, null);
    assertThat(begun.status()).as(begun.text()).isEqualTo(200);
    var job = "/api/v1/jobs/" + begun.json().get("jobId").asText();
    Server.await("a part of it", () -> server.get(job).json().path("done").asInt() > 0);
    var cancelled = server.post(job + "/actions/cancel", null);
    assertThat(cancelled.status()).as(cancelled.text()).isEqualTo(200);
  }

  private static int sequence(JsonNode record) {
    return Integer.parseInt(record.get("number").asText().replaceAll(".*\\D", ""));
  }

  @Test
  void whatNobodyChangedSinceIsTakenBack() {
    var there =
        make(
            CUSTOMERS,
            "{\"name\":\"Undo changes this\",\"level\":\"A\",\"phones\":[{\"kind\":\"office\",\"number\":\"021-55556666\"}]}");
    var touched = make(CUSTOMERS, "{\"name\":\"Undo leaves this\",\"level\":\"A\"}");
    var file =
        "Number,Name,Level,Telephone\n%s,,B,13911112222\n%s,,B,\n,Undo one,,\n,Undo other,,\n"
            .formatted(there.get("number").asText(), touched.get("number").asText());
    var imported = upload("undo.csv", file.getBytes(StandardCharsets.UTF_8));
    var done = run(imported);
    assertThat(figures(done))
        .isEqualTo("total 4 created 2 updated 2 unchanged 0 skipped 0 refused 0");
    patch(CUSTOMERS + "/" + touched.get("id").asText(), "{\"remark\":\"since\"}");
    var other = found("name==\"Undo other\"");
    patch(CUSTOMERS + "/" + other.get("id").asText(), "{\"remark\":\"since\"}");

    var undone = act(done, "undo");
    assertThat(undone.get("status").asText()).isEqualTo("undone");
    assertThat(undone.get("undone").asInt()).isEqualTo(2);
    var back = (ObjectNode) server.get(CUSTOMERS + "/" + there.get("id").asText()).json();
    assertThat(back.get("level").asText()).isEqualTo("A");
    assertThat(back.get("phones")).isEqualTo(there.get("phones"));
    assertThat(all("name==\"Undo one\"")).isEmpty();
    assertThat(all("name==\"Undo other\"")).hasSize(1);
    assertThat(
            server.get(CUSTOMERS + "/" + touched.get("id").asText()).json().get("level").asText())
        .isEqualTo("B");
    assertThat(server.post(path(undone) + "/actions/undo", null).code()).isEqualTo("conflict");
    assertThat(server.post(path(undone) + "/actions/run", null).code()).isEqualTo("conflict");
  }

  @Test
  void whatIsCancelledKeepsWhatItDidAndGoesOn() {
    int many = 1_500;
    var file = new StringBuilder("Name,Region\n");
    for (int i = 0; i < many; i++) {
      file.append("Interrupted ")
          .append(i)
          .append(" x")
          .append(Integer.toString(i * 7919, 36))
          .append(",interrupted\n");
    }
    var imported = upload("long.csv", file.toString().getBytes(StandardCharsets.UTF_8));
    var begun = server.post(path(imported) + "/actions/run", null).json();
    var job = "/api/v1/jobs/" + begun.get("jobId").asText();
    Server.await("a part of the import", () -> server.get(job).json().path("done").asInt() > 0);
    assertThat(server.post(path(imported) + "/actions/run", null).code()).isEqualTo("conflict");
    server.post(job + "/actions/cancel", null);
    // The portion that was under way is done later.
    Server.await(
        "an import that has stopped",
        () -> !server.get(job).json().get("status").asText().equals("running"));
    var stopped = server.get(path(imported)).json();
    assertThat(stopped.get("status").asText()).isEqualTo("started");
    var done = run(stopped);
    assertThat(figures(done))
        .isEqualTo("total 1500 created 1500 updated 0 unchanged 0 skipped 0 refused 0");
    assertThat(
            server
                .get(CUSTOMERS + "?filter=region==interrupted&count=exact&limit=1")
                .json()
                .at("/total/value")
                .asInt())
        .isEqualTo(many);
  }

  @Test
  void realAccountsComeInFromTheirFile() throws IOException {
    var named = System.getProperty("tangram.data", System.getenv("TANGRAM_DATA"));
    var folder = Path.of(named == null ? "../../shared/data" : named, "crm-sales-opportunities");
    assumeTrue(Files.isDirectory(folder), "no real accounts in " + folder);
    var imported = upload("accounts.csv", Files.readAllBytes(folder.resolve("accounts.csv")));
    assertThat(imported.at("/columns/3/field").asText()).isEqualTo("revenue");
    var settled =
        settle(
            imported,
            body -> {
              column(body, 1).put("field", "remark");
              column(body, 5).put("field", "shortName");
              body.put("duplicates", "allow");
            });
    // Six name a firm as their parent that stands further down.
    var expected = "total 85 created 85 updated 0 unchanged 0 skipped 0 refused 0";
    var checked = act(settled, "check");
    assertThat(figures(checked)).isEqualTo(expected);
    var done = run(checked);
    assertThat(figures(done)).isEqualTo(expected);
    assertThat(found("name==Betasoloin").get("founded").asInt()).isEqualTo(1999);
    assertThat(act(done, "undo").get("undone").asInt()).isEqualTo(done.get("created").asInt());
  }

  // ---- small things

  private static ObjectNode column(ObjectNode imported, int at) {
    return (ObjectNode) imported.get("columns").get(at);
  }

  private static String path(JsonNode imported) {
    return IMPORTS + "/" + imported.get("id").asText();
  }

  JsonNode upload(String name, byte[] file, String... headers) {
    var imported =
        sent(
            IMPORTS
                + "/content?collection=customers&name="
                + URLEncoder.encode(name, StandardCharsets.UTF_8),
            file,
            headers);
    assertThat(imported.has("id")).as(imported.toString()).isTrue();
    return imported;
  }

  private JsonNode settle(JsonNode imported, Consumer<ObjectNode> change, String... headers) {
    var body = (ObjectNode) imported.deepCopy();
    change.accept(body);
    var answer = put(body, headers);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private Server.Answer put(ObjectNode body, String... headers) {
    var all = new ArrayList<>(List.of(headers));
    all.addAll(List.of("If-Match", "\"v" + body.get("version").asInt() + "\""));
    return server.call("PUT", path(body), body.toString(), all.toArray(String[]::new));
  }

  JsonNode run(JsonNode imported, String... headers) {
    return act(imported, "run", headers);
  }

  /** What an import is once it was tried, done or taken back; the code of what was refused. */
  private JsonNode act(JsonNode imported, String action, String... headers) {
    var begun = server.post(path(imported) + "/actions/" + action, null, headers);
    if (begun.status() != 200) {
      return JSON.createObjectNode().put("error", begun.code()).put("text", begun.text());
    }
    var job = "/api/v1/jobs/" + begun.json().get("jobId").asText();
    Server.await(
        "the end of an import",
        () ->
            !List.of("queued", "running")
                .contains(server.get(job, headers).json().get("status").asText()));
    var ended = server.get(job, headers).json();
    assertThat(ended.get("status").asText()).as(ended.toString()).isEqualTo("done");
    return server.get(path(imported), headers).json();
  }

  static String figures(JsonNode imported) {
    var figures = new ArrayList<String>();
    for (var each : List.of("total", "created", "updated", "unchanged", "skipped", "refused")) {
      figures.add(each + " " + imported.path(each).asText());
    }
    return String.join(" ", figures);
  }

  JsonNode found(String filter) {
    var items = all(filter);
    assertThat(items).as(filter).hasSize(1);
    return server.get(CUSTOMERS + "/" + items.get(0).get("id").asText()).json();
  }

  private List<JsonNode> all(String filter) {
    var items = new ArrayList<JsonNode>();
    server
        .get(
            CUSTOMERS
                + "?sort=id&count=none&filter="
                + URLEncoder.encode(filter, StandardCharsets.UTF_8))
        .json()
        .get("items")
        .forEach(items::add);
    return items;
  }

  private byte[] errorFile(JsonNode imported, String... headers) {
    return bytes("/api/v1/jobs/" + imported.get("jobId").asText() + "/result", headers);
  }

  private byte[] exportedFile(String request) {
    var begun = server.post("/api/v1/jobs/exports", request).json();
    var job = "/api/v1/jobs/" + begun.get("id").asText();
    Server.await("an export", () -> server.get(job).json().get("status").asText().equals("done"));
    return bytes(job + "/result");
  }

  private JsonNode sent(String path, byte[] body, String... headers) {
    try {
      return JSON.readTree(http("POST", path, body, headers));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private byte[] bytes(String path, String... headers) {
    return http("GET", path, new byte[0], headers);
  }

  private byte[] http(String method, String path, byte[] body, String... headers) {
    var all = new ArrayList<>(List.of(headers));
    if (!all.contains("Authorization")) {
      all.addAll(List.of("Authorization", Server.basic("admin", Server.PASSWORD)));
    }
    all.addAll(List.of("Content-Type", "application/octet-stream"));
    var request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + server.port + path))
            .headers(all.toArray(String[]::new))
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      return HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray()).body();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String unescaped(String xml) {
    return java.util.regex.Pattern.compile("&#x([0-9a-f]+);")
        .matcher(xml)
        .replaceAll(sign -> Character.toString(Integer.parseInt(sign.group(1), 16)));
  }
}
