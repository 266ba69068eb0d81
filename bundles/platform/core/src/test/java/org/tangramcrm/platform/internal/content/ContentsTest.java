package org.tangramcrm.platform.internal.content;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.activation.DataHandler;
import javax.activation.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.identity.IdentityDatabase;

class ContentsTest {
  private static final int MEGABYTE = 1024 * 1024;

  private IdentityDatabase database;
  private Transactions transactions;
  private Contents contents;

  @BeforeEach
  void open() throws Exception {
    database = new IdentityDatabase();
    transactions = new Transactions(database.transactions);
    contents = new Contents(database.sql, transactions, () -> "platform", config());
    contents.bind(new DatabaseContentStore(database.sql, () -> "platform"));
  }

  @AfterEach
  void close() {
    contents.close();
  }

  private static Contents.Config config() {
    return (Contents.Config)
        Proxy.newProxyInstance(
            Contents.Config.class.getClassLoader(),
            new Class<?>[] {Contents.Config.class},
            (proxy, method, arguments) ->
                method.getReturnType() == int.class ? 2 : DatabaseContentStore.NAME);
  }

  private static DataHandler file(String name, InputStream content) {
    return new DataHandler(
        new DataSource() {
          @Override
          public InputStream getInputStream() {
            return content;
          }

          @Override
          public OutputStream getOutputStream() {
            throw new UnsupportedOperationException();
          }

          @Override
          public String getContentType() {
            return "text/html";
          }

          @Override
          public String getName() {
            return name;
          }
        });
  }

  private static DataHandler file(byte[] bytes) {
    return file("a.bin", new ByteArrayInputStream(bytes));
  }

  private static byte[] random(int size) {
    var bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private int count(String table) {
    return database
        .sql
        .query("select count(*) from " + table, List.of(), row -> row.getInt(1))
        .get(0);
  }

  @Test
  void aFileIsReadAsItCameFromAnyPlace() throws IOException {
    for (var size :
        new int[] {
          0, 1, DatabaseContentStore.CHUNK, DatabaseContentStore.CHUNK + 1, 2 * MEGABYTE
        }) {
      var bytes = random(size);
      var staged = contents.stage(file(bytes));
      assertThat(staged.size()).isEqualTo(size);
      assertThat(staged.getInputStream().readAllBytes()).isEqualTo(bytes);
    }
    var bytes = random(DatabaseContentStore.CHUNK * 2 + 100);
    var staged = contents.stage(file(bytes));
    var at = DatabaseContentStore.CHUNK - 3;
    for (var length : new int[] {1, 3, 4, DatabaseContentStore.CHUNK + 10}) {
      assertThat(staged.open(at, length).readAllBytes())
          .isEqualTo(Arrays.copyOfRange(bytes, at, at + length));
    }
    assertThat(staged.open(bytes.length - 1, 1).readAllBytes()).hasSize(1);
    assertThatThrownBy(() -> staged.open(bytes.length - 1, 2).readAllBytes())
        .isInstanceOf(IOException.class);
  }

  @Test
  void itsDigestIsThatOfItsBytes() {
    assertThat(contents.stage(file("abc".getBytes(US_ASCII))).sha256())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void whatIsNotKeptGoes() {
    var dropped = contents.stage(file(random(1000)));
    dropped.close();
    assertThat(count("tangram_content")).isZero();
    assertThat(count("tangram_content_chunk")).isZero();

    var kept = contents.stage(file(random(1000)));
    transactions.run(
        () -> {
          kept.keep();
          return null;
        });
    kept.close();
    assertThat(contents.sweep(Instant.now().plusSeconds(60))).isZero();
    assertThat(count("tangram_content_chunk")).isEqualTo(1);
  }

  @Test
  void whatARolledBackTransactionKeptIsNotKept() {
    var staged = contents.stage(file(random(1000)));
    assertThatThrownBy(
            () ->
                transactions.run(
                    () -> {
                      staged.keep();
                      throw new IllegalStateException("rolled back");
                    }))
        .hasMessage("rolled back");
    staged.close();
    assertThat(count("tangram_content_chunk")).isZero();
  }

  @Test
  void stagingTakesNoPartInATransaction() {
    assertThatThrownBy(
            () ->
                transactions.run(
                    () -> {
                      contents.stage(file(random(1000)));
                      throw new IllegalStateException("rolled back");
                    }))
        .hasMessage("rolled back");
    assertThat(count("tangram_content_chunk")).isEqualTo(1);
  }

  @Test
  void anAbandonedStageIsSweptAwayAndCannotBeKept() {
    var staged = contents.stage(file(random(1000)));
    assertThat(contents.sweep(Instant.now().minusSeconds(60))).isZero();
    assertThat(contents.sweep(Instant.now().plusSeconds(60))).isEqualTo(1);
    assertThat(count("tangram_content")).isZero();
    assertThat(count("tangram_content_chunk")).isZero();
    assertThatThrownBy(staged::keep).hasFieldOrPropertyWithValue("code", Code.CONFLICT);
  }

  @Test
  void whatIsTooLargeLeavesNothing() {
    assertThatThrownBy(() -> contents.stage(file(random(2 * MEGABYTE + 1))))
        .hasFieldOrPropertyWithValue("code", Code.TOO_LARGE)
        .extracting(refused -> ((CrmException) refused).arguments)
        .isEqualTo(new Object[] {"2 MB"});
    assertThat(count("tangram_content")).isZero();
    assertThat(count("tangram_content_chunk")).isZero();
  }

  @Test
  void whatBreaksOffLeavesNothing() {
    var broken =
        new SequenceInputStream(
            new ByteArrayInputStream(random(MEGABYTE)),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("The sender has gone");
              }
            });
    assertThatThrownBy(() -> contents.stage(file("a", broken)))
        .hasFieldOrPropertyWithValue("code", Code.MALFORMED);
    assertThat(count("tangram_content")).isZero();
    assertThat(count("tangram_content_chunk")).isZero();
  }

  @Test
  void aScannerMayRefuseAFile() throws IOException {
    contents.scanners =
        List.of(
            (name, content) -> {
              try {
                if (content.getInputStream().read() == 'X') {
                  throw CrmException.invalid("content", "virus");
                }
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(contents.stage(file(new byte[] {'A'})).size()).isEqualTo(1);
    assertThatThrownBy(() -> contents.stage(file(new byte[] {'X'})))
        .hasFieldOrPropertyWithValue("code", Code.INVALID);
    assertThat(count("tangram_content_chunk")).isEqualTo(1);
  }

  @Test
  void theSendersWordForTheTypeIsNotTaken() {
    var staged =
        contents.stage(file("a.png", new ByteArrayInputStream("<script>".getBytes(US_ASCII))));
    assertThat(staged.getContentType()).isEqualTo("application/octet-stream");
    assertThat(staged.typeOf("a.txt")).startsWith("text/plain");
  }
}
