package org.tangramcrm.platform.job;

import javax.activation.DataHandler;
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

/**
 * Long work. Whoever asked for a job sees it, its progress and its result, and nobody else does;
 * that it was asked for is in the audit.
 */
@Contract(value = "jobs", record = Job.class, titleField = "fileName", owned = false)
@Path("/jobs")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "Jobs", targetNamespace = "urn:tangram:jobs:1")
public interface Jobs {
  @GET
  @Operation(value = "", kind = Kind.LIST)
  JobPage list(@BeanParam Query query);

  @GET
  @Path("/{id}")
  @Operation(value = "", kind = Kind.READ)
  Job get(@PathParam("id") long id);

  /**
   * Writes records of a collection to a file: those that the caller reaches, with the fields that
   * they see. Needs the permission {@code <collection>.export} beside that to list them.
   *
   * @throws org.tangramcrm.platform.CrmException {@code forbidden}, {@code invalid-filter} or
   *     {@code unknown-field}
   */
  @POST
  @Path("/exports")
  @Operation("")
  Job export(@NotNull @Valid ExportRequest request);

  /**
   * Ends a job that is not done. What it did so far is undone; of an import it stays, which can go
   * on or be undone.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where it has ended
   */
  @POST
  @Path("/{id}/actions/cancel")
  @Operation("")
  Job cancel(@PathParam("id") long id);

  /**
   * The file that came of it. Kept for seven days.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where it is not done, {@code
   *     forbidden} where the caller may not export any more
   */
  @GET
  @Path("/{id}/result")
  @Produces("*/*")
  @Operation(value = "", kind = Kind.FIND)
  DataHandler result(@PathParam("id") long id);
}
