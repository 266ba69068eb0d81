package org.tangramcrm.platform.identity;

/** Which token is to end. */
public class TokenEnd {
  /** As {@link Token#id} names it; all of them where absent. */
  public Long tokenId;
}
