package org.tangramcrm.platform.identity;

/** What a device has to know to make codes (RFC 6238). It is shown once. */
public class SecondFactor {
  /** The secret in Base32, for devices without a camera. */
  public String secret;

  /** The same as an {@code otpauth:} address, which is shown as a square of dots. */
  public String uri;
}
