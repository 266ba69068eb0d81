package org.tangramcrm.platform;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * What a module reckons of a record from records of its own, as it is now (M-10, M-11): how many
 * orders a customer has, what they come to, when the next is due. One of {@link #count}, {@link
 * #money}, {@link #percent} and {@link #date} is set; none where there is nothing to reckon.
 */
public class Figure {
  /** Stable code: {@code orders}, {@code outstanding} … */
  public String key;

  /** For people, in the caller's language. */
  public String title;

  public Long count;

  /** In the company's base currency. */
  public Money money;

  /**
   * What {@link #money} consists of, by currency; empty where all of it is in the base currency.
   */
  public List<Money> currencies = new ArrayList<>();

  /** 61.5 stands for 61.5 %. */
  public BigDecimal percent;

  public LocalDate date;

  /** The collection of the records that it is reckoned from; absent where they are not listed. */
  public String collection;

  /** Which of them, as its list takes it in {@code filter}. */
  public String filter;
}
