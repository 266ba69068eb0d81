package org.tangramcrm.platform.audit;

import javax.jws.WebService;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.Contract;
import org.tangramcrm.platform.contract.Operation;
import org.tangramcrm.platform.contract.Operation.Kind;

/**
 * The audit. Who reaches all of the collection {@code audit} sees every fact, others see what they
 * did themselves.
 */
@Contract(value = "audit", record = Fact.class, titleField = "operation")
@Path("/audit")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "AuditLog", targetNamespace = "urn:tangram:audit:1")
public interface AuditLog {
  @GET
  @Operation(value = "audit.view", kind = Kind.LIST)
  FactPage list(@BeanParam Query query);
}
