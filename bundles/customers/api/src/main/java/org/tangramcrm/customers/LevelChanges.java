package org.tangramcrm.customers;

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
 * The history of customers' levels (M-84). Whoever reaches a customer reaches its history; with
 * whoever does not see levels, it does not speak of them.
 */
@Contract(
    value = "customer-level-changes",
    record = LevelChange.class,
    titleField = "toLevel",
    owned = false)
@Path("/customer-level-changes")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "LevelChanges", targetNamespace = "urn:tangram:customer-level-changes:1")
public interface LevelChanges {
  /**
   * @throws org.tangramcrm.platform.CrmException {@code forbidden} where the caller does not see
   *     the levels of customers, {@code invalid} where sums are asked for: values of different
   *     measures do not add up
   */
  @GET
  @Operation(value = "customers.view", kind = Kind.LIST)
  LevelChangePage list(@BeanParam Query query);

  /** Found, not read: nothing is attached to it, and nobody follows it. */
  @GET
  @Path("/{id}")
  @Operation(value = "customers.view", kind = Kind.FIND)
  LevelChange get(@PathParam("id") long id);
}
