package org.tangramcrm.platform.identity;

import javax.jws.WebService;
import javax.validation.Valid;
import javax.validation.constraints.NotNull;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import org.tangramcrm.platform.contract.Contract;
import org.tangramcrm.platform.contract.Operation;
import org.tangramcrm.platform.contract.Operation.Kind;

/** The caller's own tokens. */
@Contract("tokens")
@Path("/tokens")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "Tokens", targetNamespace = "urn:tangram:tokens:1")
public interface Tokens {
  @GET
  @Operation(value = "", kind = Kind.FIND)
  TokenPage list();

  /** Makes a token; it cannot be read again. */
  @POST
  @Operation(value = "", kind = Kind.CREATE, secret = true)
  Token create(@NotNull @Valid Token token);

  /** Ends a token at once. */
  @DELETE
  @Path("/{id}")
  @Operation("")
  void delete(@PathParam("id") long id);
}
