package org.tangramcrm.platform.internal.dictionary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Texts;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.dictionary.DictionaryItem;
import org.tangramcrm.platform.dictionary.DictionaryItemList;
import org.tangramcrm.platform.dictionary.DictionaryItems;
import org.tangramcrm.platform.dictionary.DictionaryMove;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.internal.chain.CurrentCall;
import org.tangramcrm.platform.internal.chain.Transactions;
import org.tangramcrm.platform.internal.facts.Facts;
import org.tangramcrm.platform.internal.facts.Json;
import org.tangramcrm.platform.internal.store.CodeUses;

/**
 * What a company makes of dictionaries. Everything here is read past the memory of {@link
 * Overrides}, as the open transaction sees it.
 */
@Component
@TangramContract(DictionaryItems.class)
public class DictionaryItemService implements DictionaryItems {
  private static final String COLLECTION = "dictionary-items";
  private static final int DEEPEST = 6;

  private final DictionaryShelf shelf;
  private final Overrides overrides;
  private final CodeUses uses;
  private final Facts facts;
  private final Transactions transactions;
  private final CurrentUser user;
  private final CurrentCall calls;
  private final Texts texts;
  private final ObjectMapper json = Json.mapper();

  /** An item with the dictionary it is of. */
  private record Found(Merged dictionary, Item item) {}

  @Activate
  public DictionaryItemService(
      @Reference DictionaryShelf shelf,
      @Reference Overrides overrides,
      @Reference CodeUses uses,
      @Reference Facts facts,
      @Reference Transactions transactions,
      @Reference CurrentUser user,
      @Reference CurrentCall calls,
      @Reference Texts texts) {
    this.shelf = shelf;
    this.overrides = overrides;
    this.uses = uses;
    this.facts = facts;
    this.transactions = transactions;
    this.user = user;
    this.calls = calls;
    this.texts = texts;
  }

  // ---- reading

  @Override
  public DictionaryItemList list(String dictionary) {
    var list = new DictionaryItemList();
    if (dictionary != null) {
      add(list, merged(dictionary));
    } else {
      shelf.codes().stream().sorted().forEach(code -> add(list, merged(code)));
    }
    return list;
  }

  private void add(DictionaryItemList list, Merged dictionary) {
    dictionary.items().forEach(item -> list.items.add(described(dictionary, item)));
  }

  @Override
  public DictionaryItem get(long id) {
    var found = find(id);
    return described(found.dictionary(), found.item());
  }

  private Merged merged(String code) {
    var delivered = shelf.delivered(code).orElseThrow(CrmException::notFound);
    return new Merged(delivered, overrides.of(code));
  }

  /** Of a dictionary whose module is stopped there are no items. */
  private Found find(long id) {
    var dictionary = overrides.find(id).map(ItemRow::dictionary).or(() -> shelf.dictionaryOf(id));
    if (dictionary.isPresent() && shelf.delivered(dictionary.get()).isPresent()) {
      var merged = merged(dictionary.get());
      var item = merged.item(id);
      if (item != null) {
        return new Found(merged, item);
      }
    }
    throw CrmException.notFound();
  }

  private DictionaryItem described(Merged dictionary, Item item) {
    var described = recorded(dictionary, item);
    var row = item.row();
    if (row != null) {
      described.createdAt = row.createdAt();
      described.createdBy = row.createdBy();
      described.updatedAt = row.updatedAt();
      described.updatedBy = row.updatedBy();
    }
    described.delivered = item.delivered() != null;
    described.changed = item.changed();
    described.title = item.title(calls.locale());
    described.path = dictionary.pathText(item, calls.locale());
    return described;
  }

  /** As the facts keep it: in no particular language. */
  private static DictionaryItem recorded(Merged dictionary, Item item) {
    var described = new DictionaryItem();
    described.id = Item.id(dictionary.code(), item.code());
    described.version = item.version();
    described.dictionary = dictionary.code();
    described.code = item.code();
    described.labelZh = item.labelZh();
    described.labelEn = item.labelEn();
    described.parent = item.parent();
    described.position = item.position();
    described.colour =
        item.colour() == null && item.delivered() != null && item.delivered().colour() != null
            ? Item.NO_COLOUR
            : item.colour();
    described.active = item.active();
    return described;
  }

  // ---- writing

  @Override
  public DictionaryItem create(DictionaryItem item) {
    return transactions.run(
        () -> {
          if (shelf.delivered(item.dictionary).isEmpty()) {
            throw CrmException.invalid("dictionary", "unknown-reference", "dictionaries");
          }
          var dictionary = merged(item.dictionary);
          if (dictionary.item(item.code) != null) {
            throw CrmException.invalid("code", "duplicate");
          }
          checkOwn(dictionary, item);
          var now = now();
          var by = user.get().id();
          var id = Item.id(item.dictionary, item.code);
          // A code that was deleted may be added again; its facts go on.
          var deleted = overrides.find(id);
          var row =
              new ItemRow(
                  id,
                  deleted.map(ItemRow::version).orElse(0) + 1,
                  deleted.map(ItemRow::createdAt).orElse(now),
                  deleted.map(ItemRow::createdBy).orElse(by),
                  now,
                  by,
                  null,
                  item.dictionary,
                  item.code,
                  true,
                  blankAsNull(item.labelZh),
                  blankAsNull(item.labelEn),
                  blankAsNull(item.parent),
                  item.position == null ? last(dictionary, item.parent) : item.position,
                  item.colour,
                  !Boolean.FALSE.equals(item.active));
          if (deleted.isPresent()) {
            overrides.update(row);
          } else {
            overrides.insert(row);
          }
          return written(Facts.Kind.CREATED, null, row);
        });
  }

