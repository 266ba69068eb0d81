package org.tangramcrm.itests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/**
 * A record as its values by path, {@code revenue.amount}, in the one spelling that JSON and XML can
 * be compared in. What is absent or null is not there.
 */
final class Flat {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Flat() {}

  static SortedMap<String, List<String>> of(JsonNode json) {
    var values = new TreeMap<String, List<String>>();
    add(values, "", json);
    return values;
  }

  static SortedMap<String, List<String>> of(Element xml) {
    var values = new TreeMap<String, List<String>>();
    children(xml).forEach(child -> add(values, child.getLocalName(), child));
    return values;
  }

  private static void add(SortedMap<String, List<String>> values, String path, JsonNode node) {
    if (node.isObject()) {
      node.properties()
          .forEach(member -> add(values, below(path, member.getKey()), member.getValue()));
    } else if (node.isArray()) {
      node.forEach(item -> add(values, path, item));
    } else if (!node.isNull() && !node.isMissingNode()) {
      values.computeIfAbsent(path, key -> new ArrayList<>()).add(node.asText());
    }
  }

  private static void add(SortedMap<String, List<String>> values, String path, Element element) {
    var children = children(element);
    if (element.getLocalName().equals("cells")) {
      cell(values, path.substring(0, path.length() - ".cells".length()), children);
      return;
    }
    if (children.isEmpty()) {
      values.computeIfAbsent(path, key -> new ArrayList<>()).add(element.getTextContent());
    }
    children.forEach(child -> add(values, below(path, child.getLocalName()), child));
  }

  /** A cell of an analysis: JSON has it as a member by its column's key. */
  private static void cell(
      SortedMap<String, List<String>> values, String row, List<Element> parts) {
    var texts = new TreeMap<String, String>();
    parts.forEach(part -> texts.put(part.getLocalName(), part.getTextContent()));
    var key = below(row, texts.get("key"));
    for (var part : List.of("value", "count", "title")) {
      if (texts.containsKey(part)) {
        values
            .computeIfAbsent(part.equals("title") ? key + "Title" : key, any -> new ArrayList<>())
            .add(texts.get(part));
      }
    }
    parts.stream()
        .filter(part -> part.getLocalName().equals("drill"))
        .forEach(drill -> add(values, key + "Drill", drill));
  }

  private static String below(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("No JSON: " + text, e);
    }
  }

  // ---- XML

  static Element parse(String xml) {
    try {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      return factory
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(xml)))
          .getDocumentElement();
    } catch (Exception e) {
      throw new AssertionError("No XML: " + xml, e);
    }
  }

  static List<Element> children(Element parent) {
    var children = new ArrayList<Element>();
    for (var node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element) {
        children.add(element);
      }
    }
    return children;
  }

  /** All elements of a local name below, in document order. */
  static List<Element> all(Element root, String name) {
    var found = root.getElementsByTagNameNS("*", name);
    var elements = new ArrayList<Element>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }
}
