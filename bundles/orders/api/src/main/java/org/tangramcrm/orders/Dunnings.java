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

/** That customers were asked to pay (M-42); whoever reaches the instalment reaches them. */
@Contract(value = "dunnings", record = Dunning.class, titleField = "dunnedOn", owned = false)
@Path("/dunnings")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "Dunnings", targetNamespace = "urn:tangram:dunnings:1")
public interface Dunnings {
  @GET
  @Operation(value = "dunnings.view", kind = Kind.LIST)
  DunningPage list(@BeanParam Query query);

  @GET
  @Path("/{id}")
  @Operation(value = "dunnings.view", kind = Kind.READ)
  Dunning get(@PathParam("id") long id);

  @POST
  @Operation(value = "dunnings.create", kind = Kind.CREATE)
  Dunning create(@NotNull @Valid Dunning dunning);

  /** Replaces the record; what is absent is cleared. */
  @PUT
  @Path("/{id}")
  @Operation(value = "dunnings.edit", kind = Kind.REPLACE)
  Dunning update(@PathParam("id") long id, @NotNull @Valid Dunning dunning);

  /**
   * Creates the record that an outside system knows by this key, or replaces it where it is there
   * already.
   */
  @PUT
  @Path("/external/{system}/{key}")
  @Operation("dunnings.edit")
  Dunning upsert(
      @PathParam("system") @NotNull String system,
      @PathParam("key") @NotNull String key,
      @NotNull @Valid Dunning dunning);

  /** Moves the record to the recycle bin. */
  @DELETE
  @Path("/{id}")
  @Operation(value = "dunnings.delete", kind = Kind.DELETE)
  void delete(@PathParam("id") long id, @HeaderParam("If-Match") Integer version);

  /** Brings the record back from the recycle bin. */
  @POST
  @Path("/{id}/actions/restore")
  @Operation("dunnings.delete")
  Dunning restore(@PathParam("id") long id);
}