  @Override
  public DictionaryItem update(long id, DictionaryItem item) {
    return transactions.run(
        () -> {
          var found = find(id);
          guard(id, found.item(), item.version);
          if (!found.dictionary().code().equals(item.dictionary)) {
            throw CrmException.invalid("dictionary", "fixed");
          }
          if (!found.item().code().equals(item.code)) {
            throw CrmException.invalid("code", "fixed");
          }
          return found.item().delivered() == null
              ? updateOwn(found, item)
              : updateDelivered(found, item);
        });
  }

  private DictionaryItem updateOwn(Found found, DictionaryItem item) {
    checkOwn(found.dictionary(), item);
    checkParent(found, item.parent);
    return write(
        found,
        blankAsNull(item.labelZh),
        blankAsNull(item.labelEn),
        blankAsNull(item.parent),
        item.position == null ? last(found.dictionary(), item.parent) : item.position,
        item.colour,
        !Boolean.FALSE.equals(item.active));
  }

  /** What is as it was delivered is not kept, so that it follows what a later version delivers. */
  private DictionaryItem updateDelivered(Found found, DictionaryItem item) {
    var delivered = found.item().delivered();
    if (!Objects.equals(delivered.parent(), blankAsNull(item.parent))) {
      throw CrmException.invalid("parent", "fixed");
    }
    var colour =
        delivered.colour() == null && Item.NO_COLOUR.equals(item.colour) ? null : item.colour;
    return write(
        found,
        unless(delivered.labelZh(), blankAsNull(item.labelZh)),
        unless(delivered.labelEn(), blankAsNull(item.labelEn)),
        null,
        unless(delivered.position(), item.position),
        unless(delivered.colour(), colour),
        unless(delivered.active(), item.active));
  }

  @Override
  public void delete(long id, Integer version) {
    transactions.run(
        () -> {
          var found = find(id);
          guard(id, found.item(), version);
          var code = found.item().code();
          if (found.item().delivered() != null) {
            throw new CrmException(Code.CONFLICT, "dictionary.delivered", code);
          }
          if (!found.dictionary().under(code).isEmpty()) {
            throw new CrmException(
                Code.IN_USE, "dictionary.has-children", found.dictionary().under(code).size());
          }
          uses.anywhere(found.dictionary().code(), code)
              .ifPresent(
                  place -> {
                    throw new CrmException(
                        Code.IN_USE,
                        "dictionary.in-use",
                        text("collection." + place.collection(), place.collection()),
                        fieldTitle(place));
                  });
          var row = found.item().row();
          overrides.update(
              new ItemRow(
                  row.id(),
                  row.version() + 1,
                  row.createdAt(),
                  row.createdBy(),
                  now(),
                  user.get().id(),
                  now(),
                  row.dictionary(),
                  row.code(),
                  row.own(),
                  row.labelZh(),
                  row.labelEn(),
                  row.parent(),
                  row.position(),
                  row.colour(),
                  row.active()));
          facts.append(
              COLLECTION,
              Facts.Kind.DELETED,
              id,
              row.version() + 1,
              fact(recorded(found.dictionary(), found.item())),
              null,
              user.get().id());
          return null;
        });
  }

  @Override
  public DictionaryItem move(long id, DictionaryMove move) {
    return transactions.run(
        () -> {
          var found = find(id);
          if (move.version != null) {
            guard(id, found.item(), move.version);
          }
          var parent = blankAsNull(move.parent);
          if (found.item().delivered() != null
              && !Objects.equals(found.item().delivered().parent(), parent)) {
            throw CrmException.invalid("parent", "fixed");
          }
          checkParent(found, parent);
          place(found, parent, blankAsNull(move.before));
          return get(id);
        });
  }

  /** Between its new neighbours; where there is no room between them, all of them are spread. */
  private void place(Found found, String parent, String before) {
    var siblings =
        new java.util.ArrayList<>(
            found.dictionary().under(parent).stream()
                .filter(sibling -> !sibling.code().equals(found.item().code()))
                .toList());
    int at = siblings.size();
    if (before != null) {
      at = siblings.stream().map(Item::code).toList().indexOf(before);
      if (at < 0) {
        throw CrmException.invalid("before", "unknown-code", before, found.dictionary().code());
      }
    }
    long low = at == 0 ? 0 : siblings.get(at - 1).position();
    long high = at == siblings.size() ? low + 2L * Merged.STEP : siblings.get(at).position();
    if (high - low >= 2 && high < Integer.MAX_VALUE) {
      reposition(found, parent, (int) ((low + high) / 2));
      return;
    }
    siblings.add(at, found.item());
    int position = 0;
    for (var sibling : siblings) {
      position += Merged.STEP;
      if (sibling == found.item() || sibling.position() != position) {
        reposition(new Found(found.dictionary(), sibling), parent, position);
      }
    }
  }

