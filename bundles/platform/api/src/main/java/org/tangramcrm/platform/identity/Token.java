package org.tangramcrm.platform.identity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.validation.constraints.Future;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Pattern;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.contract.Field;

/** A credential for a program that acts for a user, sent as {@code Authorization: Bearer}. */
public class Token {
  @Field(readOnly = true)
  public Long id;

  /** What it is for. */
  @NotBlank
  @Size(max = 100)
  public String name;

  /**
   * When it ends; 90 days from now where it is absent. How far away it can be says {@code
   * tokens.maxDays} of {@code etc/org.tangramcrm.platform.cfg}.
   */
  @Future public Instant expires;

  /** The operations it is cut to; without any it may do what its user may. */
  @Size(max = 200)
  public List<
          @NotNull @Size(max = 80) @Pattern(regexp = "[a-z][a-z0-9-]*\\.[A-Za-z][A-Za-z0-9-]*")
          String>
      scopes = new ArrayList<>();

  /** The token itself. Shown once, in the answer that creates it: only its digest is kept. */
  @Field(readOnly = true)
  public String token;

  @Field(readOnly = true)
  public Instant createdAt;

  /** When it was last shown, to the minute; absent where it never was. */
  @Field(readOnly = true)
  public Instant lastUsed;
}
