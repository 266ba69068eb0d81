package org.tangramcrm.platform.timeline;

import javax.jws.WebService;
import javax.validation.constraints.NotNull;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.audit.FactPage;
import org.tangramcrm.platform.contract.Contract;
import org.tangramcrm.platform.contract.Operation;
import org.tangramcrm.platform.contract.Operation.Kind;

/**
 * What happened to a record and to all that belongs to it, the newest first. Who may read a record
 * may read this of it; of what belongs to it they see what they reach.
 */
@Contract("timeline")
@Path("/timeline")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "Timeline", targetNamespace = "urn:tangram:timeline:1")
public interface Timeline {
  /**
   * @param collection of the record
   * @param id of the record
   */
  @GET
  @Path("/{collection}/{id}")
  @Operation(value = "", kind = Kind.LIST)
  FactPage list(
      @PathParam("collection") @NotNull String collection,
      @PathParam("id") long id,
      @BeanParam Query query);
}
