package org.tangramcrm.platform.dictionary;

import javax.jws.WebService;
import javax.validation.constraints.NotNull;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import org.tangramcrm.platform.contract.Contract;
import org.tangramcrm.platform.contract.Operation;
import org.tangramcrm.platform.contract.Operation.Kind;

/** The dictionaries, to read (M-80); their items are changed through {@link DictionaryItems}. */
@Contract("dictionaries")
@Path("/dictionaries")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "Dictionaries", targetNamespace = "urn:tangram:dictionaries:1")
public interface Dictionaries {
  @GET
  @Operation(value = "", kind = Kind.LIST)
  DictionaryList list();

  @GET
  @Path("/{code}")
  @Operation(value = "", kind = Kind.FIND)
  Dictionary get(@PathParam("code") @NotNull String code);

  /** Which items are in use, and where, as far as the caller sees the records. */
  @GET
  @Path("/{code}/usage")
  @Operation(value = "dictionaries.view", kind = Kind.FIND)
  DictionaryUsage usage(@PathParam("code") @NotNull String code);
}
