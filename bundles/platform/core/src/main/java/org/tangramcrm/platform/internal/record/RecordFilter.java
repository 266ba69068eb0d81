package org.tangramcrm.platform.internal.record;

import cz.jirutka.rsql.parser.RSQLParser;
import cz.jirutka.rsql.parser.RSQLParserException;
import cz.jirutka.rsql.parser.ast.AndNode;
import cz.jirutka.rsql.parser.ast.ComparisonNode;
import cz.jirutka.rsql.parser.ast.ComparisonOperator;
import cz.jirutka.rsql.parser.ast.Node;
import cz.jirutka.rsql.parser.ast.RSQLOperators;
import java.util.HashMap;
import java.util.Map;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;

/**
 * The one record that a filter confines a list of what is kept beside records to. A list over all
 * records would have to ask for each of them whether the caller reaches it.
 */
public record RecordFilter(String collection, long recordId) {
  private static final int MAX_LENGTH = 8_000;

  /**
   * @throws CrmException {@code invalid-filter} where the filter does not name one record
   */
  public static RecordFilter of(String filter) {
    var pinned = new HashMap<String, String>();
    if (filter != null && filter.length() <= MAX_LENGTH) {
      collect(parse(filter), pinned);
    }
    var collection = pinned.get("collection");
    var recordId = pinned.get("recordId");
    if (collection == null || collection.contains("*") || recordId == null) {
      throw refusal();
    }
    try {
      return new RecordFilter(collection, Long.parseLong(recordId));
    } catch (NumberFormatException e) {
      throw refusal().initCause(e);
    }
  }

  private static Node parse(String filter) {
    var operators = RSQLOperators.defaultOperators();
    operators.add(new ComparisonOperator("=null="));
    try {
      return new RSQLParser(operators).parse(filter);
    } catch (RSQLParserException | StackOverflowError e) {
      throw refusal().initCause(e);
    }
  }

  /** What holds for every row: the parts of a conjunction. */
  private static void collect(Node node, Map<String, String> pinned) {
    if (node instanceof AndNode all) {
      all.forEach(part -> collect(part, pinned));
    } else if (node instanceof ComparisonNode comparison
        && comparison.getOperator().equals(RSQLOperators.EQUAL)) {
      pinned.putIfAbsent(comparison.getSelector(), comparison.getArguments().get(0));
    }
  }

  private static CrmException refusal() {
    return new CrmException(Code.INVALID_FILTER, "records.filter");
  }
}
