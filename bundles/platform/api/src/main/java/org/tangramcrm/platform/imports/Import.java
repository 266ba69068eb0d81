package org.tangramcrm.platform.imports;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.validation.Valid;
import javax.validation.constraints.NotNull;
import javax.validation.constraints.Pattern;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.contract.Field;

/**
 * A file whose rows become records of a collection, or change some that are there. It belongs to
 * whoever sent it.
 */
public class Import extends BusinessRecord {
  /** The collection whose records the rows are: {@code customers}. */
  @Field(readOnly = true, filterable = true, listed = true)
  public String collection;

  @Field(readOnly = true, listed = true)
  public String fileName;

  /**
   * How the texts of a CSV file are written; absent for other files. Where another is said, the
   * file is read anew, and columns of which nothing is said go by their headers.
   */
  @Pattern(regexp = "UTF-8|GB18030|UTF-16LE|UTF-16BE")
  @Field
  public String charset;

  /** In the order of the file. What is written of them is where their values go. */
  @Valid
  @Size(max = 200)
  @Field
  public List<@NotNull ImportColumn> columns = new ArrayList<>();

  /**
   * By what rows find the record that they change: {@code number}, {@code id}, the name of an
   * identifying field, or {@code external:<system>} for the key by which an outside system knows
   * it. Absent where every row is a new record.
   */
  @Size(max = 100)
  @Pattern(regexp = "[A-Za-z]+|external:[\\S]{1,60}")
  @Field
  public String matchBy;

  /**
   * {@code create}: rows whose record is there are left out; {@code update}: those whose record is
   * not there are refused; {@code both}, also where absent.
   */
  @Pattern(regexp = "create|update|both")
  @Field
  public String mode;

  /**
   * What becomes of a new record that looks like another: {@code block} refuses it, also where
   * absent; {@code skip} leaves it out; {@code allow} takes it in.
   */
  @Pattern(regexp = "block|skip|allow")
  @Field
  public String duplicates;

  /**
   * Whether an empty cell empties its field of a record that is there. Where false, also where
   * absent, it changes nothing. An owner is not taken away like that.
   */
  @Field public Boolean emptyClears;

  /**
   * {@code draft}; {@code checked} once it was tried; {@code started} while it is done, and where
   * that was cancelled; {@code done}; {@code undone}.
   */
  @Field(readOnly = true, filterable = true, dictionary = "import-status", listed = true)
  public String status;

  /** How many rows the file has; absent until they were counted. */
  @Field(readOnly = true, listed = true)
  public Integer total;

  /** How many rows were read; the figures below are of these. */
  @Field(readOnly = true)
  public Integer done;

  /** How many records were made; of one that was only tried, how many would be. */
  @Field(readOnly = true, listed = true)
  public Integer created;

  @Field(readOnly = true, listed = true)
  public Integer updated;

  /** Rows that say nothing new. */
  @Field(readOnly = true)
  public Integer unchanged;

  /** Rows that were left out, by {@link #mode} or {@link #duplicates}. */
  @Field(readOnly = true)
  public Integer skipped;

  @Field(readOnly = true, listed = true)
  public Integer refused;

  /** How many records were given back by undoing it. */
  @Field(readOnly = true)
  public Integer undone;

  /** The first rows that were refused; told with a single import. */
  @Field(readOnly = true, stored = false)
  public List<ImportError> errors = new ArrayList<>();

  /** Where columns can go; told with a single import. */
  @Field(readOnly = true, stored = false)
  public List<ImportField> fields = new ArrayList<>();

  /** The job that tries, does or undoes it; its result is a file of the rows that were refused. */
  @Field(readOnly = true, reference = "jobs")
  public Long jobId;

  @Field(readOnly = true, listed = true)
  public Instant doneAt;
}
