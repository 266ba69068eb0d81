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

/** What orders were before they were changed. */
@Contract(
    value = "order-revisions",
    record = OrderRevision.class,
    titleField = "revision",
    owned = false)
@Path("/order-revisions")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "OrderRevisions", targetNamespace = "urn:tangram:order-revisions:1")
public interface OrderRevisions {
  @GET
  @Operation(value = "orders.view", kind = Kind.LIST)
  OrderRevisionPage list(@BeanParam Query query);

  @GET
  @Path("/{id}")
  @Operation(value = "orders.view", kind = Kind.FIND)
  OrderRevision get(@PathParam("id") long id);
}
