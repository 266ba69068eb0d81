package org.tangramcrm.platform.custom;

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

/** The fields that the company adds to the records of any module (M-95). */
@Contract(
    value = "custom-fields",
    record = CustomFieldDefinition.class,
    titleField = "code",
    owned = false)
@Path("/custom-fields")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "CustomFields", targetNamespace = "urn:tangram:custom-fields:1")
public interface CustomFields {
  @GET
  @Operation(value = "custom-fields.view", kind = Kind.LIST)
  CustomFieldDefinitionPage list(@BeanParam Query query);

  @GET
  @Path("/{id}")
  @Operation(value = "custom-fields.view", kind = Kind.READ)
  CustomFieldDefinition get(@PathParam("id") long id);

  /** Adds a field to a collection. */
  @POST
  @Operation(value = "custom-fields.create", kind = Kind.CREATE)
  CustomFieldDefinition create(@NotNull @Valid CustomFieldDefinition field);

  @PUT
  @Path("/{id}")
  @Operation(value = "custom-fields.edit", kind = Kind.REPLACE)
  CustomFieldDefinition update(
      @PathParam("id") long id, @NotNull @Valid CustomFieldDefinition field);

  /** Deletes a field that is not used; one that is, is refused {@code in-use} naming where. */
  @DELETE
  @Path("/{id}")
  @Operation(value = "custom-fields.delete", kind = Kind.DELETE)
  void delete(@PathParam("id") long id, @HeaderParam("If-Match") Integer version);

  @POST
  @Path("/{id}/actions/restore")
  @Operation("custom-fields.delete")
  CustomFieldDefinition restore(@PathParam("id") long id);

  /** Where a field is used, as far as the caller sees that. */
  @GET
  @Path("/{id}/usage")
  @Operation(value = "custom-fields.view", kind = Kind.FIND)
  CustomFieldUsage usage(@PathParam("id") long id);
}
