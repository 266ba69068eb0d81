package org.tangramcrm.platform.internal.table;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Texts parted by commas, semicolons or tabs. A file that says how it is written is read so; what
 * else is not UTF-8 is read as GB 18030, which every other file from a Chinese program is.
 */
final class CsvTable extends Table {
  private static final Charset CHINESE = Charset.forName("GB18030");
  private static final int BUFFER = 64 * 1024;
  private static final char MARK = '\uFEFF';

  private final Charset charset;
  private final CsvReader<CsvRecord> reader;
  private final Iterator<CsvRecord> records;
  private int rows;

  CsvTable(Path file, Charset charset) throws IOException {
    var said = said(file);
    this.charset =
        said != null
            ? said
            : charset != null ? charset : isUtf8(file) ? StandardCharsets.UTF_8 : CHINESE;
    char separator;
    try (var probe = open(file)) {
      separator = separator(probe);
    }
    reader =
        CsvReader.builder().fieldSeparator(separator).skipEmptyLines(false).ofCsvRecord(open(file));
    records = reader.iterator();
  }

  /** Bytes that make no sense become signs that say so; the file is read all the same. */
  private BufferedReader open(Path file) throws IOException {
    var in =
        new BufferedReader(
            new InputStreamReader(
                Files.newInputStream(file),
                charset
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE)),
            BUFFER);
    in.mark(1);
    if (in.read() != MARK) {
      in.reset();
    }
    return in;
  }

  /** By the mark at its beginning; null where there is none. */
  private static Charset said(Path file) throws IOException {
    byte[] head;
    try (var in = Files.newInputStream(file)) {
      head = in.readNBytes(3);
    }
    return Stream.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)
        .filter(
            each -> {
              var mark = String.valueOf(MARK).getBytes(each);
              return head.length >= mark.length
                  && Arrays.equals(head, 0, mark.length, mark, 0, mark.length);
            })
        .findFirst()
        .orElse(null);
  }

  private static boolean isUtf8(Path file) throws IOException {
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    var bytes = ByteBuffer.allocate(BUFFER);
    var chars = CharBuffer.allocate(BUFFER);
    try (var in = Files.newByteChannel(file)) {
      var end = false;
      while (!end) {
        end = in.read(bytes) < 0;
        bytes.flip();
        if (decoder.decode(bytes, chars, end).isError()) {
          return false;
        }
        bytes.compact();
        chars.clear();
      }
      return true;
    }
  }

  /** The one that stands most often in the first lines, outside of quotes. */
  private static char separator(BufferedReader text) throws IOException {
    var counts = new int[3];
    var signs = ",;\t";
    var quoted = false;
    for (int read = 0, lines = 0; read < BUFFER && lines < 5; read++) {
      int letter = text.read();
      if (letter < 0) {
        break;
      } else if (letter == '"') {
        quoted = !quoted;
      } else if (!quoted && letter == '\n') {
        lines++;
      } else if (!quoted && signs.indexOf(letter) >= 0) {
        counts[signs.indexOf(letter)]++;
      }
    }
    int best = 0;
    for (int i = 1; i < counts.length; i++) {
      best = counts[i] > counts[best] ? i : best;
    }
    return signs.charAt(best);
  }

  @Override
  Row read() throws IOException {
    try {
      while (records.hasNext()) {
        var row = row(records.next());
        if (row.cells().stream().anyMatch(cell -> !cell.empty())) {
          return row;
        }
      }
      return null;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (de.siegmar.fastcsv.reader.CsvParseException e) {
      throw unreadable(e);
    }
  }

  private Row row(CsvRecord found) {
    if (++rows > MOST_ROWS) {
      throw tooLarge();
    }
    var cells = new ArrayList<Cell>();
    for (var text : found.getFields()) {
      if (text.length() > MOST_TEXT) {
        throw tooLarge();
      }
      cells.add(Cell.text(Formulas.shown(text)));
    }
    return new Row(rows, bounded(cells));
  }

  /** Spreadsheets like to write empty columns to the right. */
  private static List<Cell> bounded(List<Cell> cells) {
    int last = cells.size();
    while (last > 0 && cells.get(last - 1).empty()) {
      last--;
    }
    if (last > MOST_COLUMNS) {
      throw tooLarge();
    }
    return cells.subList(0, last);
  }

  @Override
  public Charset charset() {
    return charset;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
