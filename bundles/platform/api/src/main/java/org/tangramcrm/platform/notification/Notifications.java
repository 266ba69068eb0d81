package org.tangramcrm.platform.notification;

import java.time.Instant;
import javax.jws.WebService;
import javax.validation.Valid;
import javax.validation.constraints.NotNull;
import javax.ws.rs.BeanParam;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
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

/**
 * What the caller is told without asking (M-96): nobody else's, and nothing of what they did
 * themselves. Made of the log of facts a moment after the fact; the event {@code notifications} of
 * {@code /api/v1/events?topics=notifications} tells that there is something new. What happens to
 * the same record is one notice until it is read. Notices go after some time (90 days unless
 * configured).
 */
@Contract("notifications")
@Path("/notifications")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "Notifications", targetNamespace = "urn:tangram:notifications:1")
public interface Notifications {
  /** The caller's notices; those not read first, the last first, unless asked for otherwise. */
  @GET
  @Operation(value = "", kind = Kind.LIST)
  NotificationPage list(@BeanParam Query query);

  @GET
  @Path("/unread")
  @Operation(value = "", kind = Kind.FIND)
  UnreadCount unread();

  /**
   * Marks one as read.
   *
   * @param until as {@code changedAt} was when it was shown: what was added since stays unread;
   *     null for all of it
   */
  @POST
  @Path("/{id}/actions/read")
  @Operation("")
  UnreadCount read(@PathParam("id") long id, @QueryParam("until") Instant until);

  /**
   * Marks all as read.
   *
   * @param until the last {@code changedAt} that was shown: what came or was added since stays
   *     unread; null for all
   */
  @POST
  @Path("/actions/read")
  @Operation("")
  UnreadCount readAll(@QueryParam("until") Instant until);

  /** What the caller wants to be told, of every kind. */
  @GET
  @Path("/preferences")
  @Operation(value = "", kind = Kind.FIND)
  NotificationPreferences preferences();

  /** Says so for the kinds that are named; the others stay as they are. */
  @PUT
  @Path("/preferences")
  @Operation("")
  NotificationPreferences prefer(@NotNull @Valid NotificationPreferences preferences);
}
