package org.tangramcrm.orders;

import javax.jws.WebService;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.Contract;
import org.tangramcrm.platform.contract.Operation;
import org.tangramcrm.platform.contract.Operation.Kind;

/** What made receivables what they are. */
@Contract(
    value = "receivable-entries",
    record = ReceivableEntry.class,
    titleField = "kind",
    owned = false)
@Path("/receivable-entries")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "ReceivableEntries", targetNamespace = "urn:tangram:receivable-entries:1")
public interface ReceivableEntries {
  @GET
  @Operation(value = "receivables.view", kind = Kind.LIST)
  ReceivableEntryPage list(@BeanParam Query query);

  @GET
  @Path("/{id}")
  @Operation(value = "receivables.view", kind = Kind.FIND)
  ReceivableEntry get(@PathParam("id") long id);
}
