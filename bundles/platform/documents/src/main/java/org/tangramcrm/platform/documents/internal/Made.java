package org.tangramcrm.platform.documents.internal;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.tangramcrm.platform.content.StoredContent;

/** A file that was made just now. */
record Made(String name, byte[] bytes) implements StoredContent {
  @Override
  public String getName() {
    return name;
  }

  @Override
  public String getContentType() {
    return "application/pdf";
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
