package org.tangramcrm.platform;

import java.util.ArrayList;
import java.util.List;
import javax.xml.bind.annotation.XmlTransient;

/**
 * One page of a list. A contract declares a subclass with its record type, because XML binding
 * knows no generics.
 *
 * @param <D> the record type
 */
@XmlTransient
public abstract class Page<D> {
  public List<D> items = new ArrayList<>();

  /**
   * Opaque; hand it back as {@link Query#cursor} with the same filter and sort. Null on the last
   * page.
   */
  public String next;

  /** How many records match; absent with {@code count=none}. */
  public Total total;

  /** What the fields that {@link Query#sums} names come to over all that match; else absent. */
  public List<Sum> sums;
}
