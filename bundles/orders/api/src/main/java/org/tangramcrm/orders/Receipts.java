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

/** What customers paid (M-39). Whoever owns the customer sees it, too. */
@Contract(value = "receipts", record = Receipt.class, titleField = "number", merged = false)
@Path("/receipts")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "Receipts", targetNamespace = "urn:tangram:receipts:1")
public interface Receipts {
  @GET
  @Operation(value = "receipts.view", kind = Kind.LIST)
  ReceiptPage list(@BeanParam Query query);

  @GET
  @Path("/{id}")
  @Operation(value = "receipts.view", kind = Kind.READ)
  Receipt get(@PathParam("id") long id);

  @GET
  @Path("/number:{number}")
  @Operation(value = "receipts.view", kind = Kind.FIND)
  Receipt getByNumber(@PathParam("number") @NotNull String number);

  @POST
  @Operation(value = "receipts.create", kind = Kind.CREATE)
  Receipt create(@NotNull @Valid Receipt receipt);

  /** Replaces the record; what is absent is cleared. */
  @PUT
  @Path("/{id}")
  @Operation(value = "receipts.edit", kind = Kind.REPLACE)
  Receipt update(@PathParam("id") long id, @NotNull @Valid Receipt receipt);

  /**
   * Creates the record that an outside system knows by this key, or replaces it where it is there
   * already.
   */
  @PUT
  @Path("/external/{system}/{key}")
  @Operation("receipts.edit")
  Receipt upsert(
      @PathParam("system") @NotNull String system,
      @PathParam("key") @NotNull String key,
      @NotNull @Valid Receipt receipt);

  /** Moves the record to the recycle bin. */
  @DELETE
  @Path("/{id}")
  @Operation(value = "receipts.delete", kind = Kind.DELETE)
  void delete(@PathParam("id") long id, @HeaderParam("If-Match") Integer version);

  /** Brings the record back from the recycle bin. */
  @POST
  @Path("/{id}/actions/restore")
  @Operation("receipts.delete")
  Receipt restore(@PathParam("id") long id);

  /**
   * It counts, gets its number, and pays what it is allocated to. One that is confirmed already
   * answers as it is.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where the period is closed,
   *     {@code invalid} where allocations are more than the receipt or than is owed
   */
  @POST
  @Path("/{id}/actions/confirm")
  @Operation("receipts.confirm")
  Receipt confirm(@PathParam("id") long id);

  /**
   * Pays with what is unapplied.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where it is not confirmed, {@code
   *     invalid} where it is more than is unapplied or than is owed
   */
  @POST
  @Path("/{id}/actions/allocate")
  @Operation("receipts.allocate")
  Receipt allocate(@PathParam("id") long id, @NotNull @Valid AllocationRequest request);

  /**
   * Makes unapplied again what it paid of an order.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where it pays nothing of it
   */
  @POST
  @Path("/{id}/actions/release")
  @Operation("receipts.allocate")
  Receipt release(@PathParam("id") long id, @NotNull @Valid ReceiptRelease release);

  /**
   * Gives a part of it back, and answers the refund: a receipt of its own with a negative amount.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where it is not confirmed or the
   *     period is closed, {@code invalid} where it is more than is left
   */
  @POST
  @Path("/{id}/actions/refund")
  @Operation("receipts.refund")
  Receipt refund(@PathParam("id") long id, @NotNull @Valid Refund refund);

  /**
   * It counts for nothing any more; its number stays.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where it is not confirmed, its
   *     period is closed, or a part was given back
   */
  @POST
  @Path("/{id}/actions/void")
  @Operation("receipts.void")
  Receipt voidReceipt(@PathParam("id") long id, @NotNull @Valid ReceiptVoid reason);
}
