package org.tangramcrm.platform.internal.custom;

import java.math.BigDecimal;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Table;
import org.tangramcrm.platform.custom.CustomFieldDefinition;
import org.tangramcrm.platform.internal.identity.IdentityRow;

/** A custom field. */
@Entity
@Table(name = "tangram_custom_field")
public class CustomFieldRow extends IdentityRow {
  private String collection;
  private String code;

  @Column(name = "label_zh")
  private String labelZh;

  @Column(name = "label_en")
  private String labelEn;

  private String help;
  private String type;
  private String dictionary;
  private String reference;
  private boolean required;

  @Column(name = "max_length")
  private Integer maxLength;

  private Integer decimals;
  private BigDecimal minimum;
  private BigDecimal maximum;

  @Column(name = "default_value")
  private String defaultValue;

  private String formula;
  private boolean searched;
  private boolean listed;
  private int position;
  private boolean active;

  protected CustomFieldRow() {}

  CustomFieldRow(long id) {
    super(id);
  }

  void take(CustomFieldDefinition field) {
    collection = field.collection;
    code = field.code;
    labelZh = field.labelZh;
    labelEn = field.labelEn;
    help = field.help;
    type = field.type;
    dictionary = field.dictionary;
    reference = field.reference;
    required = Boolean.TRUE.equals(field.required);
    maxLength = field.maxLength;
    decimals = field.decimals;
    minimum = field.minimum;
    maximum = field.maximum;
    defaultValue = field.defaultValue;
    formula = field.formula;
    searched = Boolean.TRUE.equals(field.searched);
    listed = Boolean.TRUE.equals(field.listed);
    position = field.position;
    active = !Boolean.FALSE.equals(field.active);
  }
}
