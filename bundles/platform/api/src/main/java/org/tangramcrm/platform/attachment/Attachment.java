package org.tangramcrm.platform.attachment;

import javax.validation.constraints.NotBlank;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.contract.Field;

/**
 * A document that belongs to a record. It has one or more versions; the fields here that tell of a
 * file tell of the current one. Whoever may read the record may read it, whoever may edit the
 * record may change it.
 */
public class Attachment extends BusinessRecord {
  /** The collection of the record that it belongs to. */
  @Field(readOnly = true, filterable = true)
  public String collection;

  @Field(readOnly = true, filterable = true)
  public Long recordId;

  @NotBlank
  @Size(max = 200)
  @Field(filterable = true, sortable = true, listed = true, searched = true)
  public String name;

  /** By the name's extension, where the content does not speak against it. */
  @Field(readOnly = true, filterable = true, listed = true)
  public String contentType;

  /** In bytes. */
  @Field(readOnly = true, sortable = true, listed = true)
  public Long size;

  /** In lower-case hexadecimal digits. */
  @Field(readOnly = true, filterable = true)
  public String sha256;

  /** 1 for the first. A version that a new one follows stays as it was. */
  @Field(readOnly = true, listed = true)
  public Integer versionNumber;

  @Size(max = 1000)
  @Field(searched = true, multiline = true)
  public String remark;
}
