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

/**
 * What passed between us and the customers, and what is to (M-8). What is done can be changed for
 * some days only, by default seven; {@code contact-logs.override} lifts that.
 */
@Contract(
    value = "contact-logs",
    record = LogEntry.class,
    titleField = "subject",
    permissions = "override")
@Path("/contact-logs")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "ContactLog", targetNamespace = "urn:tangram:contact-logs:1")
public interface ContactLog {
  @GET
  @Operation(value = "contact-logs.view", kind = Kind.LIST)
  LogEntryPage list(@BeanParam Query query);

  @GET
  @Path("/{id}")
  @Operation(value = "contact-logs.view", kind = Kind.READ)
  LogEntry get(@PathParam("id") long id);

  @GET
  @Path("/number:{number}")
  @Operation(value = "contact-logs.view", kind = Kind.FIND)
  LogEntry getByNumber(@PathParam("number") @NotNull String number);

  @POST
  @Operation(value = "contact-logs.create", kind = Kind.CREATE)
  LogEntry create(@NotNull @Valid LogEntry entry);

  /** Replaces the record; what is absent is cleared. */
  @PUT
  @Path("/{id}")
  @Operation(value = "contact-logs.edit", kind = Kind.REPLACE)
  LogEntry update(@PathParam("id") long id, @NotNull @Valid LogEntry entry);

  /**
   * Creates the record that an outside system knows by this key, or replaces it where it is there
   * already.
   */
  @PUT
  @Path("/external/{system}/{key}")
  @Operation("contact-logs.edit")
  LogEntry upsert(
      @PathParam("system") @NotNull String system,
      @PathParam("key") @NotNull String key,
      @NotNull @Valid LogEntry entry);

  /** Moves the record to the recycle bin. */
  @DELETE
  @Path("/{id}")
  @Operation(value = "contact-logs.delete", kind = Kind.DELETE)
  void delete(@PathParam("id") long id, @HeaderParam("If-Match") Integer version);

  /** Brings the record back from the recycle bin. */
  @POST
  @Path("/{id}/actions/restore")
  @Operation("contact-logs.delete")
  LogEntry restore(@PathParam("id") long id);
}
