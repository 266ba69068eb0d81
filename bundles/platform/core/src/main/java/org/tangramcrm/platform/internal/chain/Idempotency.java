package org.tangramcrm.platform.internal.chain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.door.CallContext;
import org.tangramcrm.platform.internal.sql.Sql;
import org.tangramcrm.platform.module.SchemaReady;

/**
 * A repeated request under the same Idempotency-Key gets the first one's answer. The key is written
 * in the transaction of the request itself: there is no moment at which one of the two exists
 * without the other.
 */
@Component(service = Idempotency.class)
public class Idempotency {
  private static final int KEPT_HOURS = 24;

  private final Sql sql;

  @Activate
  public Idempotency(
      @Reference Sql sql, @Reference(target = "(module=platform)") SchemaReady schema) {
    this.sql = sql;
  }

  /**
   * @param json of the contract called
   * @param type of the answer
   */
  Object once(
      CallContext call, String operation, ObjectMapper json, Class<?> type, Supplier<Object> work) {
    if (call.idempotencyKey() == null || call.idempotencyKey().isBlank()) {
      return work.get();
    }
    if (call.idempotencyKey().length() > 200) {
      throw CrmException.invalid("Idempotency-Key", "too-long", "200");
    }
    var digest = operation + ":" + call.requestDigest();
    var before =
        sql.first(
            "select digest, answer from tangram_idempotency where user_id = ? and idempotency_key = ? and created_at > ?",
            List.of(
                call.caller().id(),
                call.idempotencyKey(),
                now().minus(KEPT_HOURS, ChronoUnit.HOURS)),
            row -> new String[] {row.getString(1), row.getString(2)});
    if (before.isPresent()) {
      if (!before.get()[0].equals(digest)) {
        throw CrmException.of(Code.IDEMPOTENCY_MISMATCH);
      }
      return read(json, before.get()[1], type);
    }
    var answer = work.get();
    // Only what is no longer kept: a repetition that runs at the same time has to meet this one's.
    sql.update(
        "delete from tangram_idempotency where user_id = ? and idempotency_key = ? and created_at <= ?",
        call.caller().id(),
        call.idempotencyKey(),
        now().minus(KEPT_HOURS, ChronoUnit.HOURS));
    sql.update(
        "insert into tangram_idempotency (user_id, idempotency_key, digest, answer, created_at) values (?, ?, ?, ?, ?)",
        call.caller().id(),
        call.idempotencyKey(),
        digest,
        write(json, answer),
        now());
    return answer;
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  private static String write(ObjectMapper json, Object answer) {
    try {
      return json.writeValueAsString(answer);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object read(ObjectMapper json, String answer, Class<?> type) {
    try {
      return json.readValue(answer, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
