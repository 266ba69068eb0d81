package org.tangramcrm.platform.transfer;

import java.util.ArrayList;
import java.util.List;

/** What a transfer would come to. */
public class TransferPreview {
  /** The collection itself first, then each that can go with it, whether or not it is asked for. */
  public List<TransferPart> parts = new ArrayList<>();
}
