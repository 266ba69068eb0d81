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
 * The way that opportunities went (M-31): only added to. Whoever reaches an opportunity reaches its
 * history, but for what roles hide of opportunities.
 */
@Contract(
    value = "opportunity-moves",
    record = StageMove.class,
    titleField = "toStage",
    owned = false)
@Path("/opportunity-moves")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "StageMoves", targetNamespace = "urn:tangram:opportunity-moves:1")
public interface StageMoves {
  /**
   * @throws org.tangramcrm.platform.CrmException {@code unknown-field} where sums are asked for:
   *     one opportunity has many rows
   */
  @GET
  @Operation(value = "opportunities.view", kind = Kind.LIST)
  StageMovePage list(@BeanParam Query query);

  /** Found, not read: nothing is attached to it, and nobody follows it. */
  @GET
  @Path("/{id}")
  @Operation(value = "opportunities.view", kind = Kind.FIND)
  StageMove get(@PathParam("id") long id);
}
