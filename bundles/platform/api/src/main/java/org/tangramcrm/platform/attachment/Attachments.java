package org.tangramcrm.platform.attachment;

import javax.activation.DataHandler;
import javax.jws.WebService;
import javax.validation.Valid;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Size;
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
import javax.ws.rs.QueryParam;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.Contract;
import org.tangramcrm.platform.contract.Operation;
import org.tangramcrm.platform.contract.Operation.Kind;

/**
 * Documents with versions, attached to any record of any collection. Being signed in is enough to
 * call; what is allowed is what is allowed on the record: reading it, editing it. Attachments of a
 * record that the caller does not reach are not found.
 *
 * <p>Who has to name a document as it was, a delivery for example, keeps the attachment's id and
 * the number of the version: {@link #download} gives exactly that one for good.
 */
@Contract(value = "attachments", record = Attachment.class)
@Path("/attachments")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "Attachments", targetNamespace = "urn:tangram:attachments:1")
public interface Attachments {
  /**
   * Lists a record's attachments. The filter has to name the record: {@code
   * collection==customers;recordId==5}, and may say more.
   */
  @GET
  @Operation(value = "", kind = Kind.LIST)
  AttachmentPage list(@BeanParam Query query);

  @GET
  @Path("/{id}")
  @Operation(value = "", kind = Kind.READ)
  Attachment get(@PathParam("id") long id);

  @GET
  @Path("/{id}/versions")
  @Operation(value = "", kind = Kind.FIND)
  AttachmentVersionList versions(@PathParam("id") long id);

  /** What files are taken, to be known before one is sent. */
  @GET
  @Path("/limits")
  @Operation(value = "", kind = Kind.FIND)
  AttachmentLimits limits();

  /**
   * The file.
   *
   * @param version the number of a version; the current one where absent
   */
  @GET
  @Path("/{id}/content")
  @Produces("*/*")
  @Operation(value = "", kind = Kind.FIND)
  DataHandler download(@PathParam("id") long id, @QueryParam("version") Integer version);

  /**
   * Attaches a file to a record.
   *
   * @param name the file's name; the one that the content came with where absent
   */
  @POST
  @Path("/content")
  @Consumes("*/*")
  @Operation(value = "", kind = Kind.CREATE)
  Attachment upload(
      @QueryParam("collection") @NotBlank String collection,
      @QueryParam("recordId") @NotNull Long recordId,
      @QueryParam("name") @Size(max = 500) String name,
      @QueryParam("remark") @Size(max = 1000) String remark,
      @NotNull DataHandler content);

  /**
   * Adds a version, which becomes the current one.
   *
   * @param name as of {@link #upload}; the document keeps its name where neither says any
   */
  @POST
  @Path("/{id}/content")
  @Consumes("*/*")
  @Operation("")
  Attachment replace(
      @PathParam("id") long id,
      @QueryParam("name") @Size(max = 500) String name,
      @QueryParam("remark") @Size(max = 1000) String remark,
      @NotNull DataHandler content);

  /** Changes the name and the remark; the versions stay as they came. */
  @PUT
  @Path("/{id}")
  @Operation(value = "", kind = Kind.REPLACE)
  Attachment update(@PathParam("id") long id, @NotNull @Valid Attachment attachment);

  /** Moves it to the recycle bin, with all its versions. */
  @DELETE
  @Path("/{id}")
  @Operation(value = "", kind = Kind.DELETE)
  void delete(@PathParam("id") long id, @HeaderParam("If-Match") Integer version);

  /** Brings it back from the recycle bin. */
  @POST
  @Path("/{id}/actions/restore")
  @Operation("")
  Attachment restore(@PathParam("id") long id);
}
