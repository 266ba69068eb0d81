package org.tangramcrm.platform.internal.layout;

import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Table;
import org.tangramcrm.platform.internal.identity.IdentityRow;
import org.tangramcrm.platform.layout.Layout;

/** A layout. */
@Entity
@Table(name = "tangram_layout")
public class LayoutRow extends IdentityRow {
  private String collection;

  @Column(name = "role_id")
  private Long roleId;

  /** The role, nought for everybody: where nothing stands, nothing is unique. */
  @Column(name = "role_key")
  private long roleKey;

  private int position;
  private String sections;
  private String fields;

  protected LayoutRow() {}

  LayoutRow(long id) {
    super(id);
  }

  /**
   * @param nestedSections as the column keeps them
   * @param nestedFields likewise
   */
  void take(Layout layout, String nestedSections, String nestedFields) {
    collection = layout.collection;
    roleId = layout.roleId;
    roleKey = layout.roleId == null ? 0 : layout.roleId;
    position = layout.position;
    sections = nestedSections;
    fields = nestedFields;
  }
}
