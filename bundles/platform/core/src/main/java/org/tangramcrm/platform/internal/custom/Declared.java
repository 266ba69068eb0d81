package org.tangramcrm.platform.internal.custom;

import java.lang.annotation.Annotation;
import org.tangramcrm.platform.contract.Field;
import org.tangramcrm.platform.contract.FieldType;
import org.tangramcrm.platform.contract.Likeness;
import org.tangramcrm.platform.custom.CustomFieldDefinition;
import org.tangramcrm.platform.internal.formula.Formula;

/** What a contract would declare of a field that the company added. */
record Declared(
    boolean filterable,
    boolean sortable,
    boolean searched,
    boolean listed,
    String dictionary,
    String reference,
    boolean multiline,
    boolean readOnly,
    String[] follows)
    implements Field {
  static final String SECTION = "custom";

  static Declared of(CustomFieldDefinition field, FieldType type) {
    return new Declared(
        type != FieldType.LONGTEXT,
        switch (type) {
          case LONGTEXT, SET, REFERENCE -> false;
          default -> true;
        },
        Boolean.TRUE.equals(field.searched),
        Boolean.TRUE.equals(field.listed),
        field.dictionary == null ? "" : field.dictionary,
        field.reference == null ? "" : field.reference,
        type == FieldType.LONGTEXT,
        field.formula != null,
        field.formula == null
            ? new String[0]
            : Formula.fieldsOf(field.formula).toArray(String[]::new));
  }

  @Override
  public Class<? extends Annotation> annotationType() {
    return Field.class;
  }

  @Override
  public String section() {
    return SECTION;
  }

  @Override
  public Likeness alike() {
    return Likeness.NONE;
  }

  @Override
  public String candidates() {
    return "";
  }

  @Override
  public boolean stored() {
    return true;
  }

  @Override
  public boolean identifying() {
    return false;
  }

  @Override
  public boolean parent() {
    return false;
  }

  @Override
  public boolean derived() {
    return false;
  }

  @Override
  public boolean restrictsDelete() {
    return false;
  }

  @Override
  public boolean staysInMerge() {
    return false;
  }

  @Override
  public String restrictsWhile() {
    return "";
  }

  @Override
  public boolean perUnit() {
    return false;
  }

  @Override
  public boolean percent() {
    return false;
  }

  @Override
  public boolean appendOnly() {
    return false;
  }

  @Override
  public boolean audited() {
    return true;
  }

  @Override
  public boolean writeOnly() {
    return false;
  }
}
