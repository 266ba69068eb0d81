package org.tangramcrm.platform.job;

import javax.validation.constraints.NotBlank;
import javax.validation.constraints.Pattern;
import javax.validation.constraints.Size;

/** Which records to write to a file, and how. */
public class ExportRequest {
  @NotBlank
  @Size(max = 60)
  public String collection;

  /** As {@link org.tangramcrm.platform.Query#filter}. */
  @Size(max = 4000)
  public String filter;

  /** As {@link org.tangramcrm.platform.Query#q}. */
  @Size(max = 200)
  public String q;

  /** As {@link org.tangramcrm.platform.Query#sort}. */
  @Size(max = 200)
  public String sort;

  /**
   * Comma-separated names of the fields that become columns; all that the caller sees if absent.
   */
  @Size(max = 2000)
  public String fields;

  /** {@code xlsx}, {@code csv} (UTF-8, with a mark that Excel goes by) or {@code csv-gbk}. */
  @Pattern(regexp = "xlsx|csv|csv-gbk")
  public String format;
}
