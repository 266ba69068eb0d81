package org.tangramcrm.platform.endpoints.internal;

import javax.activation.DataHandler;
import javax.jws.WebService;
import javax.validation.constraints.NotNull;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import org.tangramcrm.platform.contract.Contract;
import org.tangramcrm.platform.contract.Operation;
import org.tangramcrm.platform.contract.Operation.Kind;

/** A contract that takes and answers files. */
@Contract(value = "documents", record = Documents.Document.class)
@Path("/documents")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "Documents", targetNamespace = "urn:tangram:documents:1")
public interface Documents {
  /** What of a document is told. */
  class Document {
    public Long id;
    public Long owner;
    public String name;
    public String contentType;
    public Integer size;
  }

  @POST
  @Path("/content")
  @Consumes("*/*")
  @Operation(value = "", kind = Kind.CREATE)
  Document upload(
      @QueryParam("owner") Long owner,
      @QueryParam("name") String name,
      @NotNull DataHandler content);

  @GET
  @Path("/{id}/content")
  @Produces("*/*")
  @Operation(value = "", kind = Kind.FIND)
  DataHandler download(@PathParam("id") long id);
}
