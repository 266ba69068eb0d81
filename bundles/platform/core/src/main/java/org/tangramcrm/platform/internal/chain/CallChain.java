package org.tangramcrm.platform.internal.chain;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.activation.DataHandler;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Page;
import org.tangramcrm.platform.content.ContentReceiver;
import org.tangramcrm.platform.contract.Contract;
import org.tangramcrm.platform.contract.Operation;
import org.tangramcrm.platform.contract.Operation.Kind;
import org.tangramcrm.platform.contract.OperationModel;
import org.tangramcrm.platform.contract.PublishedContract;
import org.tangramcrm.platform.door.CallContext;
import org.tangramcrm.platform.door.Chain;
import org.tangramcrm.platform.door.Problem;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.internal.content.Contents;
import org.tangramcrm.platform.internal.dictionary.DictionaryShelf;
import org.tangramcrm.platform.internal.figure.Figures;
import org.tangramcrm.platform.internal.hint.Hints;
import org.tangramcrm.platform.internal.sql.Repeat;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.store.CustomModels;
import org.tangramcrm.platform.internal.store.RecordStores;
import org.tangramcrm.platform.internal.store.Redirects;
import org.tangramcrm.platform.internal.text.Wording;

/** The chain, the same for every door. Nothing in it knows a protocol. */
@Component
public class CallChain implements Chain {
  private static final Logger LOG = LoggerFactory.getLogger(Chain.class);

  private static final String OWNER = "ownerId";

  private final CurrentUser user;
  private final CurrentCall calls;
  private final Transactions transactions;
  private final Idempotency idempotency;
  private final Contents contents;
  private final Hints hints;
  private final Figures figures;
  private final Wording wording;
  private final Sql sql;
  private final CustomModels custom;
  private final Redirects redirects;
  private final RecordStores stores;
  private final DictionaryShelf shelf;

  @Activate
  public CallChain(
      @Reference CurrentUser user,
      @Reference CurrentCall calls,
      @Reference Transactions transactions,
      @Reference Idempotency idempotency,
      @Reference Contents contents,
      @Reference Hints hints,
      @Reference Figures figures,
      @Reference Wording wording,
      @Reference Sql sql,
      @Reference CustomModels custom,
      @Reference RecordStores stores,
      @Reference DictionaryShelf shelf) {
    this.user = user;
    this.calls = calls;
    this.transactions = transactions;
    this.idempotency = idempotency;
    this.contents = contents;
    this.hints = hints;
    this.figures = figures;
    this.wording = wording;
    this.sql = sql;
    this.custom = custom;
    this.redirects = new Redirects(sql);
    this.stores = stores;
    this.shelf = shelf;
  }

  @Override
  public Object call(
      PublishedContract contract,
      OperationModel operation,
      Object[] arguments,
      CallContext context) {
    var publication = (Publication) contract;
    return serve(
        publication,
        operation,
        context,
        () -> {
          if (operation.kind().writes()) {
            return withOwner(
                publication,
                operation,
                arguments,
                context,
                () -> {
                  check(publication, operation, arguments, context, Set.of(), null);
                  follow(publication, operation, arguments);
                  return operation.takesContent()
                      ? receive(publication, operation, arguments, context)
                      : write(publication, operation, arguments, context);
                });
          }
          check(publication, operation, arguments, context, Set.of(), null);
          follow(publication, operation, arguments);
          var answer = read(() -> invoke(publication, operation, arguments));
          if ((operation.kind() == Kind.READ || operation.kind() == Kind.FIND)
              && answer instanceof BusinessRecord record) {
            hints.tell(record);
            figures.tell(publication.collection(), record);
          }
          return answer;
        });
  }

  @Override
  public CrmException refused(
      PublishedContract contract,
      OperationModel operation,
      Object[] arguments,
      CrmException unread,
      CallContext context) {
    var publication = (Publication) contract;
    try {
      serve(
          publication,
          operation,
          context,
          () ->
              withOwner(
                  publication,
                  operation,
                  arguments,
                  context,
                  () -> {
                    check(publication, operation, arguments, context, Set.of(), unread);
                    return null;
                  }));
      throw new IllegalStateException("What cannot be read was taken");
    } catch (CrmException e) {
      return e;
    }
  }

