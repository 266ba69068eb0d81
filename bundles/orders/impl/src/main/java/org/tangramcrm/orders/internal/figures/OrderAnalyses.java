package org.tangramcrm.orders.internal.figures;

import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.analysis.Analysis;

/** Brings the analyses of orders: they are few things asked in many ways. */
@Component(service = OrderAnalyses.class, immediate = true)
public class OrderAnalyses {
  private final List<ServiceRegistration<Analysis>> registrations = new ArrayList<>();

  @Activate
  public OrderAnalyses(
      BundleContext context, @Reference SoldOrders orders, @Reference OwedReceivables owed) {
    var analyses = new ArrayList<>(SalesAnalysis.all(orders));
    analyses.addAll(DebtAnalysis.all(orders, owed));
    analyses.addAll(CollectionAnalysis.all(orders, owed));
    analyses.add(new OrdersPerCustomer(orders));
    analyses.add(new ContractAmounts(orders));
    analyses.forEach(
        analysis -> registrations.add(context.registerService(Analysis.class, analysis, null)));
  }

  @Deactivate
  void end() {
    registrations.forEach(ServiceRegistration::unregister);
  }
}
