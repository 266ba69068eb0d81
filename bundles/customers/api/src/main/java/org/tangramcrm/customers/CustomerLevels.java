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
import org.tangramcrm.platform.job.Job;

/**
 * The levels of customers and their rules (M-84). While no rule is active, levels are what people
 * set. Otherwise every night, and when it is asked for, customers of the type {@code customer} come
 * to the highest level whose rule they meet; one whose level is locked, or is given by no active
 * rule, keeps it, and so does one whose value lies between {@code leaveBelow} and {@code enterAt}.
 * What cannot be said, as the value is not known or its module is stopped, changes nothing.
 */
@Contract(
    value = "customer-levels",
    record = CustomerLevel.class,
    titleField = "level",
    owned = false)
@Path("/customer-levels")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "CustomerLevels", targetNamespace = "urn:tangram:customer-levels:1")
public interface CustomerLevels {
  @GET
  @Operation(value = "customer-levels.view", kind = Kind.LIST)
  CustomerLevelPage list(@BeanParam Query query);

  @GET
  @Path("/{id}")
  @Operation(value = "customer-levels.view", kind = Kind.READ)
  CustomerLevel get(@PathParam("id") long id);

  /**
   * @throws org.tangramcrm.platform.CrmException {@code invalid} where the level or its rank is
   *     there already, or an active rule lacks what it goes by
   */
  @POST
  @Operation(value = "customer-levels.edit", kind = Kind.CREATE)
  CustomerLevel create(@NotNull @Valid CustomerLevel level);

  /**
   * @throws org.tangramcrm.platform.CrmException as {@link #create}
   */
  @PUT
  @Path("/{id}")
  @Operation(value = "customer-levels.edit", kind = Kind.REPLACE)
  CustomerLevel update(@PathParam("id") long id, @NotNull @Valid CustomerLevel level);

  /** Forgets what a level means; customers keep it. */
  @DELETE
  @Path("/{id}")
  @Operation(value = "customer-levels.edit", kind = Kind.DELETE)
  void delete(@PathParam("id") long id, @HeaderParam("If-Match") Integer version);

  /** What rules can go by just now: the measures of the modules that are there. */
  @GET
  @Path("/measures")
  @Operation(value = "customer-levels.view", kind = Kind.FIND)
  LevelMeasureList measures();

  /**
   * What going through all customers now would come to; nothing is changed.
   *
   * @throws org.tangramcrm.platform.CrmException {@code forbidden} for who does not see all
   *     customers, or not their levels
   */
  @POST
  @Path("/actions/preview")
  @Operation(value = "customer-levels.recalculate", kind = Kind.FIND)
  LevelPreview preview();

  /**
   * Goes through all customers now, by a job. One that is cancelled leaves as it is what it did by
   * then.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where no rule is active, {@code
   *     forbidden} as above
   */
  @POST
  @Path("/actions/recalculate")
  @Operation("customer-levels.recalculate")
  Job recalculate();
}
