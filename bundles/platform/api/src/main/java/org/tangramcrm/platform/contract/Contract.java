package org.tangramcrm.platform.contract;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.tangramcrm.platform.BusinessRecord;

/** Marks an interface as a contract: one REST collection, one SOAP service. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Contract {
  /** The collection's name in URLs: {@code /api/v1/<value>} and {@code /soap/<value>}. */
  String value();

  /** The records the collection holds, for its metadata; none where it holds something else. */
  Class<?> record() default BusinessRecord.class;

  /** The field of the record that stands for it in pickers and headings. */
  String titleField() default "name";

  /**
   * Fields that the platform keeps of every record, and that here are entered like any other: the
   * department of a user is what somebody says it is.
   */
  String[] entered() default {};

  /** Whether a record belongs to somebody whom callers choose. */
  boolean owned() default true;

  /**
   * What roles can allow beside what operations ask for, such as to lift a rule: {@code override}
   * for {@code contact-logs.override}.
   */
  String[] permissions() default {};

  /**
   * Whether records that turn out to be the same become one (M-16). Not where each stands for
   * something that was agreed or paid: two of them are two.
   */
  boolean merged() default true;

  /**
   * The collection whose rows it shows some of, by a permission instead of data scopes; none where
   * its records are its own. What roles hide there is hidden here as well. Such records are only
   * looked at: an operation of kind READ, by which the platform exports, shares, follows and
   * attaches to records, is refused; {@link Operation.Kind#FIND} shows one.
   */
  String projectionOf() default "";
}
