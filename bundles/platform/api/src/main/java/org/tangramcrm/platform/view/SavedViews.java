package org.tangramcrm.platform.view;

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
 * Saved views: the caller's own, and those that others share with them. Whoever is signed in may
 * keep some; a view shows nobody a row that they do not reach anyway.
 */
@Contract(value = "views", record = SavedView.class)
@Path("/views")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "SavedViews", targetNamespace = "urn:tangram:views:1")
public interface SavedViews {
  @GET
  @Operation(value = "", kind = Kind.LIST)
  SavedViewPage list(@BeanParam Query query);

  @GET
  @Path("/{id}")
  @Operation(value = "", kind = Kind.READ)
  SavedView get(@PathParam("id") long id);

  /** Keeps a view; the caller owns it. */
  @POST
  @Operation(value = "", kind = Kind.CREATE)
  SavedView create(@NotNull @Valid SavedView view);

  /** Only the owner, or who has {@code views.manage}. */
  @PUT
  @Path("/{id}")
  @Operation(value = "", kind = Kind.REPLACE)
  SavedView update(@PathParam("id") long id, @NotNull @Valid SavedView view);

  @DELETE
  @Path("/{id}")
  @Operation(value = "", kind = Kind.DELETE)
  void delete(@PathParam("id") long id, @HeaderParam("If-Match") Integer version);

  @POST
  @Path("/{id}/actions/restore")
  @Operation("")
  SavedView restore(@PathParam("id") long id);

  /** How the caller likes to see a collection; empty where they never said. */
  @GET
  @Path("/preferences/{collection}")
  @Operation(value = "", kind = Kind.FIND)
  ViewPreference preference(@PathParam("collection") @NotNull String collection);

  /** Keeps how the caller likes to see a collection, whole. */
  @PUT
  @Path("/preferences/{collection}")
  @Operation("")
  ViewPreference prefer(
      @PathParam("collection") @NotNull String collection,
      @NotNull @Valid ViewPreference preference);
}
