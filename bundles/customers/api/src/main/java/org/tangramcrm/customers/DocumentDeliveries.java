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

/** Which documents were given to which customers (M-9). */
@Contract(value = "document-deliveries", record = Delivery.class, titleField = "title")
@Path("/document-deliveries")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "DocumentDeliveries", targetNamespace = "urn:tangram:document-deliveries:1")
public interface DocumentDeliveries {
  @GET
  @Operation(value = "document-deliveries.view", kind = Kind.LIST)
  DeliveryPage list(@BeanParam Query query);

  @GET
  @Path("/{id}")
  @Operation(value = "document-deliveries.view", kind = Kind.READ)
  Delivery get(@PathParam("id") long id);

  @GET
  @Path("/number:{number}")
  @Operation(value = "document-deliveries.view", kind = Kind.FIND)
  Delivery getByNumber(@PathParam("number") @NotNull String number);

  @POST
  @Operation(value = "document-deliveries.create", kind = Kind.CREATE)
  Delivery create(@NotNull @Valid Delivery delivery);

  /** Replaces the record; what is absent is cleared. */
  @PUT
  @Path("/{id}")
  @Operation(value = "document-deliveries.edit", kind = Kind.REPLACE)
  Delivery update(@PathParam("id") long id, @NotNull @Valid Delivery delivery);

  /**
   * Creates the record that an outside system knows by this key, or replaces it where it is there
   * already.
   */
  @PUT
  @Path("/external/{system}/{key}")
  @Operation("document-deliveries.edit")
  Delivery upsert(
      @PathParam("system") @NotNull String system,
      @PathParam("key") @NotNull String key,
      @NotNull @Valid Delivery delivery);

  /** Moves the record to the recycle bin. */
  @DELETE
  @Path("/{id}")
  @Operation(value = "document-deliveries.delete", kind = Kind.DELETE)
  void delete(@PathParam("id") long id, @HeaderParam("If-Match") Integer version);

  /** Brings the record back from the recycle bin. */
  @POST
  @Path("/{id}/actions/restore")
  @Operation("document-deliveries.delete")
  Delivery restore(@PathParam("id") long id);
}
