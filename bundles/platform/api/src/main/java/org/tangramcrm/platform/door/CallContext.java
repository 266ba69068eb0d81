package org.tangramcrm.platform.door;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.tangramcrm.platform.identity.Caller;

/**
 * What a door knows of a call beside its arguments.
 *
 * @param caller null where nobody signed in
 * @param door {@code rest}, {@code soap} or {@code java}; for the audit
 * @param traceId stands in the answer of a failed call and in the log
 * @param idempotencyKey the caller's key for a create, null without one
 * @param requestDigest digest of the request's content, to tell a repetition from another request
 *     under the same key
 */
public record CallContext(
    Caller caller,
    Locale locale,
    String door,
    String traceId,
    String idempotencyKey,
    String requestDigest) {
  private static final Set<String> LANGUAGES = Set.of("zh", "en");

  /** Of the languages that somebody prefers, the first that there are texts in; English else. */
  public static Locale language(List<Locale> preferred) {
    return preferred.stream()
        .filter(locale -> LANGUAGES.contains(locale.getLanguage()))
        .findFirst()
        .orElse(Locale.ENGLISH);
  }
}
