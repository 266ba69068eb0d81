package org.tangramcrm.sales;

import javax.jws.WebService;
import javax.validation.Valid;
import javax.validation.constraints.NotNull;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.Contract;
import org.tangramcrm.platform.contract.Operation;
import org.tangramcrm.platform.contract.Operation.Kind;

/**
 * Who decides on opportunities, and how they are won (M-22). A part of the opportunity: whoever
 * reaches that reaches it, and whoever may change that may change it.
 */
@Contract(
    value = "opportunity-contacts",
    record = OpportunityContact.class,
    titleField = "role",
    owned = false)
@Path("/opportunity-contacts")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "BuyingCentre", targetNamespace = "urn:tangram:opportunity-contacts:1")
public interface BuyingCentre {
  @GET
  @Operation(value = "opportunities.view", kind = Kind.LIST)
  OpportunityContactPage list(@BeanParam Query query);

  @GET
  @Path("/{id}")
  @Operation(value = "opportunities.view", kind = Kind.READ)
  OpportunityContact get(@PathParam("id") long id);

  /**
   * @throws org.tangramcrm.platform.CrmException {@code invalid} where the contact is on the map of
   *     that opportunity already
   */
  @POST
  @Operation(value = "opportunities.edit", kind = Kind.CREATE)
  OpportunityContact create(@NotNull @Valid OpportunityContact contact);

  /** Replaces the record; what is absent is cleared. The opportunity stays. */
  @PUT
  @Path("/{id}")
  @Operation(value = "opportunities.edit", kind = Kind.REPLACE)
  OpportunityContact update(@PathParam("id") long id, @NotNull @Valid OpportunityContact contact);

  /** Moves the record to the recycle bin. */
  @DELETE
  @Path("/{id}")
  @Operation(value = "opportunities.edit", kind = Kind.DELETE)
  void delete(@PathParam("id") long id, @HeaderParam("If-Match") Integer version);

  /** Brings the record back from the recycle bin. */
  @POST
  @Path("/{id}/actions/restore")
  @Operation("opportunities.edit")
  OpportunityContact restore(@PathParam("id") long id);
}
