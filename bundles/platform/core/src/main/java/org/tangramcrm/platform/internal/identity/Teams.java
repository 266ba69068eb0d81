package org.tangramcrm.platform.internal.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tangramcrm.platform.BusinessRecord;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.identity.Caller;
import org.tangramcrm.platform.identity.RecordTeam;
import org.tangramcrm.platform.identity.TeamMember;
import org.tangramcrm.platform.internal.facts.Facts;
import org.tangramcrm.platform.internal.facts.Json;
import org.tangramcrm.platform.internal.sql.Sql;

/** With whom records are shared; a fact of the record tells of each change. */
public final class Teams {
  private final Sql sql;
  private final Facts facts;
  private final Stamps stamps;
  private final ObjectMapper json = Json.mapper();

  public Teams(Sql sql, Facts facts) {
    this.sql = sql;
    this.facts = facts;
    this.stamps = new Stamps(sql);
  }

  RecordTeam of(String collection, long id) {
    var team = new RecordTeam();
    members(collection, id)
        .forEach(
            (user, access) -> {
              var member = new TeamMember();
              member.userId = user;
              member.access = access;
              team.members.add(member);
            });
    return team;
  }

  /** Who is in the team of a record, and what they may do with it. */
  public Map<Long, String> members(String collection, long id) {
    var members = new TreeMap<Long, String>();
    sql.query(
        "select user_id, access from tangram_team_member where collection = ? and record_id = ?",
        List.of(collection, id),
        row -> members.put(row.getLong(1), row.getString(2)));
    return members;
  }

  /**
   * @throws CrmException {@code invalid} naming the first user who is not there or is named twice
   */
  void replace(String collection, BusinessRecord record, RecordTeam team, Caller by) {
    var before = members(collection, record.id);
    var after = new TreeMap<Long, String>();
    for (int i = 0; i < team.members.size(); i++) {
      var member = team.members.get(i);
      var field = "members[" + i + "].userId";
      if (!before.containsKey(member.userId) && !isThere(member.userId)) {
        throw CrmException.invalid(field, "unknown-reference", "users");
      }
      if (after.put(member.userId, member.access) != null) {
        throw CrmException.invalid(field, "duplicate");
      }
    }
    replace(collection, record.id, record.version, after, by.id());
  }

  /**
   * @param version of the record
   * @param after users that are there, with what they may do with it
   */
  public void replace(String collection, long id, int version, Map<Long, String> after, long by) {
    var before = members(collection, id);
    if (before.equals(after)) {
      return;
    }
    sql.update(
        "delete from tangram_team_member where collection = ? and record_id = ?", collection, id);
    sql.batch(
        "insert into tangram_team_member (user_id, collection, record_id, access) values (?, ?, ?, ?)",
        after.entrySet().stream()
            .map(member -> new Object[] {member.getKey(), collection, id, member.getValue()})
            .toList());
    var concerned = new HashSet<>(before.keySet());
    concerned.addAll(after.keySet());
    concerned.forEach(stamps::viewersOf);
    facts.append(collection, Facts.Kind.UPDATED, id, version, shown(before), shown(after), by);
  }

  /**
   * Ends the teams of records that have one.
   *
   * @param versions of each record
   */
  public void end(String collection, Map<Long, Integer> versions, long by) {
    if (versions.isEmpty()) {
      return;
    }
    var values = new ArrayList<Object>(List.of(collection));
    values.addAll(versions.keySet());
    sql.query(
            "select distinct record_id from tangram_team_member where collection = ? and record_id in ("
                + Sql.marks(versions.size())
                + ")",
            values,
            row -> row.getLong(1))
        .forEach(id -> replace(collection, id, versions.get(id), Map.of(), by));
  }

  private boolean isThere(long user) {
    return sql.first(
            "select 1 from tangram_user where id = ? and active = true and deleted_at is null",
            List.of(user),
            row -> 1)
        .isPresent();
  }

  private JsonNode shown(Map<Long, String> members) {
    var shown = json.createObjectNode();
    if (!members.isEmpty()) {
      var list = shown.putArray("team");
      members.forEach(
          (user, access) ->
              list.addObject().put("userId", String.valueOf(user)).put("access", access));
    }
    return shown;
  }
}
