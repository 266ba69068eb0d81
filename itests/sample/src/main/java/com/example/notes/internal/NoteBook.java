package com.example.notes.internal;

import com.example.notes.Introduction;
import com.example.notes.Mention;
import com.example.notes.Note;
import com.example.notes.NotePage;
import com.example.notes.Notes;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.apache.aries.jpa.template.JpaTemplate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.customers.Customer;
import org.tangramcrm.customers.CustomerRegistry;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.Money;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.module.SchemaReady;
import org.tangramcrm.platform.store.Row;
import org.tangramcrm.platform.store.Store;
import org.tangramcrm.platform.store.StoreSpec;
import org.tangramcrm.platform.store.StoreSpec.Parent;
import org.tangramcrm.platform.store.Stores;

/** Keeps the notes. */
@Component
@TangramContract(Notes.class)
public class NoteBook implements Notes {
  private final Store<NoteRow, Note> store;
  private final CustomerRegistry customers;

  @Activate
  public NoteBook(
      @Reference Stores stores,
      @Reference CustomerRegistry customers,
      @Reference(target = "(osgi.unit.name=notes)") JpaTemplate jpa,
      @Reference(target = "(module=notes)") SchemaReady schema) {
    this.customers = customers;
    store =
        stores.open(
            StoreSpec.of("notes", "note", NoteRow.class, Note.class, jpa, NoteBook::read)
                .numbered("N-{000000}")
                .childOf(note -> List.of(new Parent("customers", note.customerId)))
                .worth("budget"));
  }

  @Override
  public NotePage list(Query query) {
    return store.page(query, new NotePage());
  }

  @Override
  public Note get(long id) {
    return store.get(id);
  }

  @Override
  public Note create(Note note) {
    return store.insert(note.ownerId, write(note, new NoteRow()));
  }

  @Override
  public Note update(long id, Note note) {
    return store.update(id, note.version, note.ownerId, row -> write(note, row));
  }

  private NoteRow write(Note note, NoteRow row) {
    // One that stays is not looked for: it may be gone, and whether it counts is for the store.
    if (note.customerId != row.customerId) {
      row.customerId = customers.get(note.customerId).id;
    }
    row.text = note.text;
    row.settled = note.settled;
    row.mentions = store.nested(note.mentions);
    var budget = note.budget == null ? new Money() : note.budget;
    row.budgetAmount = budget.amount;
    row.budgetCurrency = budget.currency;
    row.budgetRate = "CNY".equals(budget.currency) ? BigDecimal.ONE : budget.rate;
    row.budgetBase =
        row.budgetRate == null
            ? null
            : budget.amount.multiply(row.budgetRate).setScale(2, RoundingMode.HALF_UP);
    return row;
  }

  @Override
  public void delete(long id, Integer version) {
    store.delete(id, version);
  }

  @Override
  public Note restore(long id) {
    return store.restore(id);
  }

  @Override
  public Note introduce(Introduction introduction) {
    var customer = new Customer();
    customer.name = introduction.customerName;
    var note = new Note();
    note.customerId = customers.create(customer).id;
    note.text = introduction.text;
    var kept = create(note);
    if (Boolean.TRUE.equals(introduction.rehearsal)) {
      throw new CrmException(Code.CONFLICT, "notes.rehearsal");
    }
    return kept;
  }

  private static Note read(Row row) {
    var note = row.base(new Note());
    note.customerId = row.id("customerId");
    note.text = row.text("text");
    note.settled = row.flag("settled");
    note.mentions = row.list("mentions", Mention.class);
    note.budget = row.money("budget");
    return note;
  }
}
