package org.tangramcrm.platform;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.ws.rs.QueryParam;

/** What a list is asked for; the same in Java, REST and SOAP. */
public class Query {
  public static final int DEFAULT_LIMIT = 50;
  public static final int MAX_LIMIT = 500;

  /**
   * RSQL over the collection's filterable fields: {@code level==A;employees=ge=100}. Fields that
   * the company added are named {@code customFields.<code>}, here and wherever fields are named.
   */
  @QueryParam("filter")
  public String filter;

  /** Free text, looked for as a substring in the collection's searched fields. */
  @QueryParam("q")
  public String q;

  /** Comma-separated field names, each with {@code -} before it for descending. */
  @QueryParam("sort")
  public String sort;

  /** Comma-separated field names to answer with; all when absent. */
  @QueryParam("fields")
  public String fields;

  /** 1 to 500; 50 when absent. */
  @QueryParam("limit")
  public Integer limit;

  /** {@link Page#next} of the page before. */
  @QueryParam("cursor")
  public String cursor;

  /** {@code capped} (default: counts to 1,000), {@code exact} or {@code none}. */
  @QueryParam("count")
  public String count;

  /**
   * Comma-separated names of numeric and money fields, of which {@link Page#sums} then tells the
   * sum over all records that match; every record is read for it.
   */
  @QueryParam("sums")
  public String sums;

  /** Whether an answer has to have a field: it is among those asked for, or all are. */
  public boolean asks(String field) {
    return fields == null
        || fields.isBlank()
        || java.util.Arrays.stream(fields.split(",")).anyMatch(each -> each.strip().equals(field));
  }

  /** A query by filter alone. */
  public static Query filter(String filter) {
    var query = new Query();
    query.filter = filter;
    return query;
  }

  /**
   * A filter of what a field refers to, as one of the records that do: {@code region==north}
   * becomes {@code customerId.region==north}. Null and empty ones ask for nothing.
   */
  public static String through(String reference, String filter) {
    if (filter == null || filter.isBlank()) {
      return null;
    }
    var path = new StringBuilder();
    var selects = true;
    var listed = false;
    char quote = 0;
    for (int i = 0; i < filter.length(); i++) {
      var letter = filter.charAt(i);
      if (quote != 0) {
        if (letter == '\\') {
          path.append(letter);
          letter = filter.charAt(++i);
        } else if (letter == quote) {
          quote = 0;
        }
      } else if (letter == '"' || letter == '\'') {
        quote = letter;
      } else if (letter == '(' && !selects) {
        listed = true;
      } else if (letter == ')') {
        listed = false;
      } else if ((letter == ';' || letter == ',') && !listed) {
        selects = true;
      } else if (letter == ' ' && !listed && isWord(filter, i)) {
        var end = filter.indexOf(' ', i + 1);
        path.append(filter, i, end);
        letter = ' ';
        i = end;
        selects = true;
      } else if (selects && letter != '(' && letter != ' ') {
        path.append(reference).append('.');
        selects = false;
      }
      path.append(letter);
    }
    return path.toString();
  }

  /** RSQL has words for what {@code ;} and {@code ,} say. */
  private static boolean isWord(String filter, int at) {
    return filter.startsWith(" and ", at) || filter.startsWith(" or ", at);
  }

  /** Filters that have to hold together; null and empty ones ask for nothing. */
  public static String and(String... filters) {
    return Stream.of(filters)
        .filter(filter -> filter != null && !filter.isBlank())
        .map(filter -> "(" + filter + ")")
        .collect(Collectors.joining(";"));
  }
}
