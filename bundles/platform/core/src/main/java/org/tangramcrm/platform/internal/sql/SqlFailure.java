package org.tangramcrm.platform.internal.sql;

import java.sql.SQLException;

/** A statement failed; the chain reads from the cause whether to try again and what to answer. */
public class SqlFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SqlFailure(SQLException cause) {
    super(cause);
  }
}
