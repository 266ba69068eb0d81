package org.apache.derby.impl.sql.compile;

/**
 * Stands in for the class of this name in Derby's parser: a mere signal, one of which every parser
 * makes when it is made and keeps as long as its connection lives. Derby's own records the stack of
 * that moment, and with it the classes of the module that was calling: a bundle that was updated
 * would never be let go.
 */
final class SQLParser$LookaheadSuccess extends Error {
  private static final long serialVersionUID = 1L;

  SQLParser$LookaheadSuccess() {
    super(null, null, false, false);
  }
}
