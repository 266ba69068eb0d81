package org.tangramcrm.platform.calendar;

import java.time.LocalDate;
import javax.jws.WebService;
import javax.validation.Valid;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotNull;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import org.tangramcrm.platform.contract.Contract;
import org.tangramcrm.platform.contract.Operation;
import org.tangramcrm.platform.contract.Operation.Kind;

/**
 * On which days the company works (M-95): by the week, but for public holidays and the days that
 * are worked instead of them, as they were announced, and for what the company says of single days.
 */
@Contract("working-calendar")
@Path("/working-calendar")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "WorkingCalendar", targetNamespace = "urn:tangram:working-calendar:1")
public interface WorkingCalendar {
  /** The days of a year. */
  @GET
  @Path("/{year}")
  @Operation(value = "", kind = Kind.FIND)
  WorkingYear year(@PathParam("year") @Min(1970) @Max(2199) int year);

  /**
   * How many days are worked in a time.
   *
   * @param from its first day
   * @param to its last day; none are worked where it lies before the first. At most ten years on
   * @throws org.tangramcrm.platform.CrmException {@code invalid}
   */
  @GET
  @Path("/between")
  @Operation(value = "", kind = Kind.FIND)
  WorkingDays between(
      @QueryParam("from") @NotNull LocalDate from, @QueryParam("to") @NotNull LocalDate to);

  /**
   * The working day that is so many working days after a day: the next one for 1.
   *
   * @param days from 1 to 1,000
   */
  @GET
  @Path("/after")
  @Operation(value = "", kind = Kind.FIND)
  WorkingDays after(
      @QueryParam("from") @NotNull LocalDate from,
      @QueryParam("days") @NotNull @Min(1) @Max(1000) Integer days);

  /** Says whether a day is worked, whatever the week and the holidays say. */
  @PUT
  @Path("/days/{date}")
  @Operation("working-calendar.edit")
  CalendarDay set(@PathParam("date") @NotNull LocalDate date, @NotNull @Valid DayRule day);

  /** Takes back what the company said of a day. */
  @DELETE
  @Path("/days/{date}")
  @Operation("working-calendar.edit")
  void reset(@PathParam("date") @NotNull LocalDate date);
}
