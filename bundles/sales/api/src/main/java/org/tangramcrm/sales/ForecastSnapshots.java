package org.tangramcrm.sales;

import javax.jws.WebService;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.Contract;
import org.tangramcrm.platform.contract.Operation;
import org.tangramcrm.platform.contract.Operation.Kind;

/**
 * What was expected of open opportunities, kept once on each of the company's days (M-35). Whoever
 * reaches an opportunity reaches what was expected of it; what roles hide of opportunities is
 * hidden here.
 */
@Contract(
    value = "forecast-snapshots",
    record = ForecastSnapshot.class,
    titleField = "forecastCategory",
    owned = false)
@Path("/forecast-snapshots")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "ForecastSnapshots", targetNamespace = "urn:tangram:forecast-snapshots:1")
public interface ForecastSnapshots {
  /**
   * @throws org.tangramcrm.platform.CrmException {@code forbidden} where sums are asked for of what
   *     is hidden
   */
  @GET
  @Operation(value = "opportunities.view", kind = Kind.LIST)
  ForecastSnapshotPage list(@BeanParam Query query);
}
