package org.tangramcrm.platform.internal.identity;

import javax.persistence.Column;
import javax.persistence.Entity;
import javax.persistence.Table;
import org.tangramcrm.platform.identity.User;

/**
 * A user. The password and the identity stamp are not mapped: plain SQL writes them, and no record
 * ever carries them.
 */
@Entity
@Table(name = "tangram_user")
public class UserRow extends IdentityRow {
  private String login;

  @Column(name = "login_key")
  private String loginKey;

  private String name;
  private String email;
  private String phone;

  @Column(name = "superior_id")
  private Long superiorId;

  private String locale;

  @Column(name = "time_zone")
  private String timeZone;

  private boolean active;

  protected UserRow() {}

  UserRow(long id) {
    super(id);
    ownerId = id;
  }

  /** A user's record is their own, and its department is theirs, whoever writes it. */
  @Override
  public void setOwner(Long newOwnerId, Long newDepartmentId) {
    ownerId = id;
  }

  void belong(Long department, Long superior) {
    departmentId = department;
    superiorId = superior;
  }

  void leave() {
    active = false;
  }

  void take(User user) {
    login = user.login.strip();
    loginKey = Logins.key(user.login);
    name = user.name.strip();
    email = user.email;
    phone = user.phone;
    departmentId = user.departmentId;
    superiorId = user.superiorId;
    locale = user.locale;
    timeZone = user.timeZone;
    active = !Boolean.FALSE.equals(user.active);
  }
}
