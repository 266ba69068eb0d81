package org.tangramcrm.sales.internal;

import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.customers.CustomerRegistry;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.store.Projection;
import org.tangramcrm.platform.store.ProjectionSpec;
import org.tangramcrm.platform.store.Row;
import org.tangramcrm.platform.store.Stores;
import org.tangramcrm.sales.Competitor;
import org.tangramcrm.sales.CompetitorPage;
import org.tangramcrm.sales.Competitors;

/** The competitors (M-23): a look at the customers of that type. */
@Component
@TangramContract(Competitors.class)
public class CompetitorService implements Competitors {
  private final Projection<Competitor> competitors;

  /**
   * @param customers with them their rows are there to be looked at
   */
  @Activate
  public CompetitorService(
      @Reference Stores stores,
      @Reference SalesStores sales,
      @Reference CustomerRegistry customers) {
    competitors =
        stores.project(
            new ProjectionSpec<>(
                "competitors",
                "customers",
                Competitor.class,
                CompetitorService::competitor,
                Map.of("name", "name_key"),
                "types==competitor",
                "competitors.view"));
  }

  @Override
  public CompetitorPage list(Query query) {
    return competitors.page(query, new CompetitorPage());
  }

  @Override
  public Competitor get(long id) {
    return competitors.get(id);
  }

  private static Competitor competitor(Row row) {
    var competitor = row.base(new Competitor());
    competitor.name = row.text("name");
    competitor.shortName = row.text("shortName");
    competitor.types = row.codes("types");
    competitor.website = row.text("website");
    competitor.industry = row.text("industry");
    competitor.region = row.text("region");
    competitor.priceLevel = row.text("priceLevel");
    competitor.strengths = row.text("strengths");
    competitor.weaknesses = row.text("weaknesses");
    competitor.rivalProducts = row.text("rivalProducts");
    competitor.strategy = row.text("strategy");
    return competitor;
  }
}
