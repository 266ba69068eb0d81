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

/** What is to be sold in a month, by whom (M-35, M-36). */
@Contract(value = "sales-targets", record = SalesTarget.class, titleField = "forMonth")
@Path("/sales-targets")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "SalesTargets", targetNamespace = "urn:tangram:sales-targets:1")
public interface SalesTargets {
  @GET
  @Operation(value = "sales-targets.view", kind = Kind.LIST)
  SalesTargetPage list(@BeanParam Query query);

  @GET
  @Path("/{id}")
  @Operation(value = "sales-targets.view", kind = Kind.READ)
  SalesTarget get(@PathParam("id") long id);

  /**
   * @throws org.tangramcrm.platform.CrmException {@code invalid} where there is one of the same
   *     salesperson or department for the month
   */
  @POST
  @Operation(value = "sales-targets.create", kind = Kind.CREATE)
  SalesTarget create(@NotNull @Valid SalesTarget target);

  /**
   * Replaces the record; what is absent is cleared.
   *
   * @throws org.tangramcrm.platform.CrmException as {@link #create}
   */
  @PUT
  @Path("/{id}")
  @Operation(value = "sales-targets.edit", kind = Kind.REPLACE)
  SalesTarget update(@PathParam("id") long id, @NotNull @Valid SalesTarget target);

  /**
   * Creates the record that an outside system knows by this key, or replaces it where it is there
   * already.
   */
  @PUT
  @Path("/external/{system}/{key}")
  @Operation("sales-targets.edit")
  SalesTarget upsert(
      @PathParam("system") @NotNull String system,
      @PathParam("key") @NotNull String key,
      @NotNull @Valid SalesTarget target);

  /** Moves the record to the recycle bin. */
  @DELETE
  @Path("/{id}")
  @Operation(value = "sales-targets.delete", kind = Kind.DELETE)
  void delete(@PathParam("id") long id, @HeaderParam("If-Match") Integer version);

  /** Brings the record back from the recycle bin. */
  @POST
  @Path("/{id}/actions/restore")
  @Operation("sales-targets.delete")
  SalesTarget restore(@PathParam("id") long id);
}
