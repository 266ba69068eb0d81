package org.tangramcrm.platform.internal.content;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.activation.DataHandler;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.content.ContentLimits;
import org.tangramcrm.platform.content.ContentScanner;
import org.tangramcrm.platform.content.ContentStore;
import org.tangramcrm.platform.content.StoredContent;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.sql.SqlFailure;
import org.tangramcrm.platform.internal.work.Workers;
import org.tangramcrm.platform.module.SchemaReady;

/**
 * Takes files in and gives them out. A file comes in two steps: first it is staged, piece by piece
 * and outside of any transaction, however slow its sender is; then it is kept, by one statement in
 * the transaction that makes it part of a record. What is staged nobody sees, and what is not kept
 * is swept away.
 */
@Component(
    service = {Contents.class, ContentLimits.class},
    configurationPid = "org.tangramcrm.platform")
public class Contents implements ContentLimits {
  private static final Logger LOG = LoggerFactory.getLogger(Contents.class);
  private static final long MEGABYTE = 1024 * 1024;
  private static final int BUFFER = 64 * 1024;

  /** Files that may come in at once; each of them holds a thread as long as it takes. */
  private static final int MAX_INCOMING = 64;

  private static final Duration TOUCH_EVERY = Duration.ofMinutes(1);

  /** A stage that has not grown for so long belongs to nobody any more. */
  private static final Duration ABANDONED = Duration.ofMinutes(60);

  private static final long SWEEP_MINUTES = 10;

