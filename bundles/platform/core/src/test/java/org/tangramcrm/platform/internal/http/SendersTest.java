package org.tangramcrm.platform.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.servlet.ReadListener;
import javax.servlet.ServletInputStream;
import javax.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tangramcrm.platform.Code;

class SendersTest {
  private final CountDownLatch sent = new CountDownLatch(1);
  private final ExecutorService readers = Executors.newCachedThreadPool();
  private final Senders senders = new Senders();
  private String address = "192.0.2.1";

  @AfterEach
  void end() {
    sent.countDown();
    readers.shutdownNow();
  }

  @Test
  void soManyOfOneAreWaitedForAndEverybodyElse() throws Exception {
    var waiting = waiting(7L, Senders.OF_ONE);
    assertThatThrownBy(() -> body(senders, 7L, new Slow(sent)).readAllBytes())
        .isInstanceOfSatisfying(
            Senders.Refused.class,
            refused -> {
              assertThat(refused.getCause().code).isEqualTo(Code.TOO_MANY_REQUESTS);
              assertThat(refused.getCause().retryAfterSeconds).isEqualTo(1);
            });
    waiting.addAll(waiting(8L, 1));
    sent.countDown();
    for (var one : waiting) {
      assertThat(one.get()).isEqualTo("abc");
    }
    assertThat(body(senders, 7L, new Slow(sent)).readAllBytes()).hasSize(3);
  }

  @Test
  void soManyAreWaitedForInAll() throws Exception {
    for (int sender = 0; sender < Senders.ALL / Senders.OF_ONE; sender++) {
      waiting((long) sender, Senders.OF_ONE);
    }
    assertThatThrownBy(() -> body(senders, 9L, new Slow(sent)).readAllBytes())
        .isInstanceOf(Senders.Refused.class);
  }

  @Test
  void strangersLeaveRoomForWhoHasSignedIn() throws Exception {
    for (var address : List.of("192.0.2.1", "192.0.2.2")) {
      this.address = address;
      waiting(null, Senders.OF_ONE);
    }
    address = "192.0.2.3";
    assertThatThrownBy(() -> body(senders, null, new Slow(sent)).readAllBytes())
        .isInstanceOf(Senders.Refused.class);
    assertThat(waiting(7L, 1)).hasSize(1);
  }

  @Test
  void aNetworkOfTheNewKindIsOneStranger() throws Exception {
    address = "2001:db8:0:1:0:0:0:1";
    waiting(null, Senders.OF_ONE);
    address = "2001:db8:0:1:0:0:0:2";
    assertThatThrownBy(() -> body(senders, null, new Slow(sent)).readAllBytes())
        .isInstanceOf(Senders.Refused.class);
    address = "2001:db8:0:2:0:0:0:2";
    assertThat(waiting(null, 1)).hasSize(1);
  }

  @Test
  void whatHasArrivedIsNeverWaitedFor() throws Exception {
    waiting(7L, Senders.OF_ONE);
    assertThat(body(senders, 7L, new Arrived()).readAllBytes()).hasSize(3);
  }

  @Test
  void nobodyIsWaitedForWithoutEnd() {
    sent.countDown();
    var body = body(new Senders(-1_000_000_000L), 7L, new Slow(sent));
    for (int again = 0; again < 2; again++) {
      assertThatThrownBy(body::read)
          .isInstanceOfSatisfying(
              Senders.Refused.class,
              refused ->
                  assertThat(refused.getCause().messageKey).isEqualTo("problem.malformed.slow"));
    }
  }

  /** As many that are being waited for. */
  private ArrayList<Future<String>> waiting(Long sender, int count) throws Exception {
    var all = new ArrayList<Future<String>>();
    var begun = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      var slow = new Slow(sent);
      slow.begun = begun;
      var body = body(senders, sender, slow);
      all.add(readers.submit(() -> new String(body.readAllBytes(), StandardCharsets.UTF_8)));
    }
    begun.await();
    return all;
  }

  private ServletInputStream body(Senders senders, Long sender, ServletInputStream in) {
    var request =
        (HttpServletRequest)
            Proxy.newProxyInstance(
                SendersTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "getInputStream" -> in;
                      case "getRemoteAddr" -> address;
                      default -> 3L;
                    });
    try {
      return senders.bounded(request, sender).getInputStream();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Has its three bytes at once. */
  private static class Arrived extends ServletInputStream {
    private int left = 3;

    @Override
    public int read() throws IOException {
      return left == 0 ? -1 : 'd' - left--;
    }

    @Override
    public int available() {
      return left;
    }

    @Override
    public boolean isFinished() {
      return left == 0;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {}
  }

  /** Has them when they are sent, and somebody waits for each. */
  private static final class Slow extends Arrived {
    private final CountDownLatch sent;
    private CountDownLatch begun = new CountDownLatch(1);

    Slow(CountDownLatch sent) {
      this.sent = sent;
    }

    @Override
    public int read() throws IOException {
      begun.countDown();
      try {
        sent.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return super.read();
    }

    @Override
    public int available() {
      return 0;
    }
  }
}
