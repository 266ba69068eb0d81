package org.tangramcrm.customers;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.validation.Valid;
import javax.validation.constraints.Digits;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.PositiveOrZero;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.contract.Field;

/** A contact with a customer, planned or done (M-8). */
public class LogEntry extends BusinessRecord {
  @NotNull
  @Field(filterable = true, reference = "customers", parent = true, listed = true)
  public Long customerId;

  /** The customer's opportunity that it was about (M-21). */
  @Field(filterable = true, reference = "opportunities", candidates = "customerId=={customerId}")
  public Long opportunityId;

  /** What it was about. */
  @NotBlank
  @Size(max = 200)
  @Field(filterable = true, searched = true, listed = true)
  public String subject;

  /** Visit, telephone, e-mail, WeChat, meeting, exhibition … */
  @NotBlank
  @Size(max = 40)
  @Field(filterable = true, sortable = true, dictionary = "contact-method", listed = true)
  public String method;

  /** {@code planned}, {@code done} or {@code cancelled}; done where none is given. */
  @Size(max = 40)
  @Field(filterable = true, sortable = true, dictionary = "log-status", listed = true)
  public String status;

  /**
   * When it first stood here as done: from then on it can be changed for some days only, whatever
   * its status becomes meanwhile.
   */
  @Field(readOnly = true)
  public Instant doneAt;

  /** When it is to begin or began; what is done cannot lie ahead. Now where none is given. */
  @Field(filterable = true, sortable = true, listed = true)
  public Instant startAt;

  @Field public Instant endAt;

  /** With whom, of the customer's contacts. */
  @Size(max = 50)
  @Field(filterable = true, reference = "contacts", candidates = "customerId=={customerId}")
  public List<@NotNull Long> contactIds = new ArrayList<>();

  /** Who of us; the author where none is given. */
  @Size(max = 50)
  @Field(filterable = true, reference = "users")
  public List<@NotNull Long> userIds = new ArrayList<>();

  /** Who wrote it; stays for ever. Imports may name another than the caller. */
  @Field(filterable = true, reference = "users", listed = true)
  public Long authorId;

  @Size(max = 200)
  @Field
  public String place;

  /**
   * Where it was, in degrees north (WGS 84) with up to six decimal places; with {@link #longitude}
   * or not at all.
   */
  @Min(-90)
  @Max(90)
  @Digits(integer = 2, fraction = 6)
  @Field
  public BigDecimal latitude;

  /** In degrees east. */
  @Min(-180)
  @Max(180)
  @Digits(integer = 3, fraction = 6)
  @Field
  public BigDecimal longitude;

  @Size(max = 8000)
  @Field(multiline = true)
  public String content;

  @Size(max = 2000)
  @Field(section = "result", multiline = true)
  public String result;

  /** What it cost. */
  @Valid
  @PositiveOrZero
  @Field(section = "result")
  public Money cost;

  @Size(max = 500)
  @Field(section = "result")
  public String nextAction;

  /** When the next action is due. */
  @Field(filterable = true, sortable = true, section = "result")
  public Instant nextActionAt;

  /**
   * That the next action was done, or given up. Can be said for as long as the entry is there, also
   * when nothing else of it can be changed any more.
   */
  @Field(section = "result")
  public Boolean actionDone;

  /**
   * The customer's entries of which this one settles the next action: it is done by it, or taken up
   * by it where this one is planned. One that is cancelled settles nothing.
   */
  @Size(max = 50)
  @Field(
      filterable = true,
      reference = "contact-logs",
      candidates = "customerId=={customerId};actionOpen==true",
      section = "result")
  public List<@NotNull Long> settlesIds = new ArrayList<>();

  /**
   * Whether the next action is still to be done (M-8, M-30): the entry is done, it names a next
   * action or when that is due, and nobody said that it is done ({@link #actionDone}) or took it up
   * ({@link #settlesIds}). Other contacts leave it as it is.
   */
  @Field(readOnly = true, filterable = true, audited = false, section = "result")
  public Boolean actionOpen;
}
