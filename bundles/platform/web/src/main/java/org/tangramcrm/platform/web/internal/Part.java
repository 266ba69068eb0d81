package org.tangramcrm.platform.web.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.Bundle;

/** The UI of one module, which its bundle has under {@code ui/<name>/}. */
final class Part {
  final String name;

  /** What the build says of it: the version, the script to begin with, its styles. */
  final JsonNode manifest;

  private final Bundle bundle;
  private final Map<String, Asset> assets = new ConcurrentHashMap<>();

  Part(String name, JsonNode manifest, Bundle bundle) {
    this.name = name;
    this.manifest = manifest;
    this.bundle = bundle;
  }

  /** The file of that name; null where there is none. */
  Asset asset(String file) {
    return Asset.typeOf(file) == null || file.contains("..")
        ? null
        : assets.computeIfAbsent(file, this::read);
  }

  private Asset read(String file) {
    var entry = bundle.getEntry("ui/" + name + "/" + file);
    if (entry == null) {
      return null;
    }
    try (var content = entry.openStream()) {
      return Asset.of(file, content.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
