package com.example.leaky;

import javax.jws.WebService;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import org.tangramcrm.platform.contract.Contract;
import org.tangramcrm.platform.contract.Operation;
import org.tangramcrm.platform.contract.Operation.Kind;

/**
 * Deliberately broken: one operation is unguarded, one leaks through a count, one has a permission
 * of its own.
 */
@Contract("rumours")
@Path("/rumours")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "Rumours", targetNamespace = "urn:tangram:rumours:1")
public interface Rumours {
  /** Names customers whoever asks. */
  @GET
  @Path("/names")
  @Operation(value = "", kind = Kind.FIND)
  Rumour names();

  /** Names none, and counts those that the caller does not see. */
  @GET
  @Path("/count")
  @Operation(value = "customers.view", kind = Kind.FIND)
  Rumour count();

  /** Names customers to whoever may hear rumours: its own permission, and no data scope. */
  @GET
  @Path("/told")
  @Operation(value = "rumours.view", kind = Kind.FIND)
  Rumour told();
}
