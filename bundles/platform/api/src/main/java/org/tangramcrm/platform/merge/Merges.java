package org.tangramcrm.platform.merge;

import javax.jws.WebService;
import javax.validation.Valid;
import javax.validation.constraints.NotNull;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.Contract;
import org.tangramcrm.platform.contract.Operation;
import org.tangramcrm.platform.contract.Operation.Kind;

/**
 * Merges (M-16). Whoever has the permission {@code <collection>.merge}, and may edit and delete
 * there, makes one of several records that they reach by their own roles. A merge is done by a job,
 * whole or not at all, and can be undone for some days ({@code merge.undoDays} of {@code
 * etc/org.tangramcrm.platform.cfg}).
 */
@Contract(value = "merges", record = Merge.class, titleField = "collection", owned = false)
@Path("/merges")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "Merges", targetNamespace = "urn:tangram:merges:1")
public interface Merges {
  /** The caller's own; all of them with the permission {@code merges.manage}. */
  @GET
  @Operation(value = "", kind = Kind.LIST)
  MergePage list(@BeanParam Query query);

  @GET
  @Path("/{id}")
  @Operation(value = "", kind = Kind.READ)
  Merge get(@PathParam("id") long id);

  /**
   * What a merge would come to; nothing is done.
   *
   * @throws org.tangramcrm.platform.CrmException as {@link #create}, but for values that cannot be
   *     had where none are chosen
   */
  @POST
  @Path("/actions/preview")
  @Operation(value = "", kind = Kind.FIND)
  MergePreview preview(@NotNull @Valid Merge merge);

  /**
   * Begins a merge.
   *
   * @throws org.tangramcrm.platform.CrmException {@code forbidden}, or {@code invalid} for a
   *     collection that is not merged, a record that is not there, or is named twice, and a choice
   *     that cannot be made, or would break a rule of the record
   */
  @POST
  @Operation(value = "", kind = Kind.CREATE)
  Merge create(@NotNull @Valid Merge merge);

  /**
   * Makes of one record what it was made of: the others come back with their ids, numbers and
   * owners, and what refers to the one since the merge refers to them again where it still does;
   * fields that were changed since, or cannot say any more what they said, stay as they are.
   *
   * @throws org.tangramcrm.platform.CrmException {@code forbidden} as {@link #create}; {@code
   *     conflict} where it is not done, or was too long ago, or is being undone, or the record that
   *     stayed was merged into another or took in others since: the last goes first
   */
  @POST
  @Path("/{id}/actions/undo")
  @Operation("")
  Merge undo(@PathParam("id") long id);
}
