package org.tangramcrm.platform.identity;

import java.util.ArrayList;
import java.util.List;

/** What a user may do and reach, and by which of their roles (M-88, M-89). */
public class Permissions {
  public List<GrantedOperation> operations = new ArrayList<>();
  public List<GrantedScope> scopes = new ArrayList<>();

  /** An operation with the roles that allow it. */
  public static class GrantedOperation {
    public String operation;
    public List<Long> roleIds = new ArrayList<>();
  }

  /** What one of the roles reaches. */
  public static class GrantedScope {
    public Long roleId;
    public String collection;
    public String scope;
    public List<Long> departmentIds = new ArrayList<>();
  }
}
