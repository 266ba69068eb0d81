package org.tangramcrm.platform.duplicate;

import javax.jws.WebService;
import javax.validation.Valid;
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
import org.tangramcrm.platform.job.Job;

/**
 * Records that are likely there twice (M-16): the same in an identifying field, or alike as {@link
 * org.tangramcrm.platform.contract.Likeness} has it. Fields that are hidden from the caller are not
 * compared.
 */
@Contract("duplicates")
@Path("/duplicates")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "Duplicates", targetNamespace = "urn:tangram:duplicates:1")
public interface Duplicates {
  /**
   * The likely duplicates of a record.
   *
   * @throws org.tangramcrm.platform.CrmException {@code not-found} where the caller does not see
   *     the record
   */
  @GET
  @Path("/{collection}/{id}")
  @Operation(value = "", kind = Kind.FIND)
  DuplicateList of(@PathParam("collection") @NotNull String collection, @PathParam("id") long id);

  /**
   * The likely duplicates of what is being entered. Whoever may see records of the collection may
   * ask.
   *
   * @throws org.tangramcrm.platform.CrmException {@code forbidden}, or {@code invalid} for a field
   *     that is not there
   */
  @POST
  @Path("/{collection}/actions/find")
  @Operation(value = "", kind = Kind.FIND)
  DuplicateList find(
      @PathParam("collection") @NotNull String collection, @NotNull @Valid DuplicateSearch search);

  /**
   * Begins a job that looks through a collection for records that are likely there twice: those
   * that the caller may merge, as for {@link org.tangramcrm.platform.merge.Merges}. What more than
   * 50 records have in common counts for nothing, and of what was dismissed before nothing is
   * found. Of at most 2,000 groups it is kept for seven days what they are, in place of what the
   * caller's last search found.
   *
   * @throws org.tangramcrm.platform.CrmException {@code forbidden}; {@code not-found} for a
   *     collection whose records are not compared, or not merged; {@code conflict} where the
   *     caller's last search has not ended
   */
  @POST
  @Path("/{collection}/actions/search")
  @Operation("")
  Job search(@PathParam("collection") @NotNull String collection);

  /**
   * What the caller's last search found, as far as they could still merge it; nobody else sees it.
   *
   * @param after what the page before told as {@link DuplicateGroupList#next}; absent for the first
   * @throws org.tangramcrm.platform.CrmException as {@link #search}, but {@code conflict}
   */
  @GET
  @Path("/{collection}/groups")
  @Operation(value = "", kind = Kind.FIND)
  DuplicateGroupList groups(
      @PathParam("collection") @NotNull String collection, @QueryParam("after") Long after);

  /**
   * Says of records of a group that they are not the same: whoever searches or has searched, no two
   * of them are found for each other any more, nor is what is merged with them later, until it is
   * taken back ({@link #withdraw}).
   *
   * @return what is left of the group
   * @throws org.tangramcrm.platform.CrmException as {@link #groups}; {@code not-found} for a group
   *     that the caller's last search did not find; {@code conflict} where it is merged; {@code
   *     invalid} for records that are not of the group
   */
  @POST
  @Path("/{collection}/groups/{id}/actions/dismiss")
  @Operation("")
  DuplicateGroup dismiss(
      @PathParam("collection") @NotNull String collection,
      @PathParam("id") long id,
      @NotNull @Valid DuplicateDismissal dismissal);

  /**
   * The pairs of records of which somebody said that they are not the same, as far as the caller
   * could merge both.
   *
   * @throws org.tangramcrm.platform.CrmException as {@link #search}, but {@code conflict}
   */
  @GET
  @Path("/{collection}/dismissals")
  @Operation(value = "", kind = Kind.FIND)
  DistinctPairList dismissals(@PathParam("collection") @NotNull String collection);

  /**
   * Takes back, for any two of some records, that they are not the same: they are found for each
   * other again. Nothing where nobody said so.
   *
   * @throws org.tangramcrm.platform.CrmException as {@link #dismissals}; {@code invalid} for
   *     records that the caller could not merge
   */
  @POST
  @Path("/{collection}/actions/withdraw")
  @Operation("")
  void withdraw(
      @PathParam("collection") @NotNull String collection,
      @NotNull @Valid DuplicateDismissal dismissal);
}
