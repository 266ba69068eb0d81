package org.tangramcrm.customers;

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

/** The register of all firms and bodies the company deals with (M-1 … M-5). */
@Contract(value = "customers", record = Customer.class)
@Path("/customers")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "CustomerRegistry", targetNamespace = "urn:tangram:customers:1")
public interface CustomerRegistry {
  @GET
  @Operation(value = "customers.view", kind = Kind.LIST)
  CustomerPage list(@BeanParam Query query);

  @GET
  @Path("/{id}")
  @Operation(value = "customers.view", kind = Kind.READ)
  Customer get(@PathParam("id") long id);

  @GET
  @Path("/number:{number}")
  @Operation(value = "customers.view", kind = Kind.FIND)
  Customer getByNumber(@PathParam("number") @NotNull String number);

  @POST
  @Operation(value = "customers.create", kind = Kind.CREATE)
  Customer create(@NotNull @Valid Customer customer);

  /** Replaces the record; what is absent is cleared. */
  @PUT
  @Path("/{id}")
  @Operation(value = "customers.edit", kind = Kind.REPLACE)
  Customer update(@PathParam("id") long id, @NotNull @Valid Customer customer);

  /**
   * Creates the record that an outside system knows by this key, or replaces it where it is there
   * already.
   */
  @PUT
  @Path("/external/{system}/{key}")
  @Operation("customers.edit")
  Customer upsert(
      @PathParam("system") @NotNull String system,
      @PathParam("key") @NotNull String key,
      @NotNull @Valid Customer customer);

  /**
   * Moves the record to the recycle bin. Its contacts, log and documents stay, as what was done was
   * done, and are there again with it; one that other customers belong to is {@code in-use}.
   */
  @DELETE
  @Path("/{id}")
  @Operation(value = "customers.delete", kind = Kind.DELETE)
  void delete(@PathParam("id") long id, @HeaderParam("If-Match") Integer version);

  /** Brings the record back from the recycle bin. */
  @POST
  @Path("/{id}/actions/restore")
  @Operation("customers.delete")
  Customer restore(@PathParam("id") long id);

  /**
   * Puts the customer into the pool (M-17): it is nobody's, its team ends, and whoever may claims
   * it. Its contacts and log stay with it; whose they are by themselves, they stay until then.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where it is there already, {@code
   *     forbidden} where the caller may only read it
   */
  @POST
  @Path("/{id}/actions/release")
  @Operation("customers.release")
  void release(@PathParam("id") long id, @NotNull @Valid PoolRelease release);

  /**
   * Puts customers into the pool together, as {@link #release} does. Those that are there already,
   * and those that the caller does not reach or may only read, stay as they are.
   *
   * @return which went there
   */
  @POST
  @Path("/actions/release")
  @Operation("customers.release")
  PoolReleased releaseAll(@NotNull @Valid PoolReleases releases);

  /**
   * Has rules leave the customer's level as it is (M-84); it can still be set by hand. Where it is
   * locked already, the new reason takes the place of the old one.
   *
   * @throws org.tangramcrm.platform.CrmException {@code forbidden} where the caller may only read
   *     the customer
   */
  @POST
  @Path("/{id}/actions/lock-level")
  @Operation("customers.lock-level")
  Customer lockLevel(@PathParam("id") long id, @NotNull @Valid LevelLock lock);

  /**
   * Has rules see to the customer's level again.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where it is not locked, {@code
   *     forbidden} as {@link #lockLevel}
   */
  @POST
  @Path("/{id}/actions/unlock-level")
  @Operation("customers.lock-level")
  Customer unlockLevel(@PathParam("id") long id);
}
