package org.tangramcrm.platform.internal.text;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.FieldError;
import org.tangramcrm.platform.Texts;
import org.tangramcrm.platform.door.Problem;

/** Puts a refusal into the caller's language. */
@Component(service = Wording.class)
public class Wording {
  private static final int DEFAULT_RETRY_SECONDS = 5;

  private final Texts texts;

  @Activate
  public Wording(@Reference Texts texts) {
    this.texts = texts;
  }

  public Problem of(CrmException refused, Locale locale, String traceId) {
    var title = texts.get(locale, "problem." + refused.code.text());
    var detail =
        refused.messageKey == null
            ? title
            : texts.get(
                locale,
                refused.messageKey,
                Stream.of(refused.arguments).map(argument -> named(argument, locale)).toArray());
    List<FieldError> errors =
        refused.errors.stream().map(error -> localised(error, locale)).toList();
    return new Problem(
        refused.code, title, detail, errors, traceId, refused.currentVersion, retry(refused));
  }

  private Object named(Object argument, Locale locale) {
    if (argument instanceof FieldName field) {
      var title = texts.find(locale, "field." + field.collection() + "." + field.key());
      title = title == null ? texts.find(locale, "field." + field.key()) : title;
      return title == null ? field.key() : title + " (" + field.key() + ")";
    }
    return argument;
  }

  private static Integer retry(CrmException refused) {
    if (refused.retryAfterSeconds != null) {
      return refused.retryAfterSeconds;
    }
    return refused.code.status == 503 || refused.code.status == 429
        ? Integer.valueOf(DEFAULT_RETRY_SECONDS)
        : null;
  }

  /** Where a record is missing is told by what its collection is called. */
  private Object[] told(CrmException.RuleError rule, Locale locale) {
    if (!"unknown-reference".equals(rule.code) || rule.arguments.length == 0) {
      return rule.arguments;
    }
    var title = texts.find(locale, "collection." + rule.arguments[0]);
    return title == null ? rule.arguments : new Object[] {title};
  }

  private FieldError localised(FieldError error, Locale locale) {
    var message = error.message;
    if (message == null) {
      var arguments =
          error instanceof CrmException.RuleError rule ? told(rule, locale) : new Object[0];
      message = texts.get(locale, "error." + error.code, arguments);
    }
    return FieldError.of(error.field, error.code, message);
  }
}
