package org.tangramcrm.platform.internal.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.contract.FieldType;
import org.tangramcrm.platform.internal.contract.Fields;

/**
 * Keeps retired codes off records that do not have them yet. Checked here and not with the other
 * rules, because only here is known what the record was before, whatever way the change came.
 */
final class Retired<D> {
  private final Codes codes;
  private final List<Coded> coded = new ArrayList<>();

  /**
   * A field with codes.
   *
   * @param within of a nested field, the one of its fields that is meant; else null
   */
  private record Coded(FieldModel field, FieldModel within) {
    String dictionary() {
      return (within == null ? field : within).declaration().dictionary();
    }
  }

  /** A code where it stands. */
  private record Found(String path, String code) {}

  Retired(List<FieldModel> fields, Codes codes) {
    this.codes = codes;
    for (var field : fields) {
      if (!field.declaration().dictionary().isEmpty()) {
        coded.add(new Coded(field, null));
      } else if (field.type() == FieldType.NESTED) {
        Fields.within(field).stream()
            .filter(part -> !part.declaration().dictionary().isEmpty())
            .forEach(part -> coded.add(new Coded(field, part)));
      }
    }
  }

  /**
   * @param before null for a new record
   * @throws CrmException {@code invalid} naming each retired code that the record did not have
   */
  void check(D before, D after) {
    var problem = new CrmException(Code.INVALID, null);
    for (var field : coded) {
      var retired =
          found(field, after).stream()
              .filter(found -> codes.retired(field.dictionary(), found.code()))
              .toList();
      if (!retired.isEmpty()) {
        var had = new ArrayList<String>();
        if (before != null) {
          found(field, before).forEach(found -> had.add(found.code()));
        }
        retired.stream()
            .filter(found -> !had.remove(found.code()))
            .forEach(found -> problem.error(found.path(), "retired-code", found.code()));
      }
    }
    if (!problem.errors.isEmpty()) {
      throw problem;
    }
  }

  private static List<Found> found(Coded coded, Object record) {
    var found = new ArrayList<Found>();
    var value = coded.field().value(record);
    if (value instanceof Collection<?> several) {
      int i = 0;
      for (var each : several) {
        var path = coded.field().name() + "[" + i++ + "]";
        if (coded.within() == null) {
          add(found, path, each);
        } else {
          add(found, path + "." + coded.within().name(), coded.within().value(each));
        }
      }
    } else if (coded.within() == null) {
      add(found, coded.field().name(), value);
    }
    return found;
  }

  private static void add(List<Found> found, String path, Object code) {
    if (code != null) {
      found.add(new Found(path, code.toString()));
    }
  }
}
