package org.tangramcrm.platform.analysis;

import javax.activation.DataHandler;
import javax.jws.WebService;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Pattern;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import org.tangramcrm.platform.contract.Contract;
import org.tangramcrm.platform.contract.Operation;
import org.tangramcrm.platform.contract.Operation.Kind;

/**
 * The analyses of all modules that are there (R-1 … R-37). Each has a permission of its own, {@code
 * analyses.<code>}; what it counts are the records that the caller reaches, so that rows beyond
 * that are in no count and no sum.
 */
@Contract(Analyses.COLLECTION)
@Path("/analyses")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "Analyses", targetNamespace = "urn:tangram:analyses:1")
public interface Analyses {
  String COLLECTION = "analyses";

  String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

  /** Those that the caller may run, by code. */
  @GET
  @Operation(value = "", kind = Kind.LIST)
  AnalysisList list();

  /**
   * Works one out, as things stand now.
   *
   * @param code such as {@code R-3}
   * @throws org.tangramcrm.platform.CrmException {@code not-found} where there is none of that
   *     code, {@code forbidden}, {@code unknown-parameter} for a parameter that it does not take,
   *     {@code invalid} for a value that it does not know
   */
  @GET
  @Path("/{code}")
  @Produces({"application/json", XLSX})
  @Operation(value = "", kind = Kind.FIND, asFile = "file")
  AnalysisResult run(
      @PathParam("code") @NotNull String code, @BeanParam AnalysisParameters parameters);

  /**
   * The same figures as a file; REST also gives it at {@code /analyses/{code}} to who accepts an
   * Excel file.
   *
   * @param format {@code xlsx} (default), {@code csv} (UTF-8) or {@code csv-gbk}
   */
  @GET
  @Path("/{code}/file")
  @Operation(value = "", kind = Kind.FIND)
  DataHandler file(
      @PathParam("code") @NotNull String code,
      @BeanParam AnalysisParameters parameters,
      @QueryParam("format") @Pattern(regexp = "xlsx|csv|csv-gbk") String format);
}
