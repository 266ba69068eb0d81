package org.tangramcrm.platform.bin;

import javax.jws.WebService;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Size;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import org.tangramcrm.platform.contract.Contract;
import org.tangramcrm.platform.contract.Operation;
import org.tangramcrm.platform.contract.Operation.Kind;

/**
 * The recycle bin (M-15). Records are brought back by their own contract: {@code POST
 * /<collection>/{id}/actions/restore}.
 */
@Contract("recycle-bin")
@Path("/recycle-bin")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "RecycleBin", targetNamespace = "urn:tangram:recycle-bin:1")
public interface RecycleBin {
  /**
   * What was deleted of a collection, as far as the caller reaches it. Needs the permission to
   * delete there.
   *
   * @param q part of what it was called; all where absent
   * @throws org.tangramcrm.platform.CrmException {@code forbidden}, {@code not-found}
   */
  @GET
  @Path("/{collection}")
  @Operation(value = "", kind = Kind.FIND)
  DeletedList list(
      @PathParam("collection") @NotNull String collection,
      @QueryParam("q") @Size(max = 200) String q);
}
