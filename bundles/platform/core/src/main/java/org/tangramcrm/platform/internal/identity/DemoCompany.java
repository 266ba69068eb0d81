package org.tangramcrm.platform.internal.identity;

import org.tangramcrm.platform.identity.Department;
import org.tangramcrm.platform.identity.Departments;
import org.tangramcrm.platform.identity.Role;
import org.tangramcrm.platform.identity.User;
import org.tangramcrm.platform.identity.UserDirectory;

/** A small company to try things with. */
final class DemoCompany {
  private final UserDirectory users;
  private final Departments departments;
  private final String password;

  /**
   * @param password of all its people; null where none of them can sign in
   */
  DemoCompany(UserDirectory users, Departments departments, String password) {
    this.users = users;
    this.departments = departments;
    this.password = password == null || password.isBlank() ? null : password;
  }

  void found(FirstStart.BuiltIn roles) {
    var company = department("HQ", "七巧科技 Tangram Technology", null, 1);
    var sales = department("SALES", "销售部 Sales", company, 1);
    var east = department("SALES-EAST", "华东销售组 East China Sales", sales, 1);
    var marketing = department("MKT", "市场部 Marketing", company, 2);
    var service = department("SVC", "服务部 Service", company, 3);

    var head = user("wang.wei", "王伟", roles.manager(), company, null);
    var salesHead = user("li.na", "李娜", roles.manager(), sales, head);
    var eastHead = user("zhang.qiang", "张强", roles.salesperson(), east, salesHead);
    user("liu.yang", "刘洋", roles.salesperson(), east, eastHead);
    user("emma.brown", "Emma Brown", roles.salesperson(), east, eastHead);
    user("james.wilson", "James Wilson", roles.salesperson(), sales, salesHead);
    user("chen.jing", "陈静", roles.salesperson(), marketing, head);
    user("sun.li", "孙丽", roles.salesperson(), service, head);
    user("zhao.min", "赵敏", roles.auditor(), company, head);
  }

  private Department department(String code, String name, Department parent, int position) {
    var department = new Department();
    department.code = code;
    department.name = name;
    department.parentId = parent == null ? null : parent.id;
    department.position = position;
    return departments.create(department);
  }

  private User user(String login, String name, Role role, Department department, User superior) {
    var user = FirstStart.user(login, name, password, role);
    user.departmentId = department.id;
    user.superiorId = superior == null ? null : superior.id;
    user.timeZone = "Asia/Shanghai";
    return users.create(user);
  }
}