  /**
   * Makes what was sent what is to be written, and checks it.
   *
   * @param untouched fields of which nothing is said
   * @param unread what the door could not read of it; null where it could
   */
  private void check(
      Publication publication,
      OperationModel operation,
      Object[] arguments,
      CallContext context,
      Set<String> untouched,
      CrmException unread) {
    publication.strip(arguments, untouched);
    keep(publication, operation, arguments, context);
    fillDefaults(publication, operation, arguments, context);
    publication.check(operation, arguments, kept(publication, context), untouched, unread);
  }

  /** What a door makes of a body, or as much of it as can be read. */
  private static Object readable(Supplier<Object> read, AtomicReference<CrmException> unread) {
    try {
      return read.get();
    } catch (CrmException e) {
      if (e.readable == null) {
        throw e;
      }
      unread.set(e);
      return e.readable;
    }
  }

  /** Whoever names an owner that they do not reach is told so together with all else. */
  private <T> T withOwner(
      Publication publication,
      OperationModel operation,
      Object[] arguments,
      CallContext context,
      Supplier<T> work) {
    try {
      return work.get();
    } catch (CrmException e) {
      var at = operation.bodyParameter();
      if (at >= 0
          && e.errors.stream().noneMatch(error -> error.field.equals(OWNER))
          && (e.code == Code.INVALID || e.readable != null)
          && arguments[at] instanceof BusinessRecord record
          && record.getClass() == publication.declared().recordType()
          && record.ownerId != null
          && publication.declared().type().getAnnotation(Contract.class).owned()
          && stores.owned(publication.collection())
          && !kept(publication, context).contains(OWNER)
          && !stores.mayOwn(
              context.caller(),
              publication.collection(),
              written(publication.collection(), operation, arguments).orElse(null),
              record.ownerId)) {
        e.error(OWNER, "out-of-reach");
      }
      throw e;
    }
  }

  /**
   * What the caller does not see or may not change of a record stays as it is, whatever they send:
   * as it is kept where they replace one, as a new one has it else. The store sees to it once more.
   */
  private void keep(
      Publication publication, OperationModel operation, Object[] arguments, CallContext context) {
    var kept = kept(publication, context);
    var at = operation.bodyParameter();
    if (kept.isEmpty() || at < 0 || !(arguments[at] instanceof BusinessRecord sent)) {
      return;
    }
    var present = user.callAsSystem(() -> present(publication, operation, arguments));
    if (present == null) {
      publication.blank(sent, kept);
    } else {
      publication.fill(sent, kept, present);
    }
  }

  /** Before what must be there is asked for; the store gives those that the caller may not. */
  private void fillDefaults(
      Publication publication, OperationModel operation, Object[] arguments, CallContext context) {
    var at = operation.bodyParameter();
    if (operation.kind().writes()
        && at >= 0
        && arguments[at] instanceof BusinessRecord sent
        && sent.getClass() == publication.declared().recordType()
        && publication.hasDefaults()
        && written(publication.collection(), operation, arguments).isEmpty()) {
      publication.fillDefaults(sent, context.caller(), stores::isCurrent);
    }
  }

  private static Set<String> kept(Publication publication, CallContext context) {
    return context.caller().rules(publication.declared()).kept();
  }

  /**
   * Whoever still knows a record by the id that it had before it was merged means the other one.
   */
  private void follow(Publication publication, OperationModel operation, Object[] arguments) {
    var at = operation.bodyParameter();
    if (at >= 0
        && publication.model().recordType() != null
        && publication.model().recordType().isInstance(arguments[at])) {
      redirects.follow(publication.model().fields(), stores::owned, arguments[at]);
    }
  }

  /** The record that an operation is about to write; null where there is none yet. */
  private Object present(Publication publication, OperationModel operation, Object[] arguments) {
    var id = written(publication.collection(), operation, arguments);
    if (id.isEmpty()) {
      return null;
    }
    var read = publication.declared().primary(Kind.READ).orElseThrow();
    try {
      return invoke(publication, read, new Object[] {id.get()});
    } catch (CrmException e) {
      // One that was deleted; what is replaced is looked for again, and refused then.
      if (e.code == Code.NOT_FOUND) {
        return null;
      }
      throw e;
    }
  }

