package org.tangramcrm.platform.imports;

import javax.activation.DataHandler;
import javax.jws.WebService;
import javax.validation.Valid;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Pattern;
import javax.validation.constraints.Size;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
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
 * Imports of records from files. Whoever has the permission {@code <collection>.import} may bring
 * in records of that collection, as far as they may create and edit them: every row goes through
 * the collection's own contract as its caller.
 *
 * <p>A file is sent, told where its columns go, tried and then done, both by jobs. What is done is
 * done in portions, each whole or not at all; after an interruption it goes on where it was.
 */
@Contract(value = "imports", record = Import.class, titleField = "fileName", owned = false)
@Path("/imports")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "Imports", targetNamespace = "urn:tangram:imports:1")
public interface Imports {
  /** The caller's own. */
  @GET
  @Operation(value = "", kind = Kind.LIST)
  ImportPage list(@BeanParam Query query);

  @GET
  @Path("/{id}")
  @Operation(value = "", kind = Kind.READ)
  Import get(@PathParam("id") long id);

  /**
   * Takes in a file: xlsx, or texts parted by commas, semicolons or tabs. Answers where its columns
   * seem to go: as the caller said of the last file with the same headers, else by the headers.
   *
   * @param name the file's name; the one that the content came with where absent
   * @throws org.tangramcrm.platform.CrmException {@code forbidden}, {@code too-large}, or {@code
   *     invalid} for a collection that takes no imports and a file that cannot be read
   */
  @POST
  @Path("/content")
  @Consumes("*/*")
  @Operation(value = "", kind = Kind.CREATE)
  Import upload(
      @QueryParam("collection") @NotBlank String collection,
      @QueryParam("name") @Size(max = 500) String name,
      @NotNull DataHandler content);

  /**
   * Says where the columns go and what becomes of the rows. The columns are those of the file, in
   * its order.
   *
   * @throws org.tangramcrm.platform.CrmException {@code invalid} naming what does not fit, {@code
   *     conflict} once it has started
   */
  @PUT
  @Path("/{id}")
  @Operation(value = "", kind = Kind.REPLACE)
  Import update(@PathParam("id") long id, @NotNull @Valid Import imported);

  /**
   * Tries it: every row is written as it would be, and nothing of that is kept.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} once it has started
   */
  @POST
  @Path("/{id}/actions/check")
  @Operation("")
  Import check(@PathParam("id") long id);

  /**
   * Does it. One that was cancelled goes on where it was.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where it is done, or a job is at
   *     it
   */
  @POST
  @Path("/{id}/actions/run")
  @Operation("")
  Import run(@PathParam("id") long id);

  /**
   * Takes back what nobody changed since: new records go to the recycle bin, which needs the
   * permission to delete them, changed ones become what they were.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where nothing was done, or a job
   *     is at it
   */
  @POST
  @Path("/{id}/actions/undo")
  @Operation("")
  Import undo(@PathParam("id") long id);

  /**
   * A file to fill in: headers in the caller's language, what each column takes, and the values of
   * dictionaries.
   *
   * @param format {@code xlsx}, {@code csv} or {@code csv-gbk}, which have the headers alone; the
   *     first where absent
   * @throws org.tangramcrm.platform.CrmException {@code forbidden}, {@code not-found}
   */
  @GET
  @Path("/templates/{collection}")
  @Produces("*/*")
  @Operation(value = "", kind = Kind.FIND)
  DataHandler template(
      @PathParam("collection") @NotNull String collection,
      @QueryParam("format") @Pattern(regexp = "xlsx|csv|csv-gbk") String format);
}
