package org.tangramcrm.orders;

import javax.activation.DataHandler;
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

/** What customers ordered (M-37). Whoever owns the customer sees it, too. */
@Contract(value = "orders", record = Order.class, merged = false)
@Path("/orders")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "Orders", targetNamespace = "urn:tangram:orders:1")
public interface Orders {
  @GET
  @Operation(value = "orders.view", kind = Kind.LIST)
  OrderPage list(@BeanParam Query query);

  @GET
  @Path("/{id}")
  @Operation(value = "orders.view", kind = Kind.READ)
  Order get(@PathParam("id") long id);

  @GET
  @Path("/number:{number}")
  @Operation(value = "orders.view", kind = Kind.FIND)
  Order getByNumber(@PathParam("number") @NotNull String number);

  @POST
  @Operation(value = "orders.create", kind = Kind.CREATE)
  Order create(@NotNull @Valid Order order);

  /**
   * Replaces the record; what is absent is cleared. Of one that is approved it makes a further
   * revision, where anything that was agreed is changed.
   *
   * <p>Where that makes it come to more, who may approve each step that it reaches then, or the
   * last one where it reached them before, has to approve it; where it comes to less, who may
   * approve the last one that it reached. If that is somebody else, the order stays what it is and
   * waits: {@link Order#requested} tells what it would be, in place of what was asked for before.
   *
   * @throws org.tangramcrm.platform.CrmException {@code invalid} of {@code revisionReason} where
   *     none is given for a revision, {@code conflict} where it is submitted or has ended, or the
   *     customer would owe more than they may
   */
  @PUT
  @Path("/{id}")
  @Operation(value = "orders.edit", kind = Kind.REPLACE)
  Order update(@PathParam("id") long id, @NotNull @Valid Order order);

  /**
   * Creates the record that an outside system knows by this key, or replaces it where it is there
   * already.
   */
  @PUT
  @Path("/external/{system}/{key}")
  @Operation("orders.edit")
  Order upsert(
      @PathParam("system") @NotNull String system,
      @PathParam("key") @NotNull String key,
      @NotNull @Valid Order order);

  /** Moves the record to the recycle bin. */
  @DELETE
  @Path("/{id}")
  @Operation(value = "orders.delete", kind = Kind.DELETE)
  void delete(@PathParam("id") long id, @HeaderParam("If-Match") Integer version);

  /** Brings the record back from the recycle bin. */
  @POST
  @Path("/{id}/actions/restore")
  @Operation("orders.delete")
  Order restore(@PathParam("id") long id);

  /**
   * As the customer gets it: a PDF file.
   *
   * @throws org.tangramcrm.platform.CrmException {@code forbidden} for who is not shown what stands
   *     on it
   */
  @GET
  @Path("/{id}/pdf")
  @Produces("*/*")
  @Operation(value = "orders.print", kind = Kind.FIND)
  DataHandler pdf(@PathParam("id") long id);

  /**
   * Asks for approval; where no step is reached it is approved by this.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where it is no draft, or no step
   *     is reached and the customer would owe more than they may; {@code invalid} where it has no
   *     lines or its rate is not known
   */
  @POST
  @Path("/{id}/actions/submit")
  @Operation("orders.edit")
  Order submit(@PathParam("id") long id);

  /**
   * Approves it, or the revision that was asked for, at the step that it waits for; after the last
   * one it counts.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where it is not submitted or the
   *     customer would owe more than they may, {@code forbidden} for who has not the step's role
   */
  @POST
  @Path("/{id}/actions/approve")
  @Operation("orders.approve")
  Order approve(@PathParam("id") long id, @NotNull @Valid OrderDecision decision);

  /** As {@link #approve}, whatever the customer owes (M-45c); a draft, too. */
  @POST
  @Path("/{id}/actions/approve-over-limit")
  @Operation("orders.override-credit")
  Order approveOverLimit(@PathParam("id") long id, @NotNull @Valid OrderDecision decision);

  /**
   * Makes a draft of it again; a revision that was asked for is dropped, and the order stays what
   * it is.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where it is not submitted
   */
  @POST
  @Path("/{id}/actions/return")
  @Operation("orders.approve")
  Order giveBack(@PathParam("id") long id, @NotNull @Valid OrderDecision decision);

  /**
   * Says that it is under way.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where it is not approved
   */
  @POST
  @Path("/{id}/actions/execute")
  @Operation("orders.edit")
  Order execute(@PathParam("id") long id);

  /**
   * Says that all was delivered; what is not paid stays owed.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where it is not approved
   */
  @POST
  @Path("/{id}/actions/complete")
  @Operation("orders.edit")
  Order complete(@PathParam("id") long id);

  /**
   * Nothing of it is owed any more.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where something was received for
   *     it, naming the receipts: that is given back or moved first
   */
  @POST
  @Path("/{id}/actions/cancel")
  @Operation("orders.cancel")
  Order cancel(@PathParam("id") long id, @NotNull @Valid OrderEnding ending);

  /**
   * Ends it with less than was ordered; the last instalments are cut. What was received beyond it
   * becomes unapplied.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where it is not approved, {@code
   *     invalid} where it is not less
   */
  @POST
  @Path("/{id}/actions/close-short")
  @Operation("orders.cancel")
  Order closeShort(@PathParam("id") long id, @NotNull @Valid OrderShortening shortening);
}
