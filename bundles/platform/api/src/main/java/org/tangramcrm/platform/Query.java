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

  /** Filters that have to hold together; null and empty ones ask for nothing. */
  public static String and(String... filters) {
    return Stream.of(filters)
        .filter(filter -> filter != null && !filter.isBlank())
        .map(filter -> "(" + filter + ")")
        .collect(Collectors.joining(";"));
  }
}
