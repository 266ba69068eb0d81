package org.tangramcrm.platform.module;

import javax.jws.WebService;
import javax.validation.constraints.NotNull;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import org.tangramcrm.platform.contract.Contract;
import org.tangramcrm.platform.contract.Operation;
import org.tangramcrm.platform.contract.Operation.Kind;

/**
 * Puts modules down and lifts them. What a module is meant to be is kept in the database: it
 * outlives a restart and reaches every node.
 */
@Contract("modules")
@Path("/modules")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "ModuleManager", targetNamespace = "urn:tangram:modules:1")
public interface ModuleManager {
  @GET
  @Operation(value = "modules.view", kind = Kind.LIST)
  ModuleList list();

  @GET
  @Path("/{id}")
  @Operation(value = "modules.view", kind = Kind.FIND)
  Module get(@PathParam("id") @NotNull String id);

  /** New calls are refused at once, running ones finish; the data stay. */
  @POST
  @Path("/{id}/actions/stop")
  @Operation("modules.manage")
  Module stop(@PathParam("id") @NotNull String id, StopOptions options);

  /** Also tries a failed module again. */
  @POST
  @Path("/{id}/actions/start")
  @Operation("modules.manage")
  Module start(@PathParam("id") @NotNull String id);

  /** Calls that come meanwhile wait. */
  @POST
  @Path("/{id}/actions/restart")
  @Operation("modules.manage")
  Module restart(@PathParam("id") @NotNull String id);
}
