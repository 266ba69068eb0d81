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

/** The months that are closed (M-45). */
@Contract(
    value = "accounting-periods",
    record = AccountingPeriod.class,
    titleField = "forMonth",
    owned = false)
@Path("/accounting-periods")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "AccountingPeriods", targetNamespace = "urn:tangram:accounting-periods:1")
public interface AccountingPeriods {
  @GET
  @Operation(value = "accounting-periods.view", kind = Kind.LIST)
  AccountingPeriodPage list(@BeanParam Query query);

  @GET
  @Path("/{id}")
  @Operation(value = "accounting-periods.view", kind = Kind.READ)
  AccountingPeriod get(@PathParam("id") long id);

  @POST
  @Operation(value = "accounting-periods.create", kind = Kind.CREATE)
  AccountingPeriod create(@NotNull @Valid AccountingPeriod accountingPeriod);

  /** Replaces the record; what is absent is cleared. */
  @PUT
  @Path("/{id}")
  @Operation(value = "accounting-periods.edit", kind = Kind.REPLACE)
  AccountingPeriod update(
      @PathParam("id") long id, @NotNull @Valid AccountingPeriod accountingPeriod);

  /**
   * Creates the record that an outside system knows by this key, or replaces it where it is there
   * already.
   */
  @PUT
  @Path("/external/{system}/{key}")
  @Operation("accounting-periods.edit")
  AccountingPeriod upsert(
      @PathParam("system") @NotNull String system,
      @PathParam("key") @NotNull String key,
      @NotNull @Valid AccountingPeriod accountingPeriod);

  /** Moves the record to the recycle bin. */
  @DELETE
  @Path("/{id}")
  @Operation(value = "accounting-periods.delete", kind = Kind.DELETE)
  void delete(@PathParam("id") long id, @HeaderParam("If-Match") Integer version);

  /** Brings the record back from the recycle bin. */
  @POST
  @Path("/{id}/actions/restore")
  @Operation("accounting-periods.delete")
  AccountingPeriod restore(@PathParam("id") long id);

  /**
   * Nothing is booked into it any more.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where it has not ended or is
   *     closed
   */
  @POST
  @Path("/{id}/actions/close")
  @Operation("accounting-periods.close")
  AccountingPeriod close(@PathParam("id") long id);

  /**
   * It is booked into again.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where it is not closed
   */
  @POST
  @Path("/{id}/actions/reopen")
  @Operation("accounting-periods.reopen")
  AccountingPeriod reopen(@PathParam("id") long id);
}
