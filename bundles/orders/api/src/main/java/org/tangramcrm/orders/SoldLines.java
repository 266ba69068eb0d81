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

/** The lines of orders that count, one by one. */
@Contract(value = "order-lines", record = SoldLine.class, owned = false)
@Path("/order-lines")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "SoldLines", targetNamespace = "urn:tangram:order-lines:1")
public interface SoldLines {
  @GET
  @Operation(value = "orders.view", kind = Kind.LIST)
  SoldLinePage list(@BeanParam Query query);

  @GET
  @Path("/{id}")
  @Operation(value = "orders.view", kind = Kind.FIND)
  SoldLine get(@PathParam("id") long id);
}
