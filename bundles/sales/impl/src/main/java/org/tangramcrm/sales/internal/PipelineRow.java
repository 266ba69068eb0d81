package org.tangramcrm.sales.internal;

import javax.persistence.Entity;
import javax.persistence.Table;

/** A row of the pipelines. */
@Entity
@Table(name = "sales_pipeline")
public class PipelineRow extends StandardRow {
  String name;
  Boolean standard;
  Boolean retired;

  /** Nested values, as JSON. */
  String stages;
}
