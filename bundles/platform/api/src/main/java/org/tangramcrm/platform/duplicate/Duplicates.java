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
import org.tangramcrm.platform.contract.Contract;
import org.tangramcrm.platform.contract.Operation;
import org.tangramcrm.platform.contract.Operation.Kind;

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
}
