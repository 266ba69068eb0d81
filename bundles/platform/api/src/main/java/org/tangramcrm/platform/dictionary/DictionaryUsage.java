package org.tangramcrm.platform.dictionary;

import java.util.ArrayList;
import java.util.List;
import org.tangramcrm.platform.Total;

/** Which items of a dictionary stand on records, as far as the caller sees these. */
public class DictionaryUsage {
  public String code;

  /** The items that are in use. */
  public List<ItemUsage> items = new ArrayList<>();

  /** How often an item is used; counted up to 1,000 per place. */
  public static class ItemUsage {
    public String code;
    public Total total;
    public List<Place> places = new ArrayList<>();
  }

  /** A field of a collection. */
  public static class Place {
    public String collection;
    public String collectionTitle;
    public String field;
    public String fieldTitle;
    public Total total;
  }
}
