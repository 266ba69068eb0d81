package com.example.notes;

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

/** Notes about customers. */
@Contract(value = "notes", record = Note.class, titleField = "text")
@Path("/notes")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "Notes", targetNamespace = "urn:tangram:notes:1")
public interface Notes {
  @GET
  @Operation(value = "notes.view", kind = Kind.LIST)
  NotePage list(@BeanParam Query query);

  @GET
  @Path("/{id}")
  @Operation(value = "notes.view", kind = Kind.READ)
  Note get(@PathParam("id") long id);

  @POST
  @Operation(value = "notes.create", kind = Kind.CREATE)
  Note create(@NotNull @Valid Note note);

  @PUT
  @Path("/{id}")
  @Operation(value = "notes.edit", kind = Kind.REPLACE)
  Note update(@PathParam("id") long id, @NotNull @Valid Note note);

  @DELETE
  @Path("/{id}")
  @Operation(value = "notes.delete", kind = Kind.DELETE)
  void delete(@PathParam("id") long id, @HeaderParam("If-Match") Integer version);

  @POST
  @Path("/{id}/actions/restore")
  @Operation("notes.delete")
  Note restore(@PathParam("id") long id);

  /** Registers a customer together with the first note about them: both are kept, or neither. */
  @POST
  @Path("/actions/introduce")
  @Operation("notes.create")
  Note introduce(@NotNull @Valid Introduction introduction);
}
