package org.tangramcrm.platform.metadata;

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

/** Describes the collections of the modules that are active. */
@Contract("metadata")
@Path("/metadata")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "Metadata", targetNamespace = "urn:tangram:metadata:1")
public interface Metadata {
  @GET
  @Operation(value = "", kind = Kind.LIST)
  MetadataList list();

  @GET
  @Path("/{collection}")
  @Operation(value = "", kind = Kind.FIND)
  CollectionMetadata get(@PathParam("collection") @NotNull String collection);
}
