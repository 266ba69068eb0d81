package org.tangramcrm.platform.numbering;

import javax.jws.WebService;
import javax.validation.Valid;
import javax.validation.constraints.NotNull;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import org.tangramcrm.platform.contract.Contract;
import org.tangramcrm.platform.contract.Operation;
import org.tangramcrm.platform.contract.Operation.Kind;

/**
 * How business numbers are made (M-95): modules bring a pattern for each of their collections, and
 * the company may say another. It holds for what is created from then on; numbers that were given
 * stay.
 */
@Contract("numbering")
@Path("/numbering")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "Numbering", targetNamespace = "urn:tangram:numbering:1")
public interface Numbering {
  @GET
  @Operation(value = "numbering.view", kind = Kind.LIST)
  NumberRuleList list();

  /**
   * Says how numbers of a collection are made.
   *
   * @throws org.tangramcrm.platform.CrmException {@code invalid} for a pattern that makes no
   *     numbers, {@code not-found} for a collection without
   */
  @PUT
  @Path("/{collection}")
  @Operation("numbering.edit")
  NumberRule set(
      @PathParam("collection") @NotNull String collection, @NotNull @Valid NumberPattern pattern);

  /** Back to what the module brought. */
  @DELETE
  @Path("/{collection}")
  @Operation("numbering.edit")
  void reset(@PathParam("collection") @NotNull String collection);
}
