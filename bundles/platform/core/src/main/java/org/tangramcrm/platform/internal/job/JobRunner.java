package org.tangramcrm.platform.internal.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.activation.DataHandler;
import javax.activation.FileDataSource;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.internal.chain.CurrentCall;
import org.tangramcrm.platform.internal.chain.Failures;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.content.Contents;
import org.tangramcrm.platform.internal.facts.Facts;
import org.tangramcrm.platform.internal.facts.Json;
import org.tangramcrm.platform.internal.identity.LaterCallers;
import org.tangramcrm.platform.internal.job.JobTable.Taken;
import org.tangramcrm.platform.internal.module.Gate;
import org.tangramcrm.platform.internal.sql.Repeat;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.internal.text.Wording;
import org.tangramcrm.platform.internal.work.Workers;
import org.tangramcrm.platform.job.JobKind;
import org.tangramcrm.platform.module.SchemaReady;

/** Does the jobs of all nodes that this one finds waiting, a few at a time. */
@Component(service = JobRunner.class)
public class JobRunner {
  private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
  private static final int AT_ONCE = 2;
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
  private static final Duration RENEW_EVERY = Duration.ofSeconds(10);
  private static final Duration KEPT = Duration.ofDays(7);

  /** What may be over in a moment. */
  private static final Set<Code> PASSING =
      Set.of(Code.MODULE_STOPPED, Code.MODULE_NOT_INSTALLED, Code.UNAVAILABLE);

  private static final long SWEEP_MINUTES = 60;

