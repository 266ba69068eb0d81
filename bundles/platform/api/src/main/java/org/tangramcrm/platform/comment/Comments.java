package org.tangramcrm.platform.comment;

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
 * Comments on any record of any collection (M-96). Whoever reads the record reads them; comments on
 * a record that the caller does not reach are not found.
 */
@Contract(value = "comments", record = Comment.class, titleField = "text", owned = false)
@Path("/comments")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "Comments", targetNamespace = "urn:tangram:comments:1")
public interface Comments {
  /**
   * Lists a record's comments. The filter has to name the record: {@code
   * collection==customers;recordId==5}, and may say more.
   */
  @GET
  @Operation(value = "", kind = Kind.LIST)
  CommentPage list(@BeanParam Query query);

  @GET
  @Path("/{id}")
  @Operation(value = "", kind = Kind.READ)
  Comment get(@PathParam("id") long id);

  /**
   * Those who see a record and so can be mentioned on it, by name.
   *
   * @param q part of a name, as it is written or as pinyin; those who have to do with the record
   *     come first where absent
   */
  @GET
  @Path("/people")
  @Operation(value = "comments.create", kind = Kind.FIND)
  MentionList people(
      @QueryParam("collection") @NotBlank String collection,
      @QueryParam("recordId") @NotNull Long recordId,
      @QueryParam("q") @Size(max = 60) String q);

  /**
   * Says something about a record that the caller reads. Whoever comments on a record, and whoever
   * is mentioned, follows it from then on.
   *
   * @throws org.tangramcrm.platform.CrmException {@code invalid} for a mention of somebody who does
   *     not see the record, whether or not they are there
   */
  @POST
  @Operation(value = "comments.create", kind = Kind.CREATE)
  Comment create(@NotNull @Valid Comment comment);

  /** Changes the text and the mentions of one's own comment. */
  @PUT
  @Path("/{id}")
  @Operation(value = "comments.create", kind = Kind.REPLACE)
  Comment update(@PathParam("id") long id, @NotNull @Valid Comment comment);

  /** Takes back one's own comment; of others, who has {@code comments.manage}. */
  @DELETE
  @Path("/{id}")
  @Operation(value = "", kind = Kind.DELETE)
  void delete(@PathParam("id") long id, @HeaderParam("If-Match") Integer version);

  /** Brings it back; as {@link #delete}. */
  @POST
  @Path("/{id}/actions/restore")
  @Operation("")
  Comment restore(@PathParam("id") long id);
}
