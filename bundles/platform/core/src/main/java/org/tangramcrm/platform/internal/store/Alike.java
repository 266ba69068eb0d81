package org.tangramcrm.platform.internal.store;

import java.util.Set;

/**
 * A record that is like another.
 *
 * @param fields in which it is
 */
public record Alike(long id, Set<String> fields) {}
