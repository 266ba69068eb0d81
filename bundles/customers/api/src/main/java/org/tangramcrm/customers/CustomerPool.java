package org.tangramcrm.customers;

import javax.jws.WebService;
import javax.validation.Valid;
import javax.validation.constraints.NotNull;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.Contract;
import org.tangramcrm.platform.contract.Operation;
import org.tangramcrm.platform.contract.Operation.Kind;

/**
 * The pool of customers that are nobody's (M-17). Customers get there by {@link
 * CustomerRegistry#release}, or by themselves when nobody was in contact for too long; whoever may
 * sees all of them, whatever their data scope.
 */
@Contract(
    value = "customer-pool",
    record = PooledCustomer.class,
    owned = false,
    projectionOf = "customers")
@Path("/customer-pool")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "CustomerPool", targetNamespace = "urn:tangram:customer-pool:1")
public interface CustomerPool {
  @GET
  @Operation(value = "customer-pool.view", kind = Kind.LIST)
  PooledCustomerPage list(@BeanParam Query query);

  /**
   * A customer in the pool. It is found, not read: what the platform does with records, it does
   * with those behind it.
   */
  @GET
  @Path("/{id}")
  @Operation(value = "customer-pool.view", kind = Kind.FIND)
  PooledCustomer get(@PathParam("id") long id);

  /**
   * Makes the customer the caller's, with what of its contacts and of what is planned was still its
   * former owner's. Of several who claim it at once one gets it.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where somebody was faster, where
   *     the caller has as many customers or claimed as many today as they may, or where it was
   *     theirs too short a time ago
   */
  @POST
  @Path("/{id}/actions/claim")
  @Operation("customer-pool.claim")
  void claim(@PathParam("id") long id);

  /**
   * Makes the customer somebody's, whatever limits claims have.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where somebody was faster, {@code
   *     invalid} where the user does not work here
   */
  @POST
  @Path("/{id}/actions/assign")
  @Operation("customer-pool.assign")
  void assign(@PathParam("id") long id, @NotNull @Valid PoolAssignment assignment);
}
