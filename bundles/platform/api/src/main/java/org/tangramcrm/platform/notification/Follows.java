package org.tangramcrm.platform.notification;

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

/**
 * The records of which somebody wants to hear (M-96). Whoever sees a record may follow it; who
 * follows it and does not see it any more hears nothing.
 */
@Contract("follows")
@Path("/follows")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "Follows", targetNamespace = "urn:tangram:follows:1")
public interface Follows {
  /** The records that the caller follows by their own choice, and sees. */
  @GET
  @Operation(value = "", kind = Kind.FIND)
  FollowedList mine();

  @GET
  @Path("/{collection}/{id}")
  @Operation(value = "", kind = Kind.FIND)
  Following get(@PathParam("collection") @NotNull String collection, @PathParam("id") long id);

  /** Begins or stops to follow a record. */
  @PUT
  @Path("/{collection}/{id}")
  @Operation("")
  Following set(
      @PathParam("collection") @NotNull String collection,
      @PathParam("id") long id,
      @NotNull @Valid Following following);
}
