package org.tangramcrm.platform.contract;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A contract with the service behind it, open for calls. The platform registers one per contract
 * that is there and withdraws it, running calls drained, before the service goes: doors track
 * these, never the services themselves.
 */
@ProviderType
public interface PublishedContract {
  ContractModel model();

  /**
   * The implementation, of type {@link ContractModel#type()}; doors call it through the chain only.
   */
  Object service();

  /** Id of the module that brought it; {@code platform} for the platform's own. */
  String module();
}
