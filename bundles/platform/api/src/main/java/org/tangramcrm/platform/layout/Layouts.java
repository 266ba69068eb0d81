package org.tangramcrm.platform.layout;

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
 * How cards and forms of any module's records are arranged, for everybody and for roles (M-95).
 * What holds for the caller stands in the metadata of the collection; where there is none, cards
 * and forms are as their module has them.
 */
@Contract(value = "layouts", record = Layout.class, titleField = "collection", owned = false)
@Path("/layouts")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "Layouts", targetNamespace = "urn:tangram:layouts:1")
public interface Layouts {
  @GET
  @Operation(value = "layouts.view", kind = Kind.LIST)
  LayoutPage list(@BeanParam Query query);

  @GET
  @Path("/{id}")
  @Operation(value = "layouts.view", kind = Kind.READ)
  Layout get(@PathParam("id") long id);

  /** Arranges a collection, for everybody or for a role. */
  @POST
  @Operation(value = "layouts.edit", kind = Kind.CREATE)
  Layout create(@NotNull @Valid Layout layout);

  @PUT
  @Path("/{id}")
  @Operation(value = "layouts.edit", kind = Kind.REPLACE)
  Layout update(@PathParam("id") long id, @NotNull @Valid Layout layout);

  /** Goes back to the layout for everybody, or to what the module brings. */
  @DELETE
  @Path("/{id}")
  @Operation(value = "layouts.edit", kind = Kind.DELETE)
  void delete(@PathParam("id") long id, @HeaderParam("If-Match") Integer version);

  @POST
  @Path("/{id}/actions/restore")
  @Operation("layouts.edit")
  Layout restore(@PathParam("id") long id);
}
