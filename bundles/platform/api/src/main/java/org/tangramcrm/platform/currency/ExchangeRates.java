package org.tangramcrm.platform.currency;

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

/**
 * The rates by which the company converts into its base currency. A document keeps the rate that
 * held on its day: what is changed here later changes no document.
 */
@Contract(
    value = "exchange-rates",
    record = ExchangeRate.class,
    titleField = "currency",
    owned = false)
@Path("/exchange-rates")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "ExchangeRates", targetNamespace = "urn:tangram:exchange-rates:1")
public interface ExchangeRates {
  @GET
  @Operation(value = "exchange-rates.view", kind = Kind.LIST)
  ExchangeRatePage list(@BeanParam Query query);

  @GET
  @Path("/{id}")
  @Operation(value = "exchange-rates.view", kind = Kind.READ)
  ExchangeRate get(@PathParam("id") long id);

  /**
   * @throws org.tangramcrm.platform.CrmException {@code invalid} where it is of the base currency,
   *     or one of the currency begins on that day already
   */
  @POST
  @Operation(value = "exchange-rates.edit", kind = Kind.CREATE)
  ExchangeRate create(@NotNull @Valid ExchangeRate rate);

  /**
   * @throws org.tangramcrm.platform.CrmException as {@link #create}
   */
  @PUT
  @Path("/{id}")
  @Operation(value = "exchange-rates.edit", kind = Kind.REPLACE)
  ExchangeRate update(@PathParam("id") long id, @NotNull @Valid ExchangeRate rate);

  @DELETE
  @Path("/{id}")
  @Operation(value = "exchange-rates.edit", kind = Kind.DELETE)
  void delete(@PathParam("id") long id, @HeaderParam("If-Match") Integer version);
}
