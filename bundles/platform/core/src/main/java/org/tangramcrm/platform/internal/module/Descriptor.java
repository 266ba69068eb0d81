package org.tangramcrm.platform.internal.module;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleRevision;

/**
 * What a bundle says of the module it is, in {@code tangram/module.json}. A bundle is a module by
 * its capability {@code tangram.module}.
 *
 * @param id also the name of the capability, the feature's suffix and the permissions' prefix
 * @param needs ids of the modules that must be active before this one
 * @param collections the collections it brings; it is active once all of them are open
 * @param roles operations that it offers to the roles the platform came with, by their code
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Descriptor(
    String id, List<String> needs, List<String> collections, Map<String, List<String>> roles) {
  private static final String CAPABILITY = "tangram.module";

  /** The bundles of the platform itself, which is no module that can be stopped. */
  public static final String PLATFORM = "platform";

  public Descriptor {
    needs = needs == null ? List.of() : List.copyOf(needs);
    collections = collections == null ? List.of() : List.copyOf(collections);
    roles = roles == null ? Map.of() : Map.copyOf(roles);
  }

  /** The module that a bundle is; the platform for a bundle that is none. */
  public static String moduleOf(Bundle bundle) {
    return declared(bundle).orElse(PLATFORM);
  }

  /** The descriptor of a bundle that is a module and not the platform. */
  static Optional<Descriptor> of(Bundle bundle) {
    return declared(bundle).filter(id -> !id.equals(PLATFORM)).map(id -> read(bundle, id));
  }

  private static Optional<String> declared(Bundle bundle) {
    var revision = bundle.adapt(BundleRevision.class);
    return revision == null
        ? Optional.empty()
        : revision.getDeclaredCapabilities(CAPABILITY).stream()
            .map(capability -> (String) capability.getAttributes().get(CAPABILITY))
            .findFirst();
  }

  private static Descriptor read(Bundle bundle, String id) {
    var file = bundle.getEntry("tangram/module.json");
    if (file == null) {
      throw new IllegalArgumentException("Bundle " + bundle + " has no tangram/module.json");
    }
    try {
      var descriptor = new ObjectMapper().readValue(file, Descriptor.class);
      if (!id.equals(descriptor.id())) {
        throw new IllegalArgumentException(
            "Bundle "
                + bundle
                + " is module "
                + id
                + " by its capability and "
                + descriptor.id()
                + " by its descriptor");
      }
      return descriptor;
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "tangram/module.json of " + bundle + ": " + e.getMessage(), e);
    }
  }
}
