package org.tangramcrm.orders;

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

/** The instalments of orders as they are owed (M-40), whose plan stands on the order. */
@Contract(value = "receivables", record = Receivable.class, titleField = "number", owned = false)
@Path("/receivables")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "Receivables", targetNamespace = "urn:tangram:receivables:1")
public interface Receivables {
  @GET
  @Operation(value = "receivables.view", kind = Kind.LIST)
  ReceivablePage list(@BeanParam Query query);

  @GET
  @Path("/{id}")
  @Operation(value = "receivables.view", kind = Kind.READ)
  Receivable get(@PathParam("id") long id);

  /**
   * What it waited for has come about: it is due.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where it is not unscheduled and
   *     open
   */
  @POST
  @Path("/{id}/actions/reach")
  @Operation("receivables.edit")
  Receivable reach(@PathParam("id") long id, @NotNull @Valid MilestoneReached reached);

  /**
   * Gives up what is left of it.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where it is not open or the
   *     period is closed, {@code invalid} where it is more than is left
   */
  @POST
  @Path("/{id}/actions/write-off")
  @Operation("receivables.write-off")
  Receivable writeOff(@PathParam("id") long id, @NotNull @Valid WriteOff writeOff);
}
