package org.tangramcrm.orders;

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

/** Who has to approve orders, from which amount on. */
@Contract(value = "approval-steps", record = ApprovalStep.class, owned = false)
@Path("/approval-steps")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "ApprovalSteps", targetNamespace = "urn:tangram:approval-steps:1")
public interface ApprovalSteps {
  @GET
  @Operation(value = "approval-steps.view", kind = Kind.LIST)
  ApprovalStepPage list(@BeanParam Query query);

  @GET
  @Path("/{id}")
  @Operation(value = "approval-steps.view", kind = Kind.READ)
  ApprovalStep get(@PathParam("id") long id);

  @POST
  @Operation(value = "approval-steps.create", kind = Kind.CREATE)
  ApprovalStep create(@NotNull @Valid ApprovalStep approvalStep);

  /** Replaces the record; what is absent is cleared. */
  @PUT
  @Path("/{id}")
  @Operation(value = "approval-steps.edit", kind = Kind.REPLACE)
  ApprovalStep update(@PathParam("id") long id, @NotNull @Valid ApprovalStep approvalStep);

  /**
   * Creates the record that an outside system knows by this key, or replaces it where it is there
   * already.
   */
  @PUT
  @Path("/external/{system}/{key}")
  @Operation("approval-steps.edit")
  ApprovalStep upsert(
      @PathParam("system") @NotNull String system,
      @PathParam("key") @NotNull String key,
      @NotNull @Valid ApprovalStep approvalStep);

  /** Moves the record to the recycle bin. */
  @DELETE
  @Path("/{id}")
  @Operation(value = "approval-steps.delete", kind = Kind.DELETE)
  void delete(@PathParam("id") long id, @HeaderParam("If-Match") Integer version);

  /** Brings the record back from the recycle bin. */
  @POST
  @Path("/{id}/actions/restore")
  @Operation("approval-steps.delete")
  ApprovalStep restore(@PathParam("id") long id);
}
