package org.tangramcrm.platform.endpoints.internal.rest;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The part of a file that is asked for (RFC 9110, section 14).
 *
 * @param length 0 where the file has no such part
 */
record ByteRange(long from, long length) {
  private static final Pattern ONE = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

  /** Nothing where no range is asked for, or one that is not understood: then all is given. */
  static Optional<ByteRange> of(String header, long size) {
    var one = header == null ? null : ONE.matcher(header.trim());
    if (one == null || !one.matches() || one.group(1).isEmpty() && one.group(2).isEmpty()) {
      return Optional.empty();
    }
    if (one.group(1).isEmpty()) {
      var last = Math.min(Long.parseLong(one.group(2)), size);
      return Optional.of(new ByteRange(size - last, last));
    }
    var from = Long.parseLong(one.group(1));
    var to = one.group(2).isEmpty() ? size - 1 : Long.parseLong(one.group(2));
    if (to < from && !one.group(2).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new ByteRange(from, Math.max(0, Math.min(to, size - 1) - from + 1)));
  }

  boolean satisfiable() {
    return length > 0;
  }

  String header(long size) {
    return "bytes " + from + "-" + (from + length - 1) + "/" + size;
  }
}
