package org.tangramcrm.platform.store;

import java.util.Map;
import java.util.function.Function;
import org.apache.aries.jpa.template.JpaTemplate;
import org.tangramcrm.platform.BusinessRecord;

/**
 * How a collection's records are kept.
 *
 * @param collection its name; data scopes, facts and numbers go by it
 * @param table its table; a field's column is its name in snake_case
 * @param entity the JPA class that writes go through
 * @param record the contract's class; its {@link org.tangramcrm.platform.contract.Field}s say what
 *     can be filtered
 * @param numbers pattern of its business numbers, {@code C-{year}-{000000}}; null where it has none
 *     of its own
 * @param reads makes a record of a row
 * @param sortKeys fields that sort by another column than their own (a name by its pinyin key)
 */
public record StoreSpec<E extends StoredRow, D extends BusinessRecord>(
    String collection,
    String table,
    Class<E> entity,
    Class<D> record,
    String numbers,
    JpaTemplate jpa,
    Function<Row, D> reads,
    Map<String, String> sortKeys) {}
