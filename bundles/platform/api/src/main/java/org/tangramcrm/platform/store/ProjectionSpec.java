package org.tangramcrm.platform.store;

import java.util.Map;
import java.util.function.Function;
import org.tangramcrm.platform.BusinessRecord;

/**
 * How rows of a collection look from another one. Fields that a caller's roles hide in either are
 * not there; those that the company added are not shown.
 *
 * @param collection its name
 * @param of the collection whose rows they are
 * @param record the contract's class; only what it declares as {@link
 *     org.tangramcrm.platform.contract.Field}s is shown, searched, filtered and sorted
 * @param reads makes a record of a row
 * @param names fields that are sorted as people sort names, with the column of the sort key
 * @param filter which rows they are, in RSQL
 * @param permission who has it sees all of them, whatever their data scope; nobody else sees any
 */
public record ProjectionSpec<D extends BusinessRecord>(
    String collection,
    String of,
    Class<D> record,
    Function<Row, D> reads,
    Map<String, String> names,
    String filter,
    String permission) {}
