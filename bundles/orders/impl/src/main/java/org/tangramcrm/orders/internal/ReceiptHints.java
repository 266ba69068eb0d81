package org.tangramcrm.orders.internal;

import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.tangramcrm.orders.Receipt;
import org.tangramcrm.orders.ReceiptPage;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.hint.HintSource;
import org.tangramcrm.platform.identity.CurrentUser;

/** That a voucher was entered before (M-39), as far as the caller sees where. */
@Component(service = HintSource.class)
public class ReceiptHints implements HintSource<Receipt> {
  private final ReceivableStores stores;
  private final CurrentUser user;

  @Activate
  public ReceiptHints(@Reference ReceivableStores stores, @Reference CurrentUser user) {
    this.stores = stores;
    this.user = user;
  }

  @Override
  public Class<Receipt> record() {
    return Receipt.class;
  }

  @Override
  public List<Notice> hints(Receipt receipt) {
    if (receipt.voucherNo == null
        || ReceiptStatus.VOIDED.equals(receipt.status)
        || user.get().rules(ReceivableStores.RECEIPTS).hidden().contains("voucherNo")) {
      return List.of();
    }
    var query =
        Query.filter(
            "voucherNo==\""
                + receipt.voucherNo.replace("\\", "\\\\").replace("\"", "\\\"")
                + "\";status!="
                + ReceiptStatus.VOIDED);
    query.limit = 2;
    query.count = "none";
    return stores.receipts.page(query, new ReceiptPage()).items.stream()
        .filter(other -> !other.id.equals(receipt.id))
        .findFirst()
        .map(
            other ->
                List.of(
                    Notice.warning(
                        "voucher-used",
                        receipt.voucherNo,
                        other.number == null ? String.valueOf(other.receivedOn) : other.number)))
        .orElse(List.of());
  }
}
