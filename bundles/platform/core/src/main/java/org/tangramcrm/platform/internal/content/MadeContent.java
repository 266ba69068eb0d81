package org.tangramcrm.platform.internal.content;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.tangramcrm.platform.content.StoredContent;

/** A small file that is made when it is asked for. */
public record MadeContent(String name, String type, byte[] bytes) implements StoredContent {
  @Override
  public String getName() {
    return name;
  }

  @Override
  public String getContentType() {
    return type;
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public String sha256() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public InputStream open(long from, long length) {
    return new ByteArrayInputStream(bytes, (int) from, (int) length);
  }
}
