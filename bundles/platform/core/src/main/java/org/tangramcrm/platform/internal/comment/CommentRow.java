package org.tangramcrm.platform.internal.comment;

import java.time.Instant;
import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Table;
import org.tangramcrm.platform.internal.identity.IdentityRow;

/** A comment. */
@Entity
@Table(name = "tangram_comment")
public class CommentRow extends IdentityRow {
  private String collection;

  @Column(name = "record_id")
  private long recordId;

  @Column(name = "parent_id")
  private Long parentId;

  private String text;
  private String mentions;

  @Column(name = "edited_at")
  private Instant editedAt;

  protected CommentRow() {}

  CommentRow(long id, String collection, long recordId, Long parentId) {
    super(id);
    this.collection = collection;
    this.recordId = recordId;
    this.parentId = parentId;
  }

  void say(String newText, String newMentions) {
    text = newText;
    mentions = newMentions;
  }

  void edit(Instant at, String newText, String newMentions) {
    if (!newText.equals(text)) {
      editedAt = at;
    }
    say(newText, newMentions);
  }
}
