package ${package};

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

/** What can be done with {@link ${record}}: through REST, SOAP, the pages and by other bundles. */
@Contract(value = "${collection}", record = ${record}.class, titleField = "title")
@Path("/${collection}")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "${records}", targetNamespace = "urn:tangram:${collection}:1")
public interface ${records} {
  @GET
  @Operation(value = "${collection}.view", kind = Kind.LIST)
  ${record}Page list(@BeanParam Query query);

  @GET
  @Path("/{id}")
  @Operation(value = "${collection}.view", kind = Kind.READ)
  ${record} get(@PathParam("id") long id);

  @GET
  @Path("/number:{number}")
  @Operation(value = "${collection}.view", kind = Kind.FIND)
  ${record} getByNumber(@PathParam("number") @NotNull String number);

  @POST
  @Operation(value = "${collection}.create", kind = Kind.CREATE)
  ${record} create(@NotNull @Valid ${record} record);

  /** Replaces the record; what is absent is cleared. */
  @PUT
  @Path("/{id}")
  @Operation(value = "${collection}.edit", kind = Kind.REPLACE)
  ${record} update(@PathParam("id") long id, @NotNull @Valid ${record} record);

  /** Creates the record that an outside system knows by this key, or replaces it. */
  @PUT
  @Path("/external/{system}/{key}")
  @Operation("${collection}.edit")
  ${record} upsert(
      @PathParam("system") @NotNull String system,
      @PathParam("key") @NotNull String key,
      @NotNull @Valid ${record} record);

  /** Moves the record to the recycle bin. */
  @DELETE
  @Path("/{id}")
  @Operation(value = "${collection}.delete", kind = Kind.DELETE)
  void delete(@PathParam("id") long id, @HeaderParam("If-Match") Integer version);

  /** Brings the record back from the recycle bin. */
  @POST
  @Path("/{id}/actions/restore")
  @Operation("${collection}.delete")
  ${record} restore(@PathParam("id") long id);
}
