package org.tangramcrm.sales;

import java.util.ArrayList;
import java.util.List;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.contract.Field;

/**
 * A competitor (M-23): the customer of that type, as whoever sells against them sees it. Of the
 * same id as the customer, where all of it is entered.
 */
public class Competitor extends BusinessRecord {
  @Field(readOnly = true, filterable = true, sortable = true, searched = true, listed = true)
  public String name;

  @Field(readOnly = true, filterable = true, searched = true)
  public String shortName;

  /** What they are to us beside that. */
  @Field(readOnly = true, filterable = true, dictionary = "customer-type")
  public List<String> types = new ArrayList<>();

  @Field(readOnly = true)
  public String website;

  @Field(readOnly = true, filterable = true, sortable = true, dictionary = "industry")
  public String industry;

  @Field(readOnly = true, filterable = true, sortable = true, dictionary = "region", listed = true)
  public String region;

  /** Their prices, beside ours. */
  @Field(
      readOnly = true,
      filterable = true,
      sortable = true,
      dictionary = "price-level",
      listed = true)
  public String priceLevel;

  @Field(readOnly = true, listed = true, multiline = true)
  public String strengths;

  @Field(readOnly = true, listed = true, multiline = true)
  public String weaknesses;

  /** What they offer against ours. */
  @Field(readOnly = true, multiline = true)
  public String rivalProducts;

  /** How they go about the market, and what we do about it. */
  @Field(readOnly = true, multiline = true)
  public String strategy;
}
