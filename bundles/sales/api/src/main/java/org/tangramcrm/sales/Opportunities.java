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
 * What customers may buy (M-20). Whoever owns the customer sees it, too. One that is closed stays
 * as it was until it is opened again.
 */
@Contract(value = "opportunities", record = Opportunity.class)
@Path("/opportunities")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "Opportunities", targetNamespace = "urn:tangram:opportunities:1")
public interface Opportunities {
  @GET
  @Operation(value = "opportunities.view", kind = Kind.LIST)
  OpportunityPage list(@BeanParam Query query);

  @GET
  @Path("/{id}")
  @Operation(value = "opportunities.view", kind = Kind.READ)
  Opportunity get(@PathParam("id") long id);

  @GET
  @Path("/number:{number}")
  @Operation(value = "opportunities.view", kind = Kind.FIND)
  Opportunity getByNumber(@PathParam("number") @NotNull String number);

  /**
   * At a stage that is won or lost where it was closed before it came here: with {@code closedOn},
   * and where it is lost with {@code closeReason}.
   *
   * @throws org.tangramcrm.platform.CrmException {@code invalid} naming what the stage asks for
   */
  @POST
  @Operation(value = "opportunities.create", kind = Kind.CREATE)
  Opportunity create(@NotNull @Valid Opportunity opportunity);

  /**
   * Replaces the record; what is absent is cleared, but for where it is.
   *
   * @throws org.tangramcrm.platform.CrmException {@code invalid} where the stage is another, {@code
   *     conflict} where it is closed
   */
  @PUT
  @Path("/{id}")
  @Operation(value = "opportunities.edit", kind = Kind.REPLACE)
  Opportunity update(@PathParam("id") long id, @NotNull @Valid Opportunity opportunity);

  /**
   * Creates the record that an outside system knows by this key, or replaces it where it is there
   * already.
   */
  @PUT
  @Path("/external/{system}/{key}")
  @Operation("opportunities.edit")
  Opportunity upsert(
      @PathParam("system") @NotNull String system,
      @PathParam("key") @NotNull String key,
      @NotNull @Valid Opportunity opportunity);

  /** Moves the record to the recycle bin. */
  @DELETE
  @Path("/{id}")
  @Operation(value = "opportunities.delete", kind = Kind.DELETE)
  void delete(@PathParam("id") long id, @HeaderParam("If-Match") Integer version);

  /** Brings the record back from the recycle bin. */
  @POST
  @Path("/{id}/actions/restore")
  @Operation("opportunities.delete")
  Opportunity restore(@PathParam("id") long id);

  /**
   * Goes on to another open stage, or back to one; stages between are passed over.
   *
   * @throws org.tangramcrm.platform.CrmException {@code invalid} naming each field that the stage
   *     asks for and that is empty, {@code conflict} where it is closed
   */
  @POST
  @Path("/{id}/actions/move")
  @Operation("opportunities.move")
  Opportunity move(@PathParam("id") long id, @NotNull @Valid StageEntry entry);

  /**
   * Ends it: at the stage of its pipeline that is won, else at the one that is lost.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where it is closed
   */
  @POST
  @Path("/{id}/actions/close")
  @Operation("opportunities.close")
  Opportunity close(@PathParam("id") long id, @NotNull @Valid OpportunityClosing closing);

  /**
   * Has it go on. How it was closed stays in its history.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where it is not closed
   */
  @POST
  @Path("/{id}/actions/reopen")
  @Operation("opportunities.close")
  Opportunity reopen(@PathParam("id") long id, @NotNull @Valid OpportunityReopening reopening);
}
