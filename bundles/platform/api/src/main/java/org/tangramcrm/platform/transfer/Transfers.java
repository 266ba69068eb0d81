package org.tangramcrm.platform.transfer;

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
 * Transfers (M-81). Whoever has the permission {@code <collection>.transfer} hands over the records
 * of that collection that they may change, to whomever they name. A transfer is done by a job,
 * whole or not at all, and can be undone.
 */
@Contract(value = "transfers", record = Transfer.class, titleField = "reason", owned = false)
@Path("/transfers")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "Transfers", targetNamespace = "urn:tangram:transfers:1")
public interface Transfers {
  /** The caller's own; all of them with the permission {@code transfers.manage}. */
  @GET
  @Operation(value = "", kind = Kind.LIST)
  TransferPage list(@BeanParam Query query);

  @GET
  @Path("/{id}")
  @Operation(value = "", kind = Kind.READ)
  Transfer get(@PathParam("id") long id);

  /**
   * What a transfer would come to; nothing is done.
   *
   * @throws org.tangramcrm.platform.CrmException as {@link #create}
   */
  @POST
  @Path("/actions/preview")
  @Operation(value = "", kind = Kind.FIND)
  TransferPreview preview(@NotNull @Valid Transfer transfer);

  /**
   * Begins a transfer, or has it wait for its day.
   *
   * @throws org.tangramcrm.platform.CrmException {@code forbidden}, {@code invalid-filter}, or
   *     {@code invalid} for a collection that is not handed over, a user who is not there and a day
   *     that has passed or is more than ten years off
   */
  @POST
  @Operation(value = "", kind = Kind.CREATE)
  Transfer create(@NotNull @Valid Transfer transfer);

  /**
   * Gives up a transfer that waits for its day.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where it does not wait any more
   */
  @POST
  @Path("/{id}/actions/cancel")
  @Operation("")
  Transfer cancel(@PathParam("id") long id);

  /**
   * Gives back what is still whose it became, to whom it was: owner and department as they were.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where it is not done, or somebody
   *     whose the records were is not active, as after a transfer that deactivated them: they have
   *     to be activated first
   */
  @POST
  @Path("/{id}/actions/undo")
  @Operation("")
  Transfer undo(@PathParam("id") long id);
}
