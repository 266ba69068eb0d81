package org.tangramcrm.platform.metadata;

import java.util.ArrayList;
import java.util.List;

/** The collections that are open now. */
public class MetadataList {
  public List<CollectionMetadata> items = new ArrayList<>();
}
