package org.tangramcrm.platform.metadata;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * What a collection's records consist of, in the caller's language, and what the caller may do with
 * them.
 */
public class CollectionMetadata {
  public String collection;
  public String module;
  public String title;

  /** The field that stands for a record in pickers and headings. */
  public String titleField;

  /** Whether free text finds its records. */
  public boolean searched;

  /** Whether the company can add fields to its records. */
  public boolean extensible;

  public List<FieldMetadata> fields = new ArrayList<>();
  public List<OperationMetadata> operations = new ArrayList<>();

  /**
   * How card and form are arranged for the caller, where the company said so; null where they are
   * as the module has them.
   */
  public LayoutMetadata layout;

  /** A field of the record. */
  public static class FieldMetadata {
    public String key;
    public String title;

    /**
     * {@code text longtext code set integer decimal money date instant boolean reference references
     * nested}.
     */
    public String type;

    public boolean required;
    public boolean readOnly;
    public boolean filterable;
    public boolean sortable;

    /** A column of the list unless the user chooses others. */
    public boolean listed;

    public boolean writeOnly;

    /** Stands for one of the values of another field, which forms offer instead. */
    public boolean derived;

    /** Whether likely duplicates are looked for by what stands here, or within. */
    public boolean compared;

    public Integer maxLength;
    public BigDecimal min;
    public BigDecimal max;
    public String pattern;

    /** Of a text: it is the code of a currency. */
    public Boolean currency;

    /** Of a date: it cannot lie in the future. */
    public Boolean past;

    /** Of a number: it is told in per cent. */
    public Boolean percent;

    public String dictionary;

    /** The collection that the value is an id of. */
    public String reference;

    /** A filter that narrows the choice of a reference; {@code {field}} stands for a value. */
    public String candidates;

    public String section;

    /** Of a number that the company added: how many decimal places it takes. */
    public Integer decimals;

    /**
     * Of a field that the company added: what a new record has where nothing is given, as {@link
     * org.tangramcrm.platform.custom.CustomFieldDefinition#defaultValue} has it.
     */
    public String defaultValue;

    /** What to enter, where the company said. */
    public String help;

    /** Whether a nested field holds several values. */
    public Boolean list;

    /** Of a list of nested values: what was recorded stays as it is, and values are only added. */
    public Boolean appendOnly;

    /** What each value of a nested field consists of. */
    public List<FieldMetadata> fields = new ArrayList<>();
  }

  /** How card and form are arranged: the sections in their order. */
  public static class LayoutMetadata {
    public List<SectionMetadata> sections = new ArrayList<>();
  }

  /** A section of card and form, with the fields of it that the caller sees in their order. */
  public static class SectionMetadata {
    public String key;

    /** Null where it is called as the module calls it. */
    public String title;

    public List<PlacementMetadata> fields = new ArrayList<>();
  }

  /** A field in its section. */
  public static class PlacementMetadata {
    public String field;

    /** Whether it takes the whole width; half of it otherwise. */
    public boolean wide;
  }

  /** An operation of the contract. */
  public static class OperationMetadata {
    public String name;
    public String permission;

    /** What somebody is allowed to do by the permission, as roles name it. */
    public String title;

    public boolean allowed;
  }
}
