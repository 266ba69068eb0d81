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
 * Who else is after opportunities (M-23). A part of the opportunity: whoever reaches that reaches
 * it, and whoever may change that may change it. One that is closed as lost to somebody has them
 * here, marked.
 */
@Contract(
    value = "opportunity-competitors",
    record = OpportunityCompetitor.class,
    titleField = "threat",
    owned = false)
@Path("/opportunity-competitors")
@Consumes("application/json")
@Produces("application/json")
@WebService(
    name = "OpportunityCompetitors",
    targetNamespace = "urn:tangram:opportunity-competitors:1")
public interface OpportunityCompetitors {
  @GET
  @Operation(value = "opportunities.view", kind = Kind.LIST)
  OpportunityCompetitorPage list(@BeanParam Query query);

  @GET
  @Path("/{id}")
  @Operation(value = "opportunities.view", kind = Kind.READ)
  OpportunityCompetitor get(@PathParam("id") long id);

  /**
   * @throws org.tangramcrm.platform.CrmException {@code invalid} where the competitor is on that
   *     opportunity already
   */
  @POST
  @Operation(value = "opportunities.edit", kind = Kind.CREATE)
  OpportunityCompetitor create(@NotNull @Valid OpportunityCompetitor competitor);

  /** Replaces the record; what is absent is cleared. The opportunity stays. */
  @PUT
  @Path("/{id}")
  @Operation(value = "opportunities.edit", kind = Kind.REPLACE)
  OpportunityCompetitor update(
      @PathParam("id") long id, @NotNull @Valid OpportunityCompetitor competitor);

  /** Moves the record to the recycle bin. */
  @DELETE
  @Path("/{id}")
  @Operation(value = "opportunities.edit", kind = Kind.DELETE)
  void delete(@PathParam("id") long id, @HeaderParam("If-Match") Integer version);

  /** Brings the record back from the recycle bin. */
  @POST
  @Path("/{id}/actions/restore")
  @Operation("opportunities.edit")
  OpportunityCompetitor restore(@PathParam("id") long id);
}
