package org.tangramcrm.platform.identity;

import org.tangramcrm.platform.Page;

/** A page of departments. */
public class DepartmentPage extends Page<Department> {}
