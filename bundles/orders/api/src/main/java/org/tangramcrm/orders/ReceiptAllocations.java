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

/** What receipts paid. */
@Contract(
    value = "receipt-allocations",
    record = ReceiptAllocation.class,
    titleField = "receiptId",
    owned = false)
@Path("/receipt-allocations")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "ReceiptAllocations", targetNamespace = "urn:tangram:receipt-allocations:1")
public interface ReceiptAllocations {
  @GET
  @Operation(value = "receipts.view", kind = Kind.LIST)
  ReceiptAllocationPage list(@BeanParam Query query);

  @GET
  @Path("/{id}")
  @Operation(value = "receipts.view", kind = Kind.FIND)
  ReceiptAllocation get(@PathParam("id") long id);
}
