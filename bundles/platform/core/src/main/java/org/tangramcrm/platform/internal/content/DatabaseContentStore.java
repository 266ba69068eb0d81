package org.tangramcrm.platform.internal.content;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.content.ContentStore;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.sql.SqlFailure;
import org.tangramcrm.platform.module.SchemaReady;

/**
 * Keeps files in the database, cut into chunks. Each chunk is a statement and a commit of its own:
 * no more than one of them is ever in memory, and no transaction waits for a slow sender or reader.
 */
@Component(service = ContentStore.class)
public class DatabaseContentStore implements ContentStore {
  static final String NAME = "database";

  /** As small as to be held by a few hundred calls at once, as large as to keep statements few. */
  static final int CHUNK = 256 * 1024;

  private final Sql sql;

  @Activate
  public DatabaseContentStore(
      @Reference Sql sql, @Reference(target = "(module=platform)") SchemaReady schema) {
    this.sql = sql;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public OutputStream create(long key) {
    return new Chunks(key);
  }

  @Override
  public InputStream open(long key, long from, long length) {
    return new Pieces(key, from, length);
  }

  @Override
  public void remove(long key) {
    sql.update("delete from tangram_content_chunk where content_id = ?", key);
  }

  private final class Chunks extends OutputStream {
    private final long key;
    private final byte[] buffer = new byte[CHUNK];
    private long start;
    private int filled;

    Chunks(long key) {
      this.key = key;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, bytes.length);
      int at = offset;
      int left = length;
      while (left > 0) {
        int taken = Math.min(left, CHUNK - filled);
        System.arraycopy(bytes, at, buffer, filled, taken);
        filled += taken;
        at += taken;
        left -= taken;
        if (filled == CHUNK) {
          store();
        }
      }
    }

    @Override
    public void close() throws IOException {
      if (filled > 0) {
        store();
      }
    }

    private void store() throws IOException {
      try {
        sql.update(
            "insert into tangram_content_chunk (content_id, start_at, data) values (?, ?, ?)",
            key,
            start,
            filled == CHUNK ? buffer : Arrays.copyOf(buffer, filled));
      } catch (SqlFailure e) {
        throw new IOException(e);
      }
      start += filled;
      filled = 0;
    }
  }

  private final class Pieces extends InputStream {
    private final long key;
    private long at;
    private final long end;
    private byte[] piece = new byte[0];
    private long pieceStart;

    Pieces(long key, long from, long length) {
      this.key = key;
      this.at = from;
      this.end = from + length;
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, into.length);
      if (length == 0) {
        return 0;
      }
      if (at >= end) {
        return -1;
      }
      if (at < pieceStart || at >= pieceStart + piece.length) {
        fetch();
      }
      int within = (int) (at - pieceStart);
      int given = (int) Math.min(Math.min(length, piece.length - within), end - at);
      System.arraycopy(piece, within, into, offset, given);
      at += given;
      return given;
    }

    private void fetch() throws IOException {
      try {
        var found =
            sql.first(
                "select start_at, data from tangram_content_chunk where content_id = ? and start_at <= ?"
                    + " order by start_at desc fetch first 1 rows only",
                List.of(key, at),
                row -> new Object[] {row.getLong(1), row.getBytes(2)});
        if (found.isPresent()) {
          pieceStart = (long) found.get()[0];
          piece = (byte[]) found.get()[1];
        }
      } catch (SqlFailure e) {
        throw new IOException(e);
      }
      if (at < pieceStart || at >= pieceStart + piece.length) {
        throw new IOException("Content " + key + " ends before byte " + at);
      }
    }
  }
}
