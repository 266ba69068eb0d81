package org.tangramcrm.sales;

import javax.activation.DataHandler;
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
 * What we offer customers (M-26). Whoever owns the opportunity or the customer sees it, too. Only
 * drafts are changed; all else happens by the operations below.
 */
@Contract(value = "quotes", record = Quote.class, merged = false)
@Path("/quotes")
@Consumes("application/json")
@Produces("application/json")
@WebService(name = "Quotes", targetNamespace = "urn:tangram:quotes:1")
public interface Quotes {
  @GET
  @Operation(value = "quotes.view", kind = Kind.LIST)
  QuotePage list(@BeanParam Query query);

  @GET
  @Path("/{id}")
  @Operation(value = "quotes.view", kind = Kind.READ)
  Quote get(@PathParam("id") long id);

  /** By the number of one version. */
  @GET
  @Path("/number:{number}")
  @Operation(value = "quotes.view", kind = Kind.FIND)
  Quote getByNumber(@PathParam("number") @NotNull String number);

  /**
   * As the customer gets it: a PDF file in the quote's language.
   *
   * @throws org.tangramcrm.platform.CrmException {@code forbidden} for who is not shown what stands
   *     on it
   */
  @GET
  @Path("/{id}/pdf")
  @Produces("*/*")
  @Operation(value = "quotes.print", kind = Kind.FIND)
  DataHandler pdf(@PathParam("id") long id);

  /**
   * A draft. The first quote of an opportunity counts for it.
   *
   * @throws org.tangramcrm.platform.CrmException {@code invalid} where the opportunity is closed, a
   *     product is off sale or has no price on the quote's day
   */
  @POST
  @Operation(value = "quotes.create", kind = Kind.CREATE)
  Quote create(@NotNull @Valid Quote quote);

  /**
   * Replaces a draft; what is absent is cleared. Lines of products that it had already stay, also
   * where these were taken off sale.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where it is no draft, {@code
   *     invalid} as {@link #create}
   */
  @PUT
  @Path("/{id}")
  @Operation(value = "quotes.edit", kind = Kind.REPLACE)
  Quote update(@PathParam("id") long id, @NotNull @Valid Quote quote);

  /**
   * Creates the record that an outside system knows by this key, or replaces it where it is there
   * already.
   */
  @PUT
  @Path("/external/{system}/{key}")
  @Operation("quotes.edit")
  Quote upsert(
      @PathParam("system") @NotNull String system,
      @PathParam("key") @NotNull String key,
      @NotNull @Valid Quote quote);

  /**
   * Moves a draft to the recycle bin. Where it counted for the opportunity, the newest of the
   * others does.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where it is no draft
   */
  @DELETE
  @Path("/{id}")
  @Operation(value = "quotes.delete", kind = Kind.DELETE)
  void delete(@PathParam("id") long id, @HeaderParam("If-Match") Integer version);

  /** Brings the record back from the recycle bin. */
  @POST
  @Path("/{id}/actions/restore")
  @Operation("quotes.delete")
  Quote restore(@PathParam("id") long id);

  /**
   * Asks for approval; one that needs none is approved by this.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where it is no draft, {@code
   *     invalid} where it has no lines or is not valid any more
   */
  @POST
  @Path("/{id}/actions/submit")
  @Operation("quotes.edit")
  Quote submit(@PathParam("id") long id);

  /**
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where it is not submitted
   */
  @POST
  @Path("/{id}/actions/approve")
  @Operation("quotes.approve")
  Quote approve(@PathParam("id") long id, @NotNull @Valid QuoteDecision decision);

  /**
   * Makes a draft of it again.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where it is neither submitted nor
   *     approved
   */
  @POST
  @Path("/{id}/actions/return")
  @Operation("quotes.approve")
  Quote giveBack(@PathParam("id") long id, @NotNull @Valid QuoteDecision decision);

  /**
   * Says that the customer has it; a draft that needs no approval may be sent at once.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where it still has to be
   *     approved, {@code invalid} where it has no lines or is not valid any more
   */
  @POST
  @Path("/{id}/actions/send")
  @Operation("quotes.send")
  Quote send(@PathParam("id") long id);

  /**
   * The customer takes it: the opportunity is won with what it comes to without tax, where both are
   * in the same currency, its other quotes are superseded, and {@link DealWon} is told; all of it,
   * or nothing. One that is accepted already answers as it is.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where it is not sent or has
   *     expired, or the opportunity is closed
   */
  @POST
  @Path("/{id}/actions/accept")
  @Operation("quotes.accept")
  Quote accept(@PathParam("id") long id, @NotNull @Valid QuoteAcceptance acceptance);

  /**
   * The customer does not take it.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where it was not sent
   */
  @POST
  @Path("/{id}/actions/reject")
  @Operation("quotes.accept")
  Quote reject(@PathParam("id") long id, @NotNull @Valid QuoteDecision decision);

  /**
   * A draft that is the next version: a copy, with another 30 days where the old one's have passed.
   * The old one is superseded by it, unless it was rejected. The next version counts for the
   * opportunity where the old one did.
   *
   * @return the next version
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where there is a next version, or
   *     the opportunity is closed
   */
  @POST
  @Path("/{id}/actions/new-version")
  @Operation("quotes.create")
  Quote newVersion(@PathParam("id") long id);

  /**
   * It counts for the opportunity from now on, and the one that did does not.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where it is rejected or
   *     superseded, or the opportunity is closed; {@code invalid} where its amount cannot be taken
   */
  @POST
  @Path("/{id}/actions/make-primary")
  @Operation("quotes.edit")
  Quote makePrimary(@PathParam("id") long id, @NotNull @Valid QuoteChoice choice);

  /**
   * It holds for longer, as it stands; one that expired is again what it was before.
   *
   * @throws org.tangramcrm.platform.CrmException {@code conflict} where it was decided or
   *     superseded, {@code invalid} where the day is past
   */
  @POST
  @Path("/{id}/actions/revalidate")
  @Operation("quotes.send")
  Quote revalidate(@PathParam("id") long id, @NotNull @Valid QuoteValidity validity);
}
