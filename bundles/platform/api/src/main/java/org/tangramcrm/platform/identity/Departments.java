package org.tangramcrm.platform.identity;

import java.time.LocalDate;
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
import javax.ws.rs.QueryParam;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.Contract;
import org.tangramcrm.platform.contract.Operation;
import org.tangramcrm.platform.contract.Operation.Kind;

/** The company's departments, as a tree (M-82). */
@Contract(value = "departments", record = Department.class, owned = false)
@Path("/departments")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "Departments", targetNamespace = "urn:tangram:departments:1")
public interface Departments {
  @GET
  @Operation(value = "departments.view", kind = Kind.LIST)
  DepartmentPage list(@BeanParam Query query);

  @GET
  @Path("/{id}")
  @Operation(value = "departments.view", kind = Kind.READ)
  Department get(@PathParam("id") long id);

  @POST
  @Operation(value = "departments.create", kind = Kind.CREATE)
  Department create(@NotNull @Valid Department department);

  /** Replaces the record; what is absent is cleared. */
  @PUT
  @Path("/{id}")
  @Operation(value = "departments.edit", kind = Kind.REPLACE)
  Department update(@PathParam("id") long id, @NotNull @Valid Department department);

  /** Moves the record to the recycle bin; refused while users or departments are in it. */
  @DELETE
  @Path("/{id}")
  @Operation(value = "departments.delete", kind = Kind.DELETE)
  void delete(@PathParam("id") long id, @HeaderParam("If-Match") Integer version);

  /** Brings the record back from the recycle bin. */
  @POST
  @Path("/{id}/actions/restore")
  @Operation("departments.delete")
  Department restore(@PathParam("id") long id);

  /** Where it stood in the tree, and who came and went (M-82). */
  @GET
  @Path("/{id}/history")
  @Operation(value = "departments.view", kind = Kind.FIND)
  DepartmentHistory history(@PathParam("id") long id);

  /**
   * How it was at the end of a day: what was below it, and how many people (M-82).
   *
   * @param day by the company's time zone, from 1900 to today; today where it is absent
   */
  @GET
  @Path("/{id}/as-at")
  @Operation(value = "departments.view", kind = Kind.FIND)
  DepartmentAsAt asAt(@PathParam("id") long id, @QueryParam("day") LocalDate day);
}
