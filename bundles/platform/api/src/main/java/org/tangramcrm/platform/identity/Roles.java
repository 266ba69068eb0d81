package org.tangramcrm.platform.identity;

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

/** What users may do, and on which rows (M-88, M-89). */
@Contract(value = "roles", record = Role.class, owned = false)
@Path("/roles")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "Roles", targetNamespace = "urn:tangram:roles:1")
public interface Roles {
  @GET
  @Operation(value = "roles.view", kind = Kind.LIST)
  RolePage list(@BeanParam Query query);

  @GET
  @Path("/{id}")
  @Operation(value = "roles.view", kind = Kind.READ)
  Role get(@PathParam("id") long id);

  @POST
  @Operation(value = "roles.create", kind = Kind.CREATE)
  Role create(@NotNull @Valid Role role);

  /** Replaces the record; what is absent is cleared. */
  @PUT
  @Path("/{id}")
  @Operation(value = "roles.edit", kind = Kind.REPLACE)
  Role update(@PathParam("id") long id, @NotNull @Valid Role role);

  /** Moves the record to the recycle bin; refused while users have the role. */
  @DELETE
  @Path("/{id}")
  @Operation(value = "roles.delete", kind = Kind.DELETE)
  void delete(@PathParam("id") long id, @HeaderParam("If-Match") Integer version);

  /** Brings the record back from the recycle bin. */
  @POST
  @Path("/{id}/actions/restore")
  @Operation("roles.delete")
  Role restore(@PathParam("id") long id);
}
