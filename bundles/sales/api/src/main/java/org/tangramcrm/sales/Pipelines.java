package org.tangramcrm.sales;

import javax.jws.WebService;
import javax.validation.Valid;
import javax.validation.constraints.NotNull;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.Contract;
import org.tangramcrm.platform.contract.Operation;
import org.tangramcrm.platform.contract.Operation.Kind;

/** The ways that opportunities go (M-31). One is delivered. */
@Contract(value = "pipelines", record = Pipeline.class, owned = false)
@Path("/pipelines")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "Pipelines", targetNamespace = "urn:tangram:pipelines:1")
public interface Pipelines {
  @GET
  @Operation(value = "pipelines.view", kind = Kind.LIST)
  PipelinePage list(@BeanParam Query query);

  @GET
  @Path("/{id}")
  @Operation(value = "pipelines.view", kind = Kind.READ)
  Pipeline get(@PathParam("id") long id);

  /**
   * One that is made the standard takes the place of the one that was.
   *
   * @throws org.tangramcrm.platform.CrmException {@code invalid} where a stage stands there twice,
   *     has a probability that its kind does not have, or one of the kinds is missing
   */
  @POST
  @Operation(value = "pipelines.edit", kind = Kind.CREATE)
  Pipeline create(@NotNull @Valid Pipeline pipeline);

  /**
   * @throws org.tangramcrm.platform.CrmException as {@link #create}; {@code in-use} where a stage
   *     is left out, or becomes one of another kind, that an opportunity is or was at: such a one
   *     is retired
   */
  @PUT
  @Path("/{id}")
  @Operation(value = "pipelines.edit", kind = Kind.REPLACE)
  Pipeline update(@PathParam("id") long id, @NotNull @Valid Pipeline pipeline);

  /**
   * @throws org.tangramcrm.platform.CrmException {@code in-use} where an opportunity goes this way,
   *     {@code conflict} for the standard one
   */
  @DELETE
  @Path("/{id}")
  @Operation(value = "pipelines.edit", kind = Kind.DELETE)
  void delete(@PathParam("id") long id, @HeaderParam("If-Match") Integer version);
}
