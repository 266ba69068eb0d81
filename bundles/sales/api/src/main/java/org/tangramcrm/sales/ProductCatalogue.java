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

/** What the company sells (M-19): the whole company's, whoever may look here sees all of it. */
@Contract(value = "products", record = Product.class, owned = false)
@Path("/products")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "ProductCatalogue", targetNamespace = "urn:tangram:products:1")
public interface ProductCatalogue {
  @GET
  @Operation(value = "products.view", kind = Kind.LIST)
  ProductPage list(@BeanParam Query query);

  @GET
  @Path("/{id}")
  @Operation(value = "products.view", kind = Kind.READ)
  Product get(@PathParam("id") long id);

  /**
   * @throws org.tangramcrm.platform.CrmException {@code invalid} where the code is another's, two
   *     prices of a currency hold on the same day, or the picture is not attached to it
   */
  @POST
  @Operation(value = "products.create", kind = Kind.CREATE)
  Product create(@NotNull @Valid Product product);

  /**
   * Replaces the record; what is absent is cleared. Papers that have its price keep that.
   *
   * @throws org.tangramcrm.platform.CrmException as {@link #create}
   */
  @PUT
  @Path("/{id}")
  @Operation(value = "products.edit", kind = Kind.REPLACE)
  Product update(@PathParam("id") long id, @NotNull @Valid Product product);

  /**
   * Creates the record that an outside system knows by this key, or replaces it where it is there
   * already.
   */
  @PUT
  @Path("/external/{system}/{key}")
  @Operation("products.edit")
  Product upsert(
      @PathParam("system") @NotNull String system,
      @PathParam("key") @NotNull String key,
      @NotNull @Valid Product product);

  /** Moves the record to the recycle bin; one that others refer to is {@code in-use}. */
  @DELETE
  @Path("/{id}")
  @Operation(value = "products.delete", kind = Kind.DELETE)
  void delete(@PathParam("id") long id, @HeaderParam("If-Match") Integer version);

  /** Brings the record back from the recycle bin. */
  @POST
  @Path("/{id}/actions/restore")
  @Operation("products.delete")
  Product restore(@PathParam("id") long id);
}
