package org.tangramcrm.customers;

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

/** The people at the customers (M-6, M-7). */
@Contract(value = "contacts", record = Contact.class)
@Path("/contacts")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "ContactDirectory", targetNamespace = "urn:tangram:contacts:1")
public interface ContactDirectory {
  @GET
  @Operation(value = "contacts.view", kind = Kind.LIST)
  ContactPage list(@BeanParam Query query);

  @GET
  @Path("/{id}")
  @Operation(value = "contacts.view", kind = Kind.READ)
  Contact get(@PathParam("id") long id);

  @GET
  @Path("/number:{number}")
  @Operation(value = "contacts.view", kind = Kind.FIND)
  Contact getByNumber(@PathParam("number") @NotNull String number);

  @POST
  @Operation(value = "contacts.create", kind = Kind.CREATE)
  Contact create(@NotNull @Valid Contact contact);

  /** Replaces the record; what is absent is cleared. */
  @PUT
  @Path("/{id}")
  @Operation(value = "contacts.edit", kind = Kind.REPLACE)
  Contact update(@PathParam("id") long id, @NotNull @Valid Contact contact);

  /**
   * Creates the record that an outside system knows by this key, or replaces it where it is there
   * already.
   */
  @PUT
  @Path("/external/{system}/{key}")
  @Operation("contacts.edit")
  Contact upsert(
      @PathParam("system") @NotNull String system,
      @PathParam("key") @NotNull String key,
      @NotNull @Valid Contact contact);

  /** Moves the record to the recycle bin. */
  @DELETE
  @Path("/{id}")
  @Operation(value = "contacts.delete", kind = Kind.DELETE)
  void delete(@PathParam("id") long id, @HeaderParam("If-Match") Integer version);

  /** Brings the record back from the recycle bin. */
  @POST
  @Path("/{id}/actions/restore")
  @Operation("contacts.delete")
  Contact restore(@PathParam("id") long id);
}
