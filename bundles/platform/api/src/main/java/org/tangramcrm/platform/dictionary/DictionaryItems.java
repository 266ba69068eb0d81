package org.tangramcrm.platform.dictionary;

import javax.jws.WebService;
import javax.validation.Valid;
import javax.validation.constraints.NotNull;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import org.tangramcrm.platform.contract.Contract;
import org.tangramcrm.platform.contract.Operation;
import org.tangramcrm.platform.contract.Operation.Kind;

/**
 * The items of all dictionaries, for the company to make its own (M-80): what modules deliver is
 * relabelled, ordered, coloured and retired, and items of the company's own stand beside it.
 */
@Contract(value = "dictionary-items", record = DictionaryItem.class, titleField = "title")
@Path("/dictionary-items")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "DictionaryItems", targetNamespace = "urn:tangram:dictionary-items:1")
public interface DictionaryItems {
  /**
   * The items of a dictionary.
   *
   * @param dictionary its code; all items of all dictionaries where it is absent
   */
  @GET
  @Operation(value = "dictionaries.view", kind = Kind.LIST)
  DictionaryItemList list(@QueryParam("dictionary") String dictionary);

  @GET
  @Path("/{id}")
  @Operation(value = "dictionaries.view", kind = Kind.READ)
  DictionaryItem get(@PathParam("id") long id);

  /** Adds an item of the company's own. */
  @POST
  @Operation(value = "dictionaries.edit", kind = Kind.CREATE)
  DictionaryItem create(@NotNull @Valid DictionaryItem item);

  /** Replaces an item; what is absent is, of a delivered item, again as it was delivered. */
  @PUT
  @Path("/{id}")
  @Operation(value = "dictionaries.edit", kind = Kind.REPLACE)
  DictionaryItem update(@PathParam("id") long id, @NotNull @Valid DictionaryItem item);

  /** Deletes an item of the company's own that no record has. */
  @DELETE
  @Path("/{id}")
  @Operation(value = "dictionaries.edit", kind = Kind.DELETE)
  void delete(@PathParam("id") long id, @HeaderParam("If-Match") Integer version);

  /** Puts an item elsewhere in its dictionary. */
  @POST
  @Path("/{id}/actions/move")
  @Operation("dictionaries.edit")
  DictionaryItem move(@PathParam("id") long id, @NotNull @Valid DictionaryMove move);
}