  private final JobTable table;
  private final Map<String, JobKind> kinds = new ConcurrentHashMap<>();
  private final Contents contents;
  private final LaterCallers callers;
  private final Gate gate;
  private final CurrentUser user;
  private final CurrentCall calls;
  private final Transactions transactions;
  private final Wording wording;
  private final Facts facts;
  private final ObjectMapper json = Json.mapper();
  private final ExecutorService workers =
      Executors.newFixedThreadPool(AT_ONCE, task -> new Thread(task, "tangram-job"));
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "tangram-jobs"));

  /** What is here already, done or waiting for a thread. */
  private final Set<Long> here = ConcurrentHashMap.newKeySet();

  /** What is being done here. */
  private final Map<Long, Taken> running = new ConcurrentHashMap<>();

  /** Where results are until they have come to their end. */
  private final Path parts;

  private volatile boolean closing;

  @Activate
  public JobRunner(
      BundleContext context,
      @Reference Sql sql,
      @Reference Contents contents,
      @Reference LaterCallers callers,
      @Reference Gate gate,
      @Reference CurrentUser user,
      @Reference CurrentCall calls,
      @Reference Transactions transactions,
      @Reference Wording wording,
      @Reference Facts facts,
      @Reference(target = "(module=platform)") SchemaReady schema) {
    this.table = new JobTable(sql);
    this.contents = contents;
    this.callers = callers;
    this.gate = gate;
    this.parts = emptied(context.getDataFile("jobs").toPath());
    this.user = user;
    this.calls = calls;
    this.transactions = transactions;
    this.wording = wording;
    this.facts = facts;
    if (sql.dialect().embedded()) {
      // Whoever was at a job went down: it need not be waited for.
      table.orphan();
    }
    watch.scheduleWithFixedDelay(
        this::look, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    watch.scheduleWithFixedDelay(
        this::renew, RENEW_EVERY.toSeconds(), RENEW_EVERY.toSeconds(), TimeUnit.SECONDS);
    watch.scheduleWithFixedDelay(this::sweep, 1, SWEEP_MINUTES, TimeUnit.MINUTES);
  }

  /** What a node that went down in the middle left behind is nobody's. */
  private static Path emptied(Path folder) {
    try {
      Files.createDirectories(folder);
      try (var left = Files.list(folder)) {
        left.forEach(JobRunner::deleteQuietly);
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Deactivate
  void close() {
    closing = true;
    Workers.end(watch);
    Workers.end(workers);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bind(JobKind kind) {
    kinds.put(kind.name(), kind);
  }

  void unbind(JobKind kind) {
    kinds.remove(kind.name(), kind);
  }

  /** The kind of a job; empty where nobody here does such jobs. */
  Optional<JobKind> kind(String name) {
    return Optional.ofNullable(kinds.get(name));
  }

  /** There may be work. */
  void wake() {
    try {
      watch.execute(this::look);
    } catch (RejectedExecutionException e) {
      LOG.debug("The next node that looks finds it", e);
    }
  }

  private void look() {
    try {
      if (gate.isBooted() && here.size() < AT_ONCE) {
        table.waiting().stream().filter(here::add).forEach(id -> workers.execute(() -> work(id)));
      }
    } catch (RuntimeException e) {
      LOG.debug("Jobs cannot be looked for", e);
    }
  }

  /** Says of what is done here that somebody is at it, however long its next step takes. */
  private void renew() {
    running
        .values()
        .forEach(
            job -> {
              try {
                table.renew(job);
              } catch (RuntimeException e) {
                LOG.debug("Job {} is not renewed", job.id(), e);
              }
            });
  }

  private void work(long id) {
    try {
      if (!closing) {
        table.take(id).ifPresent(this::run);
      }
    } catch (RuntimeException e) {
      LOG.warn("Job {} is left to the next who looks for it: {}", id, e.toString());
    } finally {
      here.remove(id);
      wake();
    }
  }

  private void run(Taken job) {
    if (job.attempt() > JobTable.MOST_ATTEMPTS) {
      fail(
          job, job.problem() == null ? worded(CrmException.of(Code.INTERNAL), job) : job.problem());
      return;
    }
    var kind = kinds.get(job.kind());
    if (kind == null) {
      table.postpone(job, worded(CrmException.of(Code.UNAVAILABLE), job));
      return;
    }
    running.put(job.id(), job);
    try {
      var caller =
          callers.of(job.owner(), job.cut()).orElseThrow(() -> CrmException.of(Code.FORBIDDEN));
      calls.during(
          new CurrentCall.Call("job", "jobs." + job.kind(), "job-" + job.id(), job.locale()),
          () -> user.callAs(caller, () -> kind.atOnce() ? change(kind, job) : produce(kind, job)));
    } catch (JobKind.Given e) {
      if (closing) {
        table.giveBack(job);
      }
    } catch (RuntimeException e) {
      end(kind, job, e);
    } finally {
      running.remove(job.id());
    }
  }

  private void end(JobKind kind, Taken job, RuntimeException failure) {
    var refused = Failures.map(failure);
    if (closing) {
      // What was in its way is most likely that the node goes down.
      table.giveBack(job);
    } else if (PASSING.contains(refused.code)) {
      table.postpone(job, worded(refused, job));
    } else if (gone(kind)) {
      // What was in its way is most likely that its module went.
      LOG.debug("Job {} waits for its module", job.id(), failure);
      table.postpone(job, worded(CrmException.of(Code.UNAVAILABLE), job));
    } else {
      if (refused.code == Code.INTERNAL) {
        LOG.error("Job {} failed", job.id(), failure);
      }
      fail(job, worded(refused, job));
    }
  }

  /** Its module went meanwhile, though another may have come in its place. */
  private boolean gone(JobKind kind) {
    return kinds.get(kind.name()) != kind;
  }

  private void tell(Taken job, String status) {
    var kind = kinds.get(job.kind());
    if (kind != null) {
      kind.ended(new Work(kind, job), status);
    }
  }

  /** A job was cancelled that nobody is at. */
  void cancelled(long id) {
    table.find(id).ifPresent(job -> tell(job, JobTable.CANCELLED));
  }

  /** A job was cancelled; whoever is at it holds what it changed until they see that. */
  void cancelledUnderWay(long id) {
    try {
      workers.execute(
          () -> {
            try {
              cancelled(id);
            } catch (RuntimeException e) {
              LOG.warn("What is to become of job {} is not told: {}", id, e.toString());
            }
          });
    } catch (RejectedExecutionException e) {
      LOG.debug("The node goes down", e);
    }
  }

  private void fail(Taken job, String problem) {
    transactions.run(
        () -> {
          if (table.fail(job, problem)) {
            tell(job, JobTable.FAILED);
            told(job, JobTable.FAILED);
          }
          return null;
        });
  }

  /** Whoever asked for it may look elsewhere by now: a fact tells them. */
  private void told(Taken job, String status) {
    facts.append(
        "jobs",
        Facts.Kind.UPDATED,
        job.id(),
        table.version(job.id()),
        json.createObjectNode().put("status", JobTable.RUNNING),
        json.createObjectNode().put("status", status),
        job.owner());
  }

  /**
   * The result is written to a file of the node first: a database takes in what has come to its
   * end.
   */
  private Void produce(JobKind kind, Taken job) {
    Path file = null;
    try {
      file = Files.createTempFile(parts, "job-" + job.id() + "-", ".part");
      String name;
      try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
        name = kind.run(new Work(kind, job), out);
      }
      if (name != null) {
        keep(job, name, file);
      } else {
        transactions.run(() -> ended(job, table.complete(job)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deleteQuietly(file);
    }
    return null;
  }

  private Void change(JobKind kind, Taken job) {
    return transactions.run(
        () -> {
          try {
            kind.run(new Work(kind, job), OutputStream.nullOutputStream());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return ended(job, table.complete(job));
        });
  }

  private Void ended(Taken job, boolean completed) {
    if (!completed) {
      throw new JobKind.Given();
    }
    told(job, JobTable.DONE);
    return null;
  }

  private void keep(Taken job, String name, Path file) {
    try (var staged = contents.take(new DataHandler(new FileDataSource(file.toFile())))) {
      transactions.run(
          () -> {
            staged.keep();
            return ended(job, table.complete(job, name, staged));
          });
    }
  }

  private String worded(CrmException refused, Taken job) {
    var problem = wording.of(refused, job.locale(), "job-" + job.id());
    return problem.errors().stream()
        .map(error -> error.field + ": " + error.message)
        .findFirst()
        .map(first -> problem.detail() + " (" + first + ")")
        .orElse(problem.detail());
  }

  private static void deleteQuietly(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      LOG.warn("{} stays behind", file, e);
    }
  }

  private void sweep() {
    try {
      table
          .endedBefore(Instant.now().minus(KEPT))
          .forEach(
              id ->
                  table
                      .result(id)
                      .ifPresent(
                          result ->
                              transactions.run(
                                  () -> {
                                    table.forgetResult(id);
                                    contents.discard(result.contentId());
                                    return null;
                                  })));
    } catch (RuntimeException e) {
      notSwept("Old results of jobs", e);
    }
    for (var kind : kinds.values()) {
      try {
        kind.sweep();
      } catch (RuntimeException e) {
        notSwept("What " + kind.name() + " jobs left", e);
      }
    }
  }

  /** Whoever was in the way is gone by the next time. */
  private static void notSwept(String what, RuntimeException failure) {
    if (Repeat.helps(failure)) {
      LOG.debug("{} stays until the next time", what, failure);
    } else {
      LOG.warn("{} could not be removed: {}", what, failure.getMessage());
    }
  }

  private final class Work implements JobKind.Run {
    private final JobKind kind;
    private final Taken job;

    Work(JobKind kind, Taken job) {
      this.kind = kind;
      this.job = job;
    }

    @Override
    public String collection() {
      return job.collection();
    }

    @Override
    public <T> T request(Class<T> type) {
      try {
        return json.readValue(job.request(), type);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void progress(int done, Integer total) {
      // At once, whatever becomes of the transaction in which the job is done.
      if (closing || !transactions.apart(() -> table.progress(job, done, total))) {
        throw new JobKind.Given();
      }
    }

    @Override
    public void hold() {
      if (!table.hold(job)) {
        throw new JobKind.Given();
      }
    }

    @Override
    public <T> T portion(Supplier<T> work) {
      return gate.within(
          job.collection(),
          () -> {
            if (gone(kind)) {
              throw CrmException.of(Code.UNAVAILABLE);
            }
            return transactions.run(
                () -> {
                  var done = work.get();
                  hold();
                  return done;
                });
          });
    }
  }
}