  private void reposition(Found found, String parent, int position) {
    var item = found.item();
    var row = item.row();
    if (item.delivered() == null) {
      write(found, item.labelZh(), item.labelEn(), parent, position, item.colour(), item.active());
    } else {
      write(
          found,
          row == null ? null : row.labelZh(),
          row == null ? null : row.labelEn(),
          null,
          unless(item.delivered().position(), position),
          row == null ? null : row.colour(),
          row == null ? null : row.active());
    }
  }

  private DictionaryItem write(
      Found found,
      String labelZh,
      String labelEn,
      String parent,
      Integer position,
      String colour,
      Boolean active) {
    var item = found.item();
    var before = item.row();
    var now = now();
    var by = user.get().id();
    var code = found.dictionary().code();
    var row =
        new ItemRow(
            Item.id(code, item.code()),
            item.version() + 1,
            before == null ? now : before.createdAt(),
            before == null ? by : before.createdBy(),
            now,
            by,
            null,
            code,
            item.code(),
            before != null && before.own(),
            labelZh,
            labelEn,
            parent,
            position,
            colour,
            active);
    if (before == null) {
      overrides.insert(row);
    } else {
      overrides.update(row);
    }
    return written(Facts.Kind.UPDATED, recorded(found.dictionary(), item), row);
  }

  private DictionaryItem written(Facts.Kind kind, DictionaryItem before, ItemRow row) {
    var dictionary = merged(row.dictionary());
    var item = dictionary.item(row.code());
    facts.append(
        COLLECTION,
        kind,
        row.id(),
        row.version(),
        before == null ? null : fact(before),
        fact(recorded(dictionary, item)),
        row.updatedBy());
    return described(dictionary, item);
  }

  private JsonNode fact(DictionaryItem item) {
    return json.valueToTree(item);
  }

  // ---- rules

  private void guard(long id, Item item, Integer version) {
    if (version == null) {
      throw CrmException.of(Code.VERSION_REQUIRED);
    }
    if (version != item.version()) {
      var stale = new CrmException(Code.STALE, "store.stale", item.version());
      stale.currentVersion = item.version();
      facts.changedSince(COLLECTION, id, version).forEach(field -> stale.error(field, "changed"));
      throw stale;
    }
  }

  /** The rules of an item that no module vouches for. */
  private static void checkOwn(Merged dictionary, DictionaryItem item) {
    var problem = new CrmException(Code.INVALID, null);
    if (blankAsNull(item.labelZh) == null && blankAsNull(item.labelEn) == null) {
      problem.error("labelZh", "required").error("labelEn", "required");
    }
    var parent = blankAsNull(item.parent);
    if (parent != null && dictionary.item(parent) == null) {
      problem.error("parent", "unknown-code", parent, dictionary.code());
    } else if (parent != null && dictionary.path(dictionary.item(parent)).size() >= DEEPEST) {
      problem.error("parent", "too-deep", DEEPEST);
    }
    if (!problem.errors.isEmpty()) {
      throw problem;
    }
  }

  /** Nothing stands below itself, and nothing too deep. */
  private static void checkParent(Found found, String parent) {
    if (blankAsNull(parent) == null) {
      return;
    }
    var above = found.dictionary().item(parent);
    if (above == null) {
      throw CrmException.invalid("parent", "unknown-code", parent, found.dictionary().code());
    }
    var path = found.dictionary().path(above);
    if (path.stream().anyMatch(item -> item.code().equals(found.item().code()))) {
      throw CrmException.invalid("parent", "cycle");
    }
    if (path.size() + found.dictionary().depth(found.item()) > DEEPEST) {
      throw CrmException.invalid("parent", "too-deep", DEEPEST);
    }
  }

  private static int last(Merged dictionary, String parent) {
    var siblings = dictionary.under(blankAsNull(parent));
    var end = siblings.isEmpty() ? 0 : siblings.get(siblings.size() - 1).position();
    return end > Integer.MAX_VALUE - Merged.STEP ? end : end + Merged.STEP;
  }

  private static <T> T unless(T delivered, T given) {
    return Objects.equals(delivered, given) ? null : given;
  }

  private static String blankAsNull(String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }

  private String fieldTitle(CodeUses.Place place) {
    return text(
        "field." + place.collection() + "." + place.field(),
        text("field." + place.field(), place.field()));
  }

  private String text(String key, String otherwise) {
    var text = texts.find(calls.locale(), key);
    return text == null ? otherwise : text;
  }

  /** As fine as every database keeps it. */
  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }
}
