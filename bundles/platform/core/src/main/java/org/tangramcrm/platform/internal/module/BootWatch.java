package org.tangramcrm.platform.internal.module;

import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Tells the gate when all that the distribution starts with is installed: what is not there by then
 * is not there.
 */
@Component(service = {})
public class BootWatch {
  private final ServiceTracker<Object, Object> tracker;

  @Activate
  public BootWatch(BundleContext context, @Reference Gate gate) throws InvalidSyntaxException {
    // Asked for by name: the service is a mere mark.
    var filter =
        context.createFilter(
            "(" + Constants.OBJECTCLASS + "=org.apache.karaf.features.BootFinished)");
    tracker =
        new ServiceTracker<>(context, filter, null) {
          @Override
          public Object addingService(ServiceReference<Object> reference) {
            gate.booted();
            return reference;
          }
        };
    tracker.open(true);
  }

  @Deactivate
  void close() {
    tracker.close();
  }
}
