package org.tangramcrm.platform;

/** The stable codes that problems of REST and faults of SOAP carry, and the HTTP status of each. */
public enum Code {
  MALFORMED(400),
  UNKNOWN_PARAMETER(400),
  UNKNOWN_FIELD(400),
  INVALID_FILTER(400),
  INVALID_CURSOR(400),
  UNAUTHENTICATED(401),
  FORBIDDEN(403),
  NOT_FOUND(404),
  CONFLICT(409),
  IN_USE(409),
  HAS_DEPENDANTS(409),
  STALE(412),
  VERSION_REQUIRED(428),
  INVALID(422),
  IDEMPOTENCY_MISMATCH(422),
  TOO_LARGE(413),
  TOO_MANY_REQUESTS(429),
  MODULE_STOPPED(503),
  MODULE_NOT_INSTALLED(404),
  UNAVAILABLE(503),
  INTERNAL(500);

  public final int status;

  Code(int status) {
    this.status = status;
  }

  /** The code as it is written outside: {@code module-stopped}. */
  public String text() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
