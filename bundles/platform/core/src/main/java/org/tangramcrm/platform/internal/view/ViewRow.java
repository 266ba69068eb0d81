package org.tangramcrm.platform.internal.view;

import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Table;
import org.tangramcrm.platform.internal.identity.IdentityRow;
import org.tangramcrm.platform.view.SavedView;

/** A saved view. */
@Entity
@Table(name = "tangram_view")
public class ViewRow extends IdentityRow {
  private static final String NOBODY = "nobody";

  private String name;
  private String collection;
  private String definition;

  @Column(name = "shared_with")
  private String sharedWith;

  protected ViewRow() {}

  ViewRow(long id) {
    super(id);
  }

  void take(SavedView view) {
    name = view.name.strip();
    collection = view.collection;
    definition = view.definition;
    sharedWith = view.sharedWith == null ? NOBODY : view.sharedWith;
  }
}
