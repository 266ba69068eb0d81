package org.tangramcrm.platform.identity;

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

/** Who works with the system (M-85). */
@Contract(value = "users", record = User.class, entered = "departmentId", owned = false)
@Path("/users")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "UserDirectory", targetNamespace = "urn:tangram:users:1")
public interface UserDirectory {
  @GET
  @Operation(value = "users.view", kind = Kind.LIST)
  UserPage list(@BeanParam Query query);

  @GET
  @Path("/{id}")
  @Operation(value = "users.view", kind = Kind.READ)
  User get(@PathParam("id") long id);

  @POST
  @Operation(value = "users.create", kind = Kind.CREATE)
  User create(@NotNull @Valid User user);

  /** Replaces the record; what is absent is cleared. */
  @PUT
  @Path("/{id}")
  @Operation(value = "users.edit", kind = Kind.REPLACE)
  User update(@PathParam("id") long id, @NotNull @Valid User user);

  /** Moves the record to the recycle bin; sessions and tokens end at once. */
  @DELETE
  @Path("/{id}")
  @Operation(value = "users.delete", kind = Kind.DELETE)
  void delete(@PathParam("id") long id, @HeaderParam("If-Match") Integer version);

  /** Brings the record back from the recycle bin. */
  @POST
  @Path("/{id}/actions/restore")
  @Operation("users.delete")
  User restore(@PathParam("id") long id);

  /** The departments that they were in, the latest first (M-82). */
  @GET
  @Path("/{id}/memberships")
  @Operation(value = "users.view", kind = Kind.FIND)
  MembershipList memberships(@PathParam("id") long id);

  /** What they may do and reach, and by which of their roles. */
  @GET
  @Path("/{id}/permissions")
  @Operation(value = "roles.view", kind = Kind.FIND)
  Permissions permissions(@PathParam("id") long id);

  /** Where they are signed in with a browser. */
  @GET
  @Path("/{id}/sessions")
  @Operation(value = "users.edit", kind = Kind.FIND)
  SessionList sessions(@PathParam("id") long id);

  /** Ends a session of theirs, or all of them. */
  @POST
  @Path("/{id}/actions/end-session")
  @Operation("users.edit")
  void endSession(@PathParam("id") long id, @NotNull @Valid SessionEnd end);

  /** Who tried to sign in as them, and whether it succeeded. */
  @GET
  @Path("/{id}/sign-ins")
  @Operation(value = "users.edit", kind = Kind.FIND)
  SignInLog signIns(@PathParam("id") long id);

  /**
   * Tries to sign in with names that nobody has, by network and day. The names are not kept: they
   * may be passwords that were typed in the wrong place.
   */
  @GET
  @Path("/unknown/sign-ins")
  @Operation(value = "users.edit", kind = Kind.FIND)
  SignInLog unknownSignIns();

  /** Their tokens, by which programs act for them. */
  @GET
  @Path("/{id}/tokens")
  @Operation(value = "users.edit", kind = Kind.FIND)
  TokenPage tokens(@PathParam("id") long id);

  /** Ends a token of theirs, or all of them, at once. */
  @POST
  @Path("/{id}/actions/end-token")
  @Operation("users.edit")
  void endToken(@PathParam("id") long id, @NotNull @Valid TokenEnd end);

  /** Where the caller is signed in with a browser. */
  @GET
  @Path("/me/sessions")
  @Operation(value = "", kind = Kind.FIND)
  SessionList ownSessions();

  /** Ends a session of the caller's own, or all of them. */
  @POST
  @Path("/me/actions/end-session")
  @Operation("")
  void endOwnSession(@NotNull @Valid SessionEnd end);

  /** Who tried to sign in as the caller. */
  @GET
  @Path("/me/sign-ins")
  @Operation(value = "", kind = Kind.FIND)
  SignInLog ownSignIns();

  /** Sets a password for someone; their sessions and tokens end at once. */
  @POST
  @Path("/{id}/actions/set-password")
  @Operation("users.edit")
  void setPassword(@PathParam("id") long id, @NotNull @Valid PasswordChange change);

  /**
   * Changes the caller's own password; their sessions end at once. Whose password has expired may
   * do this and nothing else.
   */
  @POST
  @Path("/me/actions/change-password")
  @Operation("")
  void changePassword(@NotNull @Valid PasswordChange change);

  /**
   * Begins with a second factor for the caller, who signs in as before until they confirm it.
   * Refused as a conflict where they have one.
   */
  @POST
  @Path("/me/actions/begin-second-factor")
  @Operation(value = "", secret = true)
  SecondFactor beginSecondFactor(@NotNull @Valid PasswordProof proof);

  /**
   * From now on the caller's password is not enough: their device is set up, as its code shows.
   * They are signed out everywhere, since a password was enough for that.
   */
  @POST
  @Path("/me/actions/confirm-second-factor")
  @Operation("")
  void confirmSecondFactor(@NotNull @Valid SecondFactorCode code);

  /** The caller's password is enough again, where no role of theirs asks for more. */
  @POST
  @Path("/me/actions/remove-own-second-factor")
  @Operation("")
  void removeOwnSecondFactor(@NotNull @Valid SecondFactorRemoval removal);

  /** For somebody who lost their device; they are signed out everywhere. */
  @POST
  @Path("/{id}/actions/remove-second-factor")
  @Operation("users.edit")
  void removeSecondFactor(@PathParam("id") long id);
}
