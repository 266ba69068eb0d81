package org.tangramcrm.platform.web.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A module that brings no UI of its own: the shell shows its collections by the platform's list,
 * card and form, under what the module's messages call them.
 */
final class PlainPart {
  private static final Logger LOG = LoggerFactory.getLogger(PlainPart.class);

  private static final Map<String, String> MESSAGES =
      Map.of("en", "tangram/messages.properties", "zh-CN", "tangram/messages_zh.properties");

  private PlainPart() {}

  /** One that a UI of the module's own, from whichever of its bundles, takes the place of. */
  static boolean is(Part part) {
    return !part.manifest.has("entry");
  }

  /** Empty where the bundle is no module. */
  static Optional<Part> of(Bundle bundle, ObjectMapper json) {
    var descriptor = bundle.getEntry("tangram/module.json");
    if (descriptor == null) {
      return Optional.empty();
    }
    try {
      var module = json.readTree(descriptor);
      var manifest = json.createObjectNode();
      manifest.put("module", module.path("id").asText());
      var titles = manifest.putObject("titles");
      for (var language : MESSAGES.entrySet()) {
        var texts = read(bundle, language.getValue());
        var named = titles.putObject(language.getKey());
        for (var collection : module.path("collections")) {
          var name = collection.asText();
          named.put(name, texts.getProperty("collection." + name, name));
        }
      }
      // Of the content, as other parts': every node offers the same.
      manifest.put("version", Asset.sha256(json.writeValueAsBytes(manifest)).substring(0, 8));
      return Optional.of(new Part(manifest.get("module").asText(), manifest, bundle));
    } catch (IOException e) {
      LOG.error("The module of {} cannot be read: {}", bundle, e.getMessage());
      return Optional.empty();
    }
  }

  private static Properties read(Bundle bundle, String file) throws IOException {
    var texts = new Properties();
    var entry = bundle.getEntry(file);
    if (entry != null) {
      try (var in = new InputStreamReader(entry.openStream(), StandardCharsets.UTF_8)) {
        texts.load(in);
      }
    }
    return texts;
  }
}
