package org.tangramcrm.platform.internal.contract;

import java.util.Collection;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.AnyService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tangramcrm.platform.contract.PublishedContract;
import org.tangramcrm.platform.internal.chain.Publication;
import org.tangramcrm.platform.internal.company.BaseCurrency;
import org.tangramcrm.platform.internal.company.BusinessDay;
import org.tangramcrm.platform.internal.dictionary.DictionaryShelf;
import org.tangramcrm.platform.internal.module.Descriptor;
import org.tangramcrm.platform.internal.module.Gate;
import org.tangramcrm.platform.internal.store.CustomModels;

/**
 * Finds the contracts that bundles register and publishes those that obey the rules. When a service
 * is about to go, the gate closes first, running calls are let finish, and only then the doors lose
 * the contract.
 */
@Component(service = ContractCatalog.class, immediate = true)
public class ContractCatalog {
  private static final Logger LOG = LoggerFactory.getLogger(ContractCatalog.class);

  private final BundleContext context;
  private final DictionaryShelf dictionaries;
  private final CustomModels custom;
  private final BusinessDay day;
  private final BaseCurrency base;
  private final Gate gate;
  private final Map<ServiceReference<?>, Entry> entries = new ConcurrentHashMap<>();

  private record Entry(
      Publication publication, ServiceRegistration<PublishedContract> registration) {}

  @Activate
  public ContractCatalog(
      BundleContext context,
      @Reference DictionaryShelf dictionaries,
      @Reference CustomModels custom,
      @Reference BusinessDay day,
      @Reference BaseCurrency base,
      @Reference Gate gate) {
    this.context = context;
    this.dictionaries = dictionaries;
    this.custom = custom;
    this.day = day;
    this.base = base;
    this.gate = gate;
  }

  /** The contracts that are open now. */
  public Collection<Publication> publications() {
    return entries.values().stream().map(Entry::publication).toList();
  }

  /** The contract of a collection, where it is open. */
  public Optional<Publication> find(String collection) {
    return publications().stream()
        .filter(publication -> publication.collection().equals(collection))
        .findFirst();
  }

  @Reference(
      service = AnyService.class,
      target = "(tangram.contract=*)",
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  public void bind(ServiceReference<Object> reference, Object service) {
    var name = (String) reference.getProperty("tangram.contract");
    try {
      var type = reference.getBundle().loadClass(name);
      var module = Descriptor.moduleOf(reference.getBundle());
      var model = ModelReader.read(type);
      refuseSecond(model.collection());
      var publication = new Publication(model, service, module, dictionaries, custom, day, base);
      var properties = new Hashtable<String, Object>();
      properties.put("tangram.collection", model.collection());
      properties.put("tangram.module", module);
      var registration = context.registerService(PublishedContract.class, publication, properties);
      entries.put(reference, new Entry(publication, registration));
      gate.open(model.collection(), module);
    } catch (ClassNotFoundException | IllegalArgumentException e) {
      LOG.error(
          "Contract {} of {} is not published: {}", name, reference.getBundle(), e.toString());
    }
  }

  /** Two services under one path would take turns at random, and close it for each other. */
  private void refuseSecond(String collection) {
    if (publications().stream().anyMatch(open -> open.collection().equals(collection))) {
      throw new IllegalArgumentException("another bundle has the collection " + collection);
    }
  }

  public void unbind(ServiceReference<Object> reference) {
    var entry = entries.get(reference);
    if (entry != null) {
      gate.close(entry.publication().collection());
      // Not before: calls that are being let finish may still look for it.
      entries.remove(reference);
      entry.registration().unregister();
      entry.publication().close();
    }
  }
}
