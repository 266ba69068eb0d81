package org.tangramcrm.sales;

import javax.jws.WebService;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.Contract;
import org.tangramcrm.platform.contract.Operation;
import org.tangramcrm.platform.contract.Operation.Kind;

/**
 * Those whom we sell against (M-23): the customers of type competitor, whoever owns them, as far as
 * that helps to win. They are entered among customers, each once.
 */
@Contract(
    value = "competitors",
    record = Competitor.class,
    owned = false,
    projectionOf = "customers")
@Path("/competitors")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "Competitors", targetNamespace = "urn:tangram:competitors:1")
public interface Competitors {
  @GET
  @Operation(value = "competitors.view", kind = Kind.LIST)
  CompetitorPage list(@BeanParam Query query);

  /** Found, not read: what the platform does with records, it does with the customer. */
  @GET
  @Path("/{id}")
  @Operation(value = "competitors.view", kind = Kind.FIND)
  Competitor get(@PathParam("id") long id);
}