  private Optional<Long> written(String collection, OperationModel operation, Object[] arguments) {
    return operation.kind() == Kind.REPLACE
        ? Optional.of((Long) arguments[0])
        : known(collection, operation, arguments);
  }

  /** The record that an outside system knows by a key, where an operation is told one. */
  private Optional<Long> known(String collection, OperationModel operation, Object[] arguments) {
    var names = Arrays.stream(operation.method().getParameters()).map(Parameter::getName).toList();
    int system = names.indexOf("system");
    int key = names.indexOf("key");
    return system < 0 || key < 0
        ? Optional.empty()
        : sql.first(
            "select record_id from tangram_external_key"
                + " where collection = ? and system_name = ? and external_key = ?",
            Arrays.asList(collection, arguments[system], arguments[key]),
            row -> row.getLong(1));
  }

  private Object write(
      Publication publication, OperationModel operation, Object[] arguments, CallContext context) {
    Supplier<Object> work = () -> writing(publication, operation, arguments, false);
    return repeatable(operation)
        ? once(publication, operation, context, work)
        : transactions.run(work);
  }

  /** The file comes in before the transaction begins, which is then as short as any other. */
  private Object receive(
      Publication publication, OperationModel operation, Object[] arguments, CallContext context) {
    var at = operation.bodyParameter();
    if (arguments[at] == null) {
      return write(publication, operation, arguments, context);
    }
    if (publication.service() instanceof ContentReceiver receiver) {
      receiver.beforeContent(operation.name(), arguments);
    }
    try (var staged = contents.stage((DataHandler) arguments[at])) {
      var received = arguments.clone();
      received[at] = new DataHandler(staged);
      return write(
          publication,
          operation,
          received,
          new CallContext(
              context.caller(),
              context.locale(),
              context.door(),
              context.traceId(),
              context.idempotencyKey(),
              // The door could not yet tell one file from another.
              context.requestDigest() + ":" + staged.sha256()));
    }
  }

  @Override
  public Object patch(
      PublishedContract contract,
      long id,
      Integer version,
      UnaryOperator<Object> merge,
      CallContext context) {
    var publication = (Publication) contract;
    var get = publication.declared().primary(Kind.READ).orElseThrow();
    var replace = publication.declared().primary(Kind.REPLACE).orElseThrow();
    return serve(
        publication,
        replace,
        context,
        () ->
            transactions.run(
                () -> {
                  authorise(get, context);
                  if (version == null) {
                    throw CrmException.of(Code.VERSION_REQUIRED);
                  }
                  var present = invoke(publication, get, new Object[] {id});
                  var before = publication.values(present);
                  var unread = new AtomicReference<CrmException>();
                  var merged = readable(() -> merge.apply(present), unread);
                  var untouched = publication.same(before, merged);
                  if (merged instanceof BusinessRecord record) {
                    record.version = version;
                  }
                  var arguments = new Object[] {id, merged};
                  return withOwner(
                      publication,
                      replace,
                      arguments,
                      context,
                      () -> {
                        check(publication, replace, arguments, context, untouched, unread.get());
                        follow(publication, replace, arguments);
                        return writing(publication, replace, arguments, true);
                      });
                }));
  }

  @Override
  public boolean versionTellsAll(PublishedContract contract) {
    var model = contract.declared();
    return !hints.concern(model.recordType())
        && !figures.concern(model.collection())
        && model.fields().stream()
            .noneMatch(
                field ->
                    RecordStores.compares(field)
                        || field.declaration().readOnly()
                            && field.javaField().getDeclaringClass() != BusinessRecord.class);
  }

  @Override
  public <T> T atomically(CallContext context, Supplier<T> work) {
    try {
      shelf.prepare();
      // Not looked for within the transaction.
      return custom.steadily(() -> transactions.run(work));
    } catch (RuntimeException e) {
      throw Failures.map(e);
    }
  }

