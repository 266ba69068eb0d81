package org.tangramcrm.platform.endpoints.internal.soap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import javax.ws.rs.QueryParam;
import javax.xml.XMLConstants;
import org.apache.cxf.attachment.AttachmentUtil;
import org.apache.cxf.message.Attachment;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.endpoints.internal.shared.Calls;
import org.tangramcrm.platform.endpoints.internal.shared.DoorException;
import org.tangramcrm.platform.endpoints.internal.shared.Slot;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * A SOAP message spelled as the JSON that REST would get, and back: from there on the two doors run
 * through the same code, with the same errors.
 */
final class XmlTree {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String PART = "cid:";
  private static final String XOP = "http://www.w3.org/2004/08/xop/include";

  private final String namespace;

  XmlTree(String namespace) {
    this.namespace = namespace;
  }

  /** Reads the arguments of a call; paths in errors begin below them, as those of REST do. */
  ObjectNode arguments(Element request, List<Slot> slots) {
    return read(request, slots, null);
  }

  /** Reads the children of an element; absent stays absent, {@code xsi:nil} becomes null. */
  private ObjectNode read(Element parent, List<Slot> slots, String path) {
    var tree = NODES.objectNode();
    for (var node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element) {
        var name = element.getLocalName();
        var here = path == null || path.isEmpty() ? name : path + "." + name;
        var named = slots.stream().filter(candidate -> candidate.name().equals(name)).findFirst();
        if (path != null && named.isEmpty() && !query(slots)) {
          // Told with whatever else cannot be read of the record.
          tree.put(name, "");
          continue;
        }
        var slot =
            named
                .filter(found -> namespace.equals(element.getNamespaceURI()))
                .orElseThrow(() -> unknown(here, slots));
        add(tree, slot, element, path == null && slot.kind() == Slot.Kind.OBJECT ? "" : here);
      }
    }
    return tree;
  }

  private void add(ObjectNode tree, Slot slot, Element element, String path) {
    var there = tree.get(slot.name());
    var nil = "true".equals(nil(element)) || "1".equals(nil(element));
    if (!slot.list()) {
      if (there != null) {
        throw new DoorException(Code.MALFORMED, "field-twice", path).at(path, "duplicate");
      }
      tree.set(slot.name(), nil ? NODES.nullNode() : value(slot, element, path));
    } else if (nil) {
      tree.putNull(slot.name());
    } else {
      var array = there instanceof ArrayNode already ? already : tree.putArray(slot.name());
      array.add(value(slot, element, path + "[" + array.size() + "]"));
    }
  }

  private static String nil(Element element) {
    return element.getAttributeNS(XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI, "nil");
  }

  private JsonNode value(Slot slot, Element element, String path) {
    if (slot.kind() == Slot.Kind.OBJECT) {
      return read(element, slot.fields(), path);
    }
    if (slot.kind() == Slot.Kind.CONTENT) {
      return NODES.textNode(content(element));
    }
    for (var node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node.getNodeType() == Node.ELEMENT_NODE) {
        throw new DoorException(Code.MALFORMED, "field-value", path, slot.type().getSimpleName())
            .at(path, "wrong-type");
      }
    }
    var text = element.getTextContent();
    return switch (slot.kind()) {
      case TEXT -> NODES.textNode(text);
      case BOOLEAN ->
          switch (text.trim()) {
            case "true", "1" -> NODES.booleanNode(true);
            case "false", "0" -> NODES.booleanNode(false);
            default -> NODES.textNode(text);
          };
      default -> NODES.textNode(text.trim());
    };
  }

  /** Which file stands here: the mark of one that was put aside, or a reference to a part. */
  private static String content(Element element) {
    for (var node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element child) {
        if (!XOP.equals(child.getNamespaceURI()) || !child.getLocalName().equals("Include")) {
          throw new DoorException(Code.MALFORMED, "content-value", element.getLocalName());
        }
        var part = decoded(child.getAttribute("href"));
        if (part.startsWith(PART)) {
          return part;
        }
        throw new DoorException(Code.MALFORMED, "content-value", element.getLocalName());
      }
    }
    return element.getTextContent();
  }

  private static String decoded(String href) {
    try {
      // A plus is a plus here.
      return URLDecoder.decode(href.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new DoorException(Code.MALFORMED, "content-value", href).initCause(e);
    }
  }

  /** Whether a reference means a part. CXF decodes what names its parts, though it is no URL. */
  static boolean refers(String reference, Attachment part) {
    return reference.startsWith(PART)
        && AttachmentUtil.cleanContentId(reference.substring(PART.length())).equals(part.getId());
  }

  /** Writes a reference to a part of the message in the place of its content. */
  void refer(String id, Slot slot, Element parent) {
    var document = parent.getOwnerDocument();
    var element = document.createElementNS(namespace, slot.name());
    parent.appendChild(element);
    var include = document.createElementNS(XOP, "xop:Include");
    include.setAttribute("href", PART + id);
    element.appendChild(include);
  }

  /** A query's elements are what REST has in its query string, and are refused as such. */
  private static DoorException unknown(String path, List<Slot> slots) {
    var names = slots.stream().map(Slot::name);
    return query(slots)
        ? new DoorException(
                Code.UNKNOWN_PARAMETER, "parameter", path, names.collect(Collectors.joining(", ")))
            .at(path, "unknown-parameter")
        : new DoorException(Code.UNKNOWN_FIELD, "field", path, Calls.names(names))
            .at(path, "unknown-field");
  }

  private static boolean query(List<Slot> slots) {
    return !slots.isEmpty()
        && slots.stream().allMatch(slot -> slot.rules().isAnnotationPresent(QueryParam.class));
  }

  /** Writes a value under an element, in the order of the schema. */
  void write(JsonNode value, Slot slot, Element parent) {
    if (value == null || value.isNull()) {
      return;
    }
    if (slot.list()) {
      value.forEach(item -> writeOne(item, slot, parent));
    } else {
      writeOne(value, slot, parent);
    }
  }

  private void writeOne(JsonNode value, Slot slot, Element parent) {
    var element = parent.getOwnerDocument().createElementNS(namespace, slot.name());
    parent.appendChild(element);
    if (slot.kind() == Slot.Kind.OBJECT) {
      slot.fields().forEach(field -> write(value.get(field.name()), field, element));
    } else {
      element.setTextContent(legal(value.asText()));
    }
  }

  /** XML knows no control characters; one in the data must not make the answer unreadable. */
  private static String legal(String text) {
    return text.replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\uFFFE\\uFFFF]", "\uFFFD");
  }
}
