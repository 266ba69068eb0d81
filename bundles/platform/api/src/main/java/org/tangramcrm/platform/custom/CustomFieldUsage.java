package org.tangramcrm.platform.custom;

import java.util.ArrayList;
import java.util.List;

/** Where a custom field is used. */
public class CustomFieldUsage {
  public List<Place> places = new ArrayList<>();

  /** Something that would miss it. */
  public static class Place {
    /**
     * {@code records}, those in the recycle bin too, {@code formulas}, {@code views}, {@code roles}
     * or {@code layouts}.
     */
    public String kind;

    /**
     * What the view, the role or the field with the formula is called, or the role that the layout
     * is for; null for records, for the layout for everybody, and for those that the caller does
     * not see or that are too many to be named.
     */
    public String name;

    /**
     * How many records that the caller sees have a value, counted up to 1,000; 0 where only others
     * have one. Of views, roles and layouts without a name how many they are, 0 for the layout for
     * everybody; null where there is a name.
     */
    public Integer count;
  }
}
