package org.tangramcrm.platform.web.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.util.tracker.BundleTracker;
import org.osgi.util.tracker.BundleTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The UIs that are there now: they come and go with their bundles. */
@Component(service = Parts.class)
public class Parts implements BundleTrackerCustomizer<List<Part>> {
  static final String SHELL = "shell";

  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

  private final ObjectMapper json = new ObjectMapper();
  private final Map<String, Part> parts = new ConcurrentSkipListMap<>();
  private final BundleTracker<List<Part>> tracker;
  private volatile Asset catalogue;

  @Activate
  public Parts(BundleContext context) {
    catalogue = describe();
    tracker = new BundleTracker<>(context, Bundle.ACTIVE, this);
    tracker.open();
  }

  @Deactivate
  public void close() {
    tracker.close();
  }

  Part find(String name) {
    return parts.get(name);
  }

  /**
   * {@code modules.json}: where the shell finds the modules' UIs, and whether it is current itself.
   */
  Asset catalogue() {
    return catalogue;
  }

  @Override
  public List<Part> addingBundle(Bundle bundle, BundleEvent event) {
    var manifests = bundle.findEntries("ui", "manifest.json", true);
    var brought =
        manifests == null
            ? PlainPart.of(bundle, json).stream().toList()
            : Collections.list(manifests).stream()
                .flatMap(manifest -> read(bundle, manifest).stream())
                .toList();
    if (brought.isEmpty()) {
      return null;
    }
    for (var part : brought) {
      var other = parts.get(part.name);
      if (other == null || PlainPart.is(other)) {
        parts.put(part.name, part);
      } else if (!PlainPart.is(part)) {
        LOG.warn(
            "{} has a UI named {}, as another bundle does; it is not shown", bundle, part.name);
      }
    }
    catalogue = describe();
    return brought;
  }

  @Override
  public void modifiedBundle(Bundle bundle, BundleEvent event, List<Part> brought) {}

  @Override
  public void removedBundle(Bundle bundle, BundleEvent event, List<Part> brought) {
    brought.forEach(part -> parts.remove(part.name, part));
    catalogue = describe();
  }

  private Optional<Part> read(Bundle bundle, URL manifest) {
    try {
      var content = json.readTree(manifest);
      var name = content.path("module").asText();
      if (!manifest.getPath().endsWith("/ui/" + name + "/manifest.json")) {
        throw new IOException("it names the module '" + name + "'");
      }
      return Optional.of(new Part(name, content, bundle));
    } catch (IOException e) {
      // The rest of the UI goes on without it.
      LOG.error("{} of {} cannot be read: {}", manifest.getPath(), bundle, e.getMessage());
      return Optional.empty();
    }
  }

  private Asset describe() {
    var description = json.createObjectNode();
    var modules = json.createArrayNode();
    for (var part : parts.values()) {
      if (part.name.equals(SHELL)) {
        description.set(SHELL, part.manifest.path("version"));
      } else {
        modules.add(part.manifest);
      }
    }
    description.set("modules", modules);
    try {
      return Asset.of("modules.json", json.writeValueAsBytes(description));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
