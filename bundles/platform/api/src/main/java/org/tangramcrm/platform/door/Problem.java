package org.tangramcrm.platform.door;

import java.util.List;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.FieldError;

/**
 * A failed call, in the caller's language; REST writes it as problem+json, SOAP as a fault.
 *
 * @param title what went wrong, the same for all problems of the code
 * @param detail what went wrong this time
 * @param errors one entry per broken rule
 * @param currentVersion with {@link Code#STALE}, else null
 * @param retryAfterSeconds with 429 and 503, else null
 */
public record Problem(
    Code code,
    String title,
    String detail,
    List<FieldError> errors,
    String traceId,
    Integer currentVersion,
    Integer retryAfterSeconds) {}
