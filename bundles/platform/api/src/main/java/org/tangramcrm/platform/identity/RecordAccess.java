package org.tangramcrm.platform.identity;

import javax.jws.WebService;
import javax.validation.Valid;
import javax.validation.constraints.NotNull;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import org.tangramcrm.platform.contract.Contract;
import org.tangramcrm.platform.contract.Operation;
import org.tangramcrm.platform.contract.Operation.Kind;

/** Who may see a record and why, and whom it is shared with (M-89). */
@Contract("access")
@Path("/access")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "RecordAccess", targetNamespace = "urn:tangram:access:1")
public interface RecordAccess {
  /**
   * Those who can sign in and see the record, by name; at most 200 of them.
   *
   * @throws org.tangramcrm.platform.CrmException {@code not-found} where the caller does not see it
   *     themselves
   */
  @GET
  @Path("/{collection}/{id}")
  @Operation(value = "roles.view", kind = Kind.FIND)
  AccessList get(@PathParam("collection") @NotNull String collection, @PathParam("id") long id);

  /**
   * Whom a record is shared with. Whoever sees the record may ask.
   *
   * @throws org.tangramcrm.platform.CrmException {@code not-found} where the caller does not see it
   */
  @GET
  @Path("/{collection}/{id}/team")
  @Operation(value = "", kind = Kind.FIND)
  RecordTeam team(@PathParam("collection") @NotNull String collection, @PathParam("id") long id);

  /**
   * Shares a record with these and no others. Whoever may edit it and reaches it by their own roles
   * may do so; those with whom it is shared may not.
   *
   * @throws org.tangramcrm.platform.CrmException {@code not-found} where the caller does not see
   *     it, {@code forbidden} where they may not share it, {@code invalid} for a user who is not
   *     there or is named twice
   */
  @PUT
  @Path("/{collection}/{id}/team")
  @Operation("")
  RecordTeam share(
      @PathParam("collection") @NotNull String collection,
      @PathParam("id") long id,
      @NotNull @Valid RecordTeam team);
}
