package org.tangramcrm.platform.internal.custom;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.transaction.TransactionManager;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.contract.FieldType;
import org.tangramcrm.platform.custom.CustomFieldDefinition;
import org.tangramcrm.platform.internal.chain.Publication;
import org.tangramcrm.platform.internal.dictionary.Overrides;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.store.CustomModels;
import org.tangramcrm.platform.internal.store.RecordStores;
import org.tangramcrm.platform.internal.transaction.Apart;

/**
 * The fields that the company added, kept in memory as long as the stamp of {@link Overrides}
 * stays: a change holds from the next request on, on every node, and costs nothing where there was
 * none.
 */
@Component(service = {CustomFieldShelf.class, CustomModels.class})
public class CustomFieldShelf implements CustomModels {
  static final String COLLECTION = "custom-fields";

  /** The longest that a text is where nothing is said. */
  static final int TEXT = 255;

  private static final int LONGTEXT = 4_000;

  private static final Set<String> OWN = Set.of("users", "departments");

  private static final String SELECT =
      "select id, collection, code, label_zh, label_en, help, type, dictionary, reference, required,"
          + " max_length, decimals, minimum, maximum, searched, listed, position, active,"
          + " default_value, formula"
          + " from tangram_custom_field where deleted_key = 0"
          + " order by collection, position, id";

  /** That holds the values of all of them. */
  private static final java.lang.reflect.Field VALUES = values();

  private final Sql sql;
  private final TransactionManager manager;

  /** Held by whoever reads them again: all at once they would take every connection. */
  private final ReentrantLock reading = new ReentrantLock();

  /** As they were when the thread's call began. */
  private final ThreadLocal<Kept> held = new ThreadLocal<>();

  private volatile Kept kept = Kept.NONE;

  /** Optional: before there is a database, nobody has added anything. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Overrides stamps;

  /**
   * @param stamp that the fields are at least as new as
   */
  private record Kept(
      long stamp, Map<String, List<FieldModel>> offered, Map<String, List<FieldModel>> retired) {
    static final Kept NONE = new Kept(-1, Map.of(), Map.of());

    static Kept of(long stamp, List<CustomFieldDefinition> fields) {
      return new Kept(stamp, models(fields, true), models(fields, false));
    }

    private static Map<String, List<FieldModel>> models(
        List<CustomFieldDefinition> fields, boolean active) {
      return fields.stream()
          .filter(field -> field.active == active)
          .collect(
              Collectors.groupingBy(
                  field -> field.collection,
                  Collectors.mapping(CustomFieldShelf::model, Collectors.toUnmodifiableList())));
    }
  }

  @Activate
  public CustomFieldShelf(@Reference Sql sql, @Reference TransactionManager manager) {
    this.sql = sql;
    this.manager = manager;
  }

  @Override
  public List<FieldModel> of(String collection) {
    // These have none themselves; to look would wait for whoever just writes them.
    return collection.equals(COLLECTION)
        ? List.of()
        : current().offered().getOrDefault(collection, List.of());
  }

  @Override
  public List<FieldModel> retired(String collection) {
    return collection.equals(COLLECTION)
        ? List.of()
        : current().retired().getOrDefault(collection, List.of());
  }

  @Override
  public <T> T steadily(Supplier<T> work) {
    if (held.get() != null) {
      return work.get();
    }
    held.set(current());
    try {
      return work.get();
    } finally {
      held.remove();
    }
  }

  private Kept current() {
    var present = stamps;
    var mine = held.get();
    if (mine != null || present == null) {
      return mine != null ? mine : Kept.NONE;
    }
    var now = kept;
    return now.stamp() >= present.wanted() ? now : fresh(present);
  }

  /** Work within a transaction of its own waits for nobody who may wait for it. */
  private Kept fresh(Overrides present) {
    if (kept.stamp() < 0 || !Apart.open(manager)) {
      reading.lock();
    } else if (!reading.tryLock()) {
      return kept;
    }
    try {
      var stamp = present.wanted();
      if (kept.stamp() < stamp) {
        // Not as the open transaction sees it: that may be rolled back yet.
        kept = Apart.from(manager, () -> Kept.of(stamp, read()));
      }
      return kept;
    } finally {
      reading.unlock();
    }
  }

  private List<CustomFieldDefinition> read() {
    return sql.query(SELECT, List.of(), CustomFieldShelf::definition);
  }

  private static CustomFieldDefinition definition(ResultSet row) throws SQLException {
    var field = new CustomFieldDefinition();
    field.id = row.getLong(1);
    field.collection = row.getString(2);
    field.code = row.getString(3);
    field.labelZh = row.getString(4);
    field.labelEn = row.getString(5);
    field.help = row.getString(6);
    field.type = row.getString(7);
    field.dictionary = row.getString(8);
    field.reference = row.getString(9);
    field.required = row.getBoolean(10);
    field.maxLength = (Integer) row.getObject(11);
    field.decimals = (Integer) row.getObject(12);
    field.minimum = plain(row.getBigDecimal(13));
    field.maximum = plain(row.getBigDecimal(14));
    field.searched = row.getBoolean(15);
    field.listed = row.getBoolean(16);
    field.position = row.getInt(17);
    field.active = row.getBoolean(18);
    field.defaultValue = row.getString(19);
    field.formula = row.getString(20);
    return field;
  }

  /** The column's scale is the database's. */
  static BigDecimal plain(BigDecimal number) {
    return number == null ? null : new BigDecimal(number.stripTrailingZeros().toPlainString());
  }

  /** The field that a definition comes to, with what holds where it says nothing. */
  public static FieldModel model(CustomFieldDefinition field) {
    var type = FieldType.valueOf(field.type.toUpperCase(Locale.ROOT));
    if (field.maxLength == null) {
      field.maxLength = longest(type);
    }
    if (field.decimals == null && type == FieldType.DECIMAL) {
      field.decimals = 0;
    }
    return new FieldModel(name(field.code), type, VALUES, Declared.of(field, type), field);
  }

  private static Integer longest(FieldType type) {
    return switch (type) {
      case TEXT -> TEXT;
      case LONGTEXT -> LONGTEXT;
      default -> null;
    };
  }

  /** What filters, sorts, rules of roles and views call a field. */
  static String name(String code) {
    return "customFields." + code;
  }

  /**
   * Whether fields can be added to the records of a collection: to those that are created as they
   * are and kept by a store, of any module; of the platform's own to those that people look after.
   */
  public static boolean takes(Publication contract, RecordStores stores) {
    var collection = contract.collection();
    return contract.model().bulkable()
        && stores.known(collection)
        && (!contract.module().equals("platform") || OWN.contains(collection));
  }

  /** What it is called, in a language. */
  public static String label(CustomFieldDefinition field, Locale locale) {
    var chinese = locale.getLanguage().equals("zh");
    var own = chinese ? field.labelZh : field.labelEn;
    return own != null ? own : chinese ? field.labelEn : field.labelZh;
  }

  private static java.lang.reflect.Field values() {
    try {
      return BusinessRecord.class.getField("customFields");
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(e);
    }
  }
}
