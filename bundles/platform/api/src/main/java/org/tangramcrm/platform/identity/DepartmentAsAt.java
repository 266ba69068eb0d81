package org.tangramcrm.platform.identity;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** A department as it was at the end of a day, by the company's time zone (M-82). */
public class DepartmentAsAt {
  public LocalDate day;

  /** The department that it was part of; absent at the top, and where it was not there. */
  public Long parentId;

  /** Itself and all that were below it; empty where it was not there. */
  public List<Long> departmentIds = new ArrayList<>();

  /** How many users were in it, deactivated ones too, those of departments below not counted. */
  public Integer members;

  /** How many users were in it and below it. */
  public Integer people;
}
