package org.tangramcrm.platform.internal.bin;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.platform.CrmException;
import org.tangramcrm.platform.bin.DeletedList;
import org.tangramcrm.platform.bin.RecycleBin;
import org.tangramcrm.platform.contract.ContractModel;
import org.tangramcrm.platform.contract.Operation.Kind;
import org.tangramcrm.platform.contract.TangramContract;
import org.tangramcrm.platform.identity.CurrentUser;
import org.tangramcrm.platform.internal.attachment.AttachmentService;
import org.tangramcrm.platform.internal.comment.CommentService;
import org.tangramcrm.platform.internal.record.Records;
import org.tangramcrm.platform.internal.store.RecordStores;
import org.tangramcrm.platform.module.SchemaReady;

/** Tells what is in the recycle bin of any collection that brings records back. */
@Component
@TangramContract(RecycleBin.class)
public class BinService implements RecycleBin {
  private static final int MOST = 200;

  private final Records records;
  private final RecordStores stores;
  private final CurrentUser user;

  @Activate
  public BinService(
      @Reference Records records,
      @Reference RecordStores stores,
      @Reference CurrentUser user,
      @Reference(target = "(module=platform)") SchemaReady schema) {
    this.records = records;
    this.stores = stores;
    this.user = user;
  }

  @Override
  public DeletedList list(String collection, String q) {
    return records.within(
        collection,
        model -> {
          records.authorise(
              model
                  .primary(Kind.DELETE)
                  .filter(delete -> restores(model) && isByItself(model.collection()))
                  .orElseThrow(CrmException::notFound));
          var list = new DeletedList();
          list.items = stores.deleted(model, q, user.get(), MOST + 1);
          list.more = list.items.size() > MOST;
          if (list.more) {
            list.items.remove(MOST);
          }
          return list;
        });
  }

  /** What is kept beside records is its record's affair, which a whole bin does not ask. */
  private static boolean isByItself(String collection) {
    return !collection.equals(AttachmentService.COLLECTION)
        && !collection.equals(CommentService.COLLECTION);
  }

  private static boolean restores(ContractModel model) {
    return model.operation("restore").isPresent();
  }
}
