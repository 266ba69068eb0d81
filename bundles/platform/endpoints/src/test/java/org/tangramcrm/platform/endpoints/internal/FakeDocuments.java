package org.tangramcrm.platform.endpoints.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import javax.activation.DataHandler;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.content.ContentLimits;
import org.tangramcrm.platform.content.StoredContent;

/** One document in memory, behind a contract that takes and answers files. */
final class FakeDocuments implements Documents {
  static final int MAX = 100_000;

  static final ContentLimits LIMITS =
      new ContentLimits() {
        @Override
        public long maxBytes() {
          return MAX;
        }

        @Override
        public CrmException tooLarge() {
          return CrmException.of(Code.TOO_LARGE);
        }
      };

  byte[] bytes = {};
  String name;
  String contentType;

  @Override
  public Documents.Document upload(Long owner, String givenName, DataHandler content) {
    var document = new Documents.Document();
    try (var in = content.getInputStream()) {
      bytes = in.readNBytes(MAX + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    name = givenName != null ? givenName : content.getName();
    contentType = content.getContentType();
    document.id = 7L;
    document.owner = owner;
    document.name = name;
    document.contentType = contentType;
    document.size = bytes.length;
    return document;
  }

  @Override
  public DataHandler download(long id) {
    return new DataHandler(new InMemory(bytes, name, contentType));
  }

  private record InMemory(byte[] bytes, String getName, String getContentType)
      implements StoredContent {
    @Override
    public String getName() {
      return getName;
    }

    @Override
    public String getContentType() {
      return getContentType;
    }

    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public String sha256() {
      return "abc" + bytes.length;
    }

    @Override
    public InputStream open(long from, long length) {
      return new ByteArrayInputStream(bytes, (int) from, (int) length);
    }
  }
}