  private static boolean repeatable(OperationModel operation) {
    var declared = operation.method().getAnnotation(Operation.class);
    return (operation.kind() == Kind.CREATE || operation.kind() == Kind.ACTION)
        && !declared.secret();
  }

  /**
   * A repetition of a request that is still running runs into its key, waits, and then finds its
   * answer.
   */
  private Object once(
      Publication publication,
      OperationModel operation,
      CallContext context,
      Supplier<Object> work) {
    var name = name(publication, operation);
    var type = operation.method().getReturnType();
    Supplier<Object> attempt =
        () ->
            transactions.run(() -> idempotency.once(context, name, publication.json(), type, work));
    try {
      return attempt.get();
    } catch (RuntimeException e) {
      if (context.idempotencyKey() == null || !Repeat.isDuplicate(e)) {
        throw e;
      }
      return attempt.get();
    }
  }

  /** A read that meets a connection which died in the pool gets another one. */
  private Object read(Supplier<Object> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      if (!Failures.connectionLost(e)) {
        throw e;
      }
      return work.get();
    }
  }

  private Object serve(
      Publication publication,
      OperationModel operation,
      CallContext context,
      Supplier<Object> work) {
    authorise(operation, context);
    var call =
        new CurrentCall.Call(
            context.door(), name(publication, operation), context.traceId(), context.locale());
    try {
      return custom.steadily(() -> calls.during(call, () -> user.callAs(context.caller(), work)));
    } catch (RuntimeException e) {
      throw Failures.map(e);
    }
  }

  private static void authorise(OperationModel operation, CallContext context) {
    if (context.caller() == null) {
      throw CrmException.of(Code.UNAUTHENTICATED);
    }
    if (context.caller().viewerId() != null && operation.kind().writes()) {
      throw new CrmException(Code.FORBIDDEN, "identity.viewing");
    }
    if (!context.caller().may(operation.permission())) {
      throw new CrmException(
          Code.FORBIDDEN, "problem.forbidden.permission", operation.permission());
    }
  }

  private static String name(Publication publication, OperationModel operation) {
    return publication.collection() + "." + operation.name();
  }

  /** Calls what writes a record, its custom fields put by for the record's store. */
  private Object writing(
      Publication publication, OperationModel operation, Object[] arguments, boolean part) {
    var at = operation.bodyParameter();
    if (at < 0
        || !(arguments[at] instanceof BusinessRecord record)
        || record.getClass() != publication.declared().recordType()) {
      return invoke(publication, operation, arguments);
    }
    Supplier<Object> work = () -> invoke(publication, operation, arguments);
    var id = operation.kind() == Kind.REPLACE ? (Long) arguments[0] : null;
    return part
        ? calls.partly(publication.collection(), id, record, work)
        : calls.writing(publication.collection(), id, record, work);
  }

  private Object invoke(Publication publication, OperationModel operation, Object[] arguments) {
    try {
      return shown(publication, operation.method().invoke(publication.service(), arguments));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Without the fields that the caller does not see; also those that no column has. */
  private Object shown(Publication publication, Object answer) {
    if (answer instanceof BusinessRecord record) {
      hints.word(record);
    }
    var hidden = user.get().rules(publication.declared()).hidden();
    if (!hidden.isEmpty()) {
      var records = answer instanceof Page<?> page ? page.items : Arrays.asList(answer);
      records.stream()
          .filter(record -> publication.declared().recordType().isInstance(record))
          .forEach(record -> publication.blank(record, hidden));
    }
    return answer;
  }

  @Override
  public Problem problem(Throwable failure, CallContext context) {
    var refused = Failures.map(failure);
    if (refused.code == Code.INTERNAL) {
      LOG.error("Call {} failed", context.traceId(), failure);
    } else if (refused.code == Code.UNAVAILABLE) {
      LOG.warn("Call {} found no database: {}", context.traceId(), rootMessage(failure));
    }
    return wording.of(refused, context.locale(), context.traceId());
  }

  private static String rootMessage(Throwable failure) {
    var root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root.getMessage();
  }
}
