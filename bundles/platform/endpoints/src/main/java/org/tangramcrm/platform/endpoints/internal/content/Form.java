package org.tangramcrm.platform.endpoints.internal.content;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import org.apache.commons.fileupload.FileItemIterator;
import org.apache.commons.fileupload.FileItemStream;
import org.apache.commons.fileupload.FileUpload;
import org.apache.commons.fileupload.FileUploadException;
import org.apache.commons.fileupload.InvalidFileNameException;
import org.apache.commons.fileupload.UploadContext;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.endpoints.internal.shared.DoorException;

/**
 * A form with a file in it (multipart/form-data), read as it comes: first the fields, last the
 * file, which nobody has yet read a byte of.
 */
public final class Form {
  private static final int MAX_FIELDS = 20;
  private static final int MAX_FIELD = 8_000;

  private Form() {}

  public static Incoming read(String contentType, InputStream body) {
    var fields = new LinkedHashMap<String, String>();
    try {
      var items = items(contentType, body);
      while (items.hasNext()) {
        var item = items.next();
        if (!item.isFormField()) {
          return new Incoming(name(item), item.getContentType(), last(item, items), fields);
        }
        if (fields.size() == MAX_FIELDS) {
          throw new DoorException(Code.MALFORMED, "form");
        }
        fields.put(item.getFieldName(), text(item));
      }
    } catch (FileUploadException | IOException e) {
      throw unreadable(e);
    }
    throw new DoorException(Code.MALFORMED, "form-file").at("file", "required");
  }

  private static FileItemIterator items(String contentType, InputStream body)
      throws FileUploadException, IOException {
    var upload = new FileUpload();
    upload.setHeaderEncoding("UTF-8");
    return upload.getItemIterator(
        new UploadContext() {
          @Override
          public String getCharacterEncoding() {
            return "UTF-8";
          }

          @Override
          public String getContentType() {
            return contentType;
          }

          @Override
          @Deprecated
          public int getContentLength() {
            return -1;
          }

          @Override
          public long contentLength() {
            return -1;
          }

          @Override
          public InputStream getInputStream() {
            return body;
          }
        });
  }

  private static String name(FileItemStream item) {
    try {
      return item.getName();
    } catch (InvalidFileNameException e) {
      // With a NUL in it; what is a name and what is none is decided further in.
      return e.getName();
    }
  }

  private static String text(FileItemStream item) throws IOException {
    try (var stream = item.openStream()) {
      var value = stream.readNBytes(MAX_FIELD + 1);
      if (value.length > MAX_FIELD) {
        throw new DoorException(Code.TOO_LARGE, "body-size", String.valueOf(MAX_FIELD));
      }
      return new String(value, StandardCharsets.UTF_8);
    }
  }

  /** What follows the file would be read too late. */
  private static InputStream last(FileItemStream item, FileItemIterator items) throws IOException {
    return new FilterInputStream(item.openStream()) {
      private boolean ended;

      @Override
      public int read() throws IOException {
        return checked(super.read());
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        return checked(super.read(into, offset, length));
      }

      private int checked(int read) throws IOException {
        if (read < 0 && !ended) {
          ended = true;
          try {
            if (items.hasNext()) {
              throw new DoorException(Code.MALFORMED, "form-order");
            }
          } catch (FileUploadException e) {
            throw new IOException(e);
          }
        }
        return read;
      }
    };
  }

  private static RuntimeException unreadable(Exception failure) {
    return DoorException.why(failure, new DoorException(Code.MALFORMED, "form"));
  }

  /** Whether a media type is that of such a form. */
  public static boolean is(String contentType) {
    return contentType != null && contentType.regionMatches(true, 0, "multipart/form-data", 0, 19);
  }
}
