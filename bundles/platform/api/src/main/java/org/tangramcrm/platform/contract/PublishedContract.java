package org.tangramcrm.platform.contract;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A contract with the service behind it, open for calls. The platform registers one per contract
 * that is there and withdraws it, running calls drained, before the service goes: doors track
 * these, never the services themselves.
 */
@ProviderType
public interface PublishedContract {
  /**
   * What it is now: another one with the same operations once a company has added fields, or
   * changed them.
   */
  ContractModel model();

  /** As its interface declares it, whatever a company added; known at any time. */
  default ContractModel declared() {
    return model();
  }

  /**
   * The implementation, of type {@link ContractModel#type()}; doors call it through the chain only.
   */
  Object service();

  /** Id of the module that brought it; {@code platform} for the platform's own. */
  String module();
}