  private final Sql sql;
  private final Transactions transactions;
  private final ContentTypes types = new ContentTypes();
  private final Map<String, ContentStore> stores = new ConcurrentHashMap<>();
  private final Semaphore incoming = new Semaphore(MAX_INCOMING);
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "tangram-contents"));
  private volatile Config config;

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile List<ContentScanner> scanners = List.of();

  /** What of {@code etc/org.tangramcrm.platform.cfg} is read here. */
  @interface Config {
    int attachments_maxMegabytes() default 100;

    String attachments_store() default DatabaseContentStore.NAME;
  }

  @Activate
  public Contents(
      @Reference Sql sql,
      @Reference Transactions transactions,
      @Reference(target = "(module=platform)") SchemaReady schema,
      Config config) {
    this.sql = sql;
    this.transactions = transactions;
    this.config = config;
    sweeper.scheduleWithFixedDelay(
        this::sweepQuietly, SWEEP_MINUTES, SWEEP_MINUTES, TimeUnit.MINUTES);
  }

  @Modified
  void configure(Config now) {
    config = now;
  }

  @Deactivate
  void close() {
    Workers.end(sweeper);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bind(ContentStore store) {
    stores.put(store.name(), store);
  }

  void unbind(ContentStore store) {
    stores.remove(store.name(), store);
  }

  @Override
  public long maxBytes() {
    return config.attachments_maxMegabytes() * MEGABYTE;
  }

  @Override
  public CrmException tooLarge() {
    return new CrmException(
        Code.TOO_LARGE, "content.too-large", config.attachments_maxMegabytes() + " MB");
  }

  // ---- taking in

  /** A file that has come in; closing it drops it, unless it was kept. */
  public final class Staged implements StoredContent, AutoCloseable {
    private final long id;
    private final String store;
    private final String name;
    private final byte[] head;
    private final long size;
    private final String sha256;

    private Staged(long id, String store, String name, byte[] head, long size, String sha256) {
      this.id = id;
      this.store = store;
      this.name = name;
      this.head = head;
      this.size = size;
      this.sha256 = sha256;
    }

    public long id() {
      return id;
    }

    /** Which store has it. */
    public String storeName() {
      return store;
    }

    /** As the sender called it; null where they did not. */
    @Override
    public String getName() {
      return name;
    }

    @Override
    public String getContentType() {
      return typeOf(name == null ? "" : name);
    }

    /** What it is served as under a name. */
    public String typeOf(String asName) {
      return types.of(asName, head);
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public String sha256() {
      return sha256;
    }

    @Override
    public InputStream open(long from, long length) throws IOException {
      return store(store).open(id, from, length);
    }

    /** Makes it last, with the transaction that is open. */
    public void keep() {
      if (sql.update(
              "update tangram_content set state = 'kept', touched_at = ? where id = ? and state = 'staged'",
              now(),
              id)
          != 1) {
        throw CrmException.of(Code.CONFLICT);
      }
    }

    @Override
    public void close() {
      dropQuietly(id, store);
    }
  }

  /**
   * What the chain has staged already, as it is. Anything else is staged now, for a caller within;
   * where its transaction is rolled back, the sweeper drops it.
   */
  public Staged staged(DataHandler content) {
    return content.getDataSource() instanceof Staged already ? already : stage(content);
  }

  /**
   * Takes a file in.
   *
   * @throws CrmException {@code too-large}, {@code too-many-requests}, {@code malformed} where it
   *     breaks off, {@code invalid} where a scanner refuses it
   */
  public Staged stage(DataHandler content) {
    if (!incoming.tryAcquire()) {
      throw new CrmException(Code.TOO_MANY_REQUESTS, "content.too-many");
    }
    try {
      return transactions.apart(() -> receive(content, maxBytes(), scanners));
    } finally {
      incoming.release();
    }
  }

  /**
   * Takes in a file that the platform made itself: as large as it has become, and from no sender
   * who would have to be waited for or looked at.
   */
  public Staged take(DataHandler content) {
    return transactions.apart(() -> receive(content, Long.MAX_VALUE, List.of()));
  }

  private Staged receive(DataHandler content, long limit, List<ContentScanner> lookedAtBy) {
    var store = config.attachments_store();
    var id = sql.next("tangram_content_seq");
    sql.update(
        "insert into tangram_content (id, store, state, size, touched_at) values (?, ?, 'staged', 0, ?)",
        id,
        store,
        now());
    var done = false;
    try {
      var staged = copy(content, id, store, limit);
      lookedAtBy.forEach(scanner -> scanner.scan(staged.getName(), staged));
      done = true;
      return staged;
    } finally {
      if (!done) {
        dropQuietly(id, store);
      }
    }
  }

  private Staged copy(DataHandler content, long id, String store, long limit) {
    var digest = sha256();
    var head = new ByteArrayOutputStream(ContentTypes.HEAD);
    long size = 0;
    try (var in = incoming(content);
        var out = create(store, id)) {
      var buffer = new byte[BUFFER];
      var touched = Instant.now();
      for (int read = read(in, buffer); read >= 0; read = read(in, buffer)) {
        size += read;
        if (size > limit) {
          throw tooLarge();
        }
        head.write(buffer, 0, Math.min(read, ContentTypes.HEAD - head.size()));
        digest.update(buffer, 0, read);
        out.write(buffer, 0, read);
        if (touched.plus(TOUCH_EVERY).isBefore(Instant.now())) {
          touched = Instant.now();
          touch(id);
        }
      }
    } catch (IOException e) {
      throw failed(e);
    }
    sql.update("update tangram_content set size = ?, touched_at = ? where id = ?", size, now(), id);
    return new Staged(
        id,
        store,
        content.getName(),
        head.toByteArray(),
        size,
        HexFormat.of().formatHex(digest.digest()));
  }

  /** The stage may have been swept away meanwhile, by a node whose clock is wrong. */
  private void touch(long id) {
    if (sql.update(
            "update tangram_content set touched_at = ? where id = ? and state = 'staged'",
            now(),
            id)
        != 1) {
      throw CrmException.of(Code.CONFLICT);
    }
  }

  /** Marks what went wrong on the sender's side. */
  private static final class BrokenOff extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenOff(IOException cause) {
      super(cause);
    }
  }

  private static InputStream incoming(DataHandler content) throws BrokenOff {
    try {
      return content.getInputStream();
    } catch (IOException e) {
      throw new BrokenOff(e);
    }
  }

  private static int read(InputStream in, byte[] buffer) throws BrokenOff {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw new BrokenOff(e);
    }
  }

  private static RuntimeException failed(IOException failure) {
    if (failure instanceof BrokenOff) {
      for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
        if (cause instanceof CrmException refused) {
          return refused;
        }
      }
      return new CrmException(Code.MALFORMED, "content.broken-off").initCause(failure);
    }
    return failure.getCause() instanceof SqlFailure database
        ? database
        : new IllegalStateException("The content store failed", failure);
  }

  private OutputStream create(String store, long id) throws IOException {
    return store(store).create(id);
  }

  private ContentStore store(String name) {
    var store = stores.get(name);
    if (store == null) {
      throw new CrmException(Code.UNAVAILABLE, "content.no-store", name);
    }
    return store;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  // ---- giving out

  /**
   * A content that was kept; who may have it is decided before.
   *
   * @param store the one that keeps it
   */
  public StoredContent kept(
      long id, String store, String name, String contentType, long size, String sha256) {
    return new Kept(store(store), id, name, contentType, size, sha256);
  }

  private record Kept(
      ContentStore store, long id, String name, String contentType, long size, String sha256)
      implements StoredContent {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public String getContentType() {
      return contentType;
    }

    @Override
    public InputStream open(long from, long length) throws IOException {
      return store.open(id, from, length);
    }
  }

  /** Gives up what was kept; the sweeper removes it. */
  public void discard(long id) {
    sql.update("update tangram_content set state = 'dropped' where id = ? and state = 'kept'", id);
  }

  // ---- sweeping

  private void sweepQuietly() {
    try {
      sweep(Instant.now().minus(ABANDONED));
    } catch (RuntimeException e) {
      LOG.warn("Abandoned uploads could not be swept away: {}", e.getMessage());
    }
  }

  /** Drops what was staged and not touched since. */
  int sweep(Instant since) {
    record Found(long id, String store) {}
    var found =
        sql.query(
            "select id, store from tangram_content where state in ('staged', 'dropped') and touched_at < ?",
            List.of(since.truncatedTo(ChronoUnit.MILLIS)),
            row -> new Found(row.getLong(1), row.getString(2)));
    found.forEach(stage -> dropQuietly(stage.id(), stage.store()));
    return found.size();
  }

  /** Does nothing to what was kept. What fails is tried again by the sweeper. */
  private void dropQuietly(long id, String store) {
    try {
      transactions.apart(
          () -> {
            if (sql.update(
                    "update tangram_content set state = 'dropped' where id = ? and state <> 'kept'",
                    id)
                == 1) {
              remove(id, store);
            }
            return null;
          });
    } catch (RuntimeException e) {
      LOG.debug("Staged content {} is left to be swept away", id, e);
    }
  }

  private void remove(long id, String store) {
    try {
      store(store).remove(id);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    sql.update("delete from tangram_content where id = ?", id);
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }
}
