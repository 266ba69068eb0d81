package org.tangramcrm.platform.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Put on a component that implements a contract: the platform then publishes the service through
 * all doors.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface TangramContract {
  /** Name of the contract's interface. Becomes the service property {@code tangram.contract}. */
  Class<?> value();
}
