package org.tangramcrm.platform.internal.hint;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.Hint;
import org.tangramcrm.platform.Texts;
import org.tangramcrm.platform.hint.HintSource;
import org.tangramcrm.platform.hint.HintSource.Notice;
import org.tangramcrm.platform.internal.chain.CurrentCall;

/** Asks all who have something to say of a record. */
@Component(service = Hints.class)
public class Hints {
  private static final Logger LOG = LoggerFactory.getLogger(Hints.class);

  private final List<HintSource<?>> sources = new CopyOnWriteArrayList<>();
  private final CurrentCall calls;
  private final Texts texts;

  @Activate
  public Hints(@Reference CurrentCall calls, @Reference Texts texts) {
    this.calls = calls;
    this.texts = texts;
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void bind(HintSource<?> source) {
    sources.add(source);
  }

  void unbind(HintSource<?> source) {
    sources.remove(source);
  }

  /** Whether there is anybody who may have something to say of records of a type. */
  public boolean concern(Class<?> record) {
    return sources.stream().anyMatch(source -> source.record() == record);
  }

  /** Adds to a record what there is to say of it; one source that fails silences no other. */
  public void tell(BusinessRecord record) {
    for (var source : sources) {
      try {
        tell(source, record);
      } catch (RuntimeException e) {
        LOG.warn("{} has no hints for {}", source.getClass().getName(), record.id, e);
      }
    }
  }

  /** Puts into words what the store says of a record. */
  public void word(BusinessRecord record) {
    record.hints.stream()
        .filter(hint -> hint.message == null)
        .forEach(hint -> hint.message = text(hint.code));
  }

  private <D extends BusinessRecord> void tell(HintSource<D> source, BusinessRecord record) {
    if (source.record().isInstance(record)) {
      source.hints(source.record().cast(record)).stream()
          .map(this::worded)
          .forEach(record.hints::add);
    }
  }

  private Hint worded(Notice notice) {
    var hint = new Hint();
    hint.code = notice.code();
    hint.severity = notice.severity();
    hint.message = text(notice.code(), notice.arguments().toArray());
    return hint;
  }

  private String text(String code, Object... arguments) {
    return texts.get(calls.locale(), "hint." + code, arguments);
  }
}
