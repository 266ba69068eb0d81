package org.tangramcrm.platform.endpoints.internal.shared;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Field;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.activation.DataHandler;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Page;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.ContractModel;
import org.tangramcrm.platform.contract.Operation.Kind;
import org.tangramcrm.platform.contract.OperationModel;
import org.tangramcrm.platform.contract.PublishedContract;
import org.tangramcrm.platform.door.CallContext;
import org.tangramcrm.platform.door.Chain;

/**
 * Calls to one contract as both doors make them: what REST and SOAP have in common before and after
 * the chain.
 */
public final class Calls {
  private static final String CUSTOM = "customFields";

  public final PublishedContract contract;
  public final ContractModel model;
  public final Chain chain;
  public final Json json = new Json();

  /** What the answers are made of; to look it up anew for each record would show in every list. */
  private final Map<Class<?>, List<Member>> members = new ConcurrentHashMap<>();

  public Calls(PublishedContract contract, Chain chain) {
    this.contract = contract;
    this.model = contract.declared();
    this.chain = chain;
  }

  public Object call(OperationModel operation, Object[] arguments, CallContext context) {
    if (operation.kind() == Kind.REPLACE || operation.kind() == Kind.DELETE) {
      requireVersion(operation, arguments, context);
    }
    var query =
        Stream.of(arguments)
            .filter(Query.class::isInstance)
            .map(Query.class::cast)
            .findFirst()
            .orElse(null);
    var fields = query == null ? null : fields(operation, query.fields);
    return shown(chain.call(contract, operation, arguments, context), fields);
  }

  /** What to throw where the body of a call could not be read whole. */
  public CrmException refused(
      OperationModel operation, Object[] arguments, DoorException unread, CallContext context) {
    return chain.refused(contract, operation, arguments, unread, context);
  }

  public Object patch(long id, Integer version, JsonNode change, CallContext context) {
    var seen = version != null ? version : versionOf(change);
    if (seen == null) {
      throw versionRequired(model.primary(Kind.REPLACE).orElseThrow(), id, context);
    }
    UnaryOperator<Object> merge = record -> json.merged(record, change, "");
    return shown(chain.patch(contract, id, seen, merge, context), null);
  }

  /** Whether what a record tells changes with its version only. */
  public boolean versionTellsAll() {
    return chain.versionTellsAll(contract);
  }

  /**
   * Tells a repeated request from another one under the same key, whatever door it came through. A
   * file that has not come in yet the chain tells apart.
   */
  public CallContext digested(Object[] arguments, CallContext context) {
    if (context.idempotencyKey() == null) {
      return context;
    }
    try {
      var plain =
          Stream.of(arguments)
              .map(argument -> argument instanceof DataHandler ? null : argument)
              .toArray();
      var digest = MessageDigest.getInstance("SHA-256").digest(json.write(plain));
      return new CallContext(
          context.caller(),
          context.locale(),
          context.door(),
          context.traceId(),
          context.idempotencyKey(),
          HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Integer versionOf(JsonNode change) {
    return change.hasNonNull("version")
        ? json.read(change.get("version"), Integer.class, "version")
        : null;
  }

  private void requireVersion(OperationModel operation, Object[] arguments, CallContext context) {
    var parameters = operation.method().getParameters();
    for (int i = 0; i < arguments.length; i++) {
      var version = arguments[i] instanceof BusinessRecord record ? record.version : arguments[i];
      var carriesVersion =
          arguments[i] instanceof BusinessRecord || parameters[i].getType() == Integer.class;
      if (carriesVersion && version == null) {
        throw versionRequired(operation, arguments[0], context);
      }
    }
  }

  /**
   * Carries the current version for a caller who may know it; who may not, is told so by the chain.
   */
  private RuntimeException versionRequired(
      OperationModel operation, Object id, CallContext context) {
    var refusal = new DoorException(Code.VERSION_REQUIRED, "version");
    var read = model.primary(Kind.READ);
    if (context.caller() == null) {
      return CrmException.of(Code.UNAUTHENTICATED);
    }
    if (!context.caller().may(operation.permission())) {
      return new CrmException(
          Code.FORBIDDEN, "problem.forbidden.permission", operation.permission());
    }
    if (read.isPresent()
        && chain.call(contract, read.get(), new Object[] {id}, context)
            instanceof BusinessRecord record) {
      refusal.currentVersion = record.version;
    }
    return refusal;
  }

  /** The fields asked for, beside id and version; null for all. */
  private static Set<String> fields(OperationModel operation, String asked) {
    if (asked == null
        || asked.isBlank()
        || !Page.class.isAssignableFrom(operation.method().getReturnType())) {
      return null;
    }
    var items =
        Slot.result(operation.method()).fields().stream()
            .filter(slot -> slot.name().equals("items"))
            .findFirst();
    var valid = items.orElseThrow().fields().stream().map(Slot::name).toList();
    var names = new LinkedHashSet<>(List.of("id", "version"));
    for (var name : asked.split(",")) {
      if (name.trim().startsWith(CUSTOM + ".") && valid.contains(CUSTOM)) {
        // Which of them there are, the list itself knows; it gives no others.
        names.add(CUSTOM);
      } else if (!valid.contains(name.trim())) {
        throw new DoorException(Code.UNKNOWN_FIELD, "field", name.trim(), String.join(", ", valid))
            .at(name.trim(), "unknown-field");
      }
      names.add(name.trim());
    }
    return names;
  }

  /** Takes out what is not to be shown. */
  private Object shown(Object answer, Set<String> fields) {
    if (answer instanceof Page<?> page) {
      page.items.forEach(item -> hide(item, fields));
    } else if (answer != null) {
      hide(answer, null);
    }
    return answer;
  }

  private void hide(Object record, Set<String> fields) {
    for (var member : members.computeIfAbsent(record.getClass(), Calls::members)) {
      if (member.writeOnly() || fields != null && !fields.contains(member.name())) {
        clear(member.field(), record);
      }
    }
  }

  private record Member(Field field, String name, boolean writeOnly) {}

  private static List<Member> members(Class<?> type) {
    return Stream.of(type.getFields())
        .map(
            field -> {
              var declared = field.getAnnotation(org.tangramcrm.platform.contract.Field.class);
              return new Member(field, field.getName(), declared != null && declared.writeOnly());
            })
        .toList();
  }

  private static void clear(Field field, Object record) {
    try {
      if (!field.getType().isPrimitive()) {
        field.set(record, null);
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("Fields of contracts are public", e);
    }
  }

  /** Names for a message: {@code a, b, c}. */
  public static String names(Stream<String> names) {
    return names.sorted().collect(Collectors.joining(", "));
  }

  /** The version in an entity tag: {@code "v3"}, {@code W/"v3"}, {@code v3} or {@code 3}. */
  public static Integer version(String tag) {
    var digits = tag.trim().replaceFirst("^(?:W/)?\"?v?(\\d{1,9})\"?$", "$1");
    if (!digits.chars().allMatch(Character::isDigit) || digits.isEmpty()) {
      throw new DoorException(Code.MALFORMED, "version-value").at("If-Match", "wrong-type");
    }
    return Integer.valueOf(digits);
  }
}
