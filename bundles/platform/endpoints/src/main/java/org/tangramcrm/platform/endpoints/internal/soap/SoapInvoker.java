package org.tangramcrm.platform.endpoints.internal.soap;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.activation.DataHandler;
import javax.servlet.http.HttpServletRequest;
import javax.xml.transform.Source;
import javax.xml.transform.dom.DOMSource;
import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.message.Attachment;
import org.apache.cxf.message.Exchange;
import org.apache.cxf.message.MessageContentsList;
import org.apache.cxf.service.invoker.Invoker;
import org.apache.cxf.transport.http.AbstractHTTPDestination;
import org.tangramcrm.platform.Code;
import org.tangramcrm.platform.Query;
import org.tangramcrm.platform.contract.OperationModel;
import org.tangramcrm.platform.door.CallContext;
import org.tangramcrm.platform.endpoints.internal.content.Incoming;
import org.tangramcrm.platform.endpoints.internal.shared.Calls;
import org.tangramcrm.platform.endpoints.internal.shared.DoorException;
import org.tangramcrm.platform.endpoints.internal.shared.Problems;
import org.tangramcrm.platform.endpoints.internal.shared.Slot;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Turns the element in a SOAP body into a call, and the answer into the element that answers it.
 */
final class SoapInvoker implements Invoker {
  private final Calls calls;
  private final String namespace;
  private final XmlTree xml;

  /** Marks a failure of the call itself, as against a message that could not be read. */
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failed(RuntimeException cause) {
      super(null, cause, false, false);
    }
  }

  SoapInvoker(Calls calls, String namespace) {
    this.calls = calls;
    this.namespace = namespace;
    this.xml = new XmlTree(namespace);
  }

  @Override
  public Object invoke(Exchange exchange, Object content) {
    var request =
        (HttpServletRequest) exchange.getInMessage().get(AbstractHTTPDestination.HTTP_REQUEST);
    var context = Problems.context(request, "soap", null);
    try {
      var body = content instanceof List<?> parts ? parts.isEmpty() ? null : parts.get(0) : content;
      return new MessageContentsList(answer(element(body), exchange, request, context));
    } catch (RuntimeException e) {
      throw new Fault(new Failed(e));
    } finally {
      ContentIn.close(exchange.get(Spool.class));
    }
  }

  private static Element element(Object body) {
    Node node = body instanceof DOMSource source ? source.getNode() : null;
    var element = node instanceof Document document ? document.getDocumentElement() : node;
    if (element instanceof Element found) {
      return found;
    }
    throw new DoorException(Code.MALFORMED, "xml");
  }

  private Source answer(
      Element request, Exchange exchange, HttpServletRequest http, CallContext context) {
    var name = request.getLocalName();
    var known = namespace.equals(request.getNamespaceURI());
    if (known && name.equals("patch") && calls.model.patchable()) {
      var read = Slot.parameters(Wsdl.PATCH).get(0);
      var change =
          new Slot(
              "change", Slot.Kind.OBJECT, calls.model.recordType(), false, Wsdl.PATCH, Wsdl.PATCH);
      var tree = xml.arguments(request, List.of(read, change));
      var id = calls.json.read(required(tree, "id"), Long.class, "id");
      var slot =
          new Slot(
              "return", Slot.Kind.OBJECT, calls.model.recordType(), false, Wsdl.PATCH, Wsdl.PATCH);
      return document(name, slot, calls.patch(id, null, change(tree), context));
    }
    var operation =
        calls.model.operation(name).filter(found -> known).orElseThrow(() -> unknown(name));
    var slots = Slot.parameters(operation.method());
    var tree = xml.arguments(request, slots);
    var arguments = new Object[slots.size()];
    DoorException unread = null;
    for (int i = 0; i < arguments.length; i++) {
      try {
        arguments[i] =
            slots.get(i).kind() == Slot.Kind.CONTENT
                ? content(tree.path(slots.get(i).name()).asText(null), slots.get(i), exchange)
                : argument(tree, slots.get(i));
      } catch (DoorException e) {
        if (e.readable == null || unread != null) {
          throw e;
        }
        unread = e;
        arguments[i] = e.readable;
      }
    }
    if (unread != null) {
      throw calls.refused(operation, arguments, unread, context);
    }
    var result = calls.call(operation, arguments, calls.digested(arguments, context));
    return result instanceof DataHandler file
        ? file(name, Slot.result(operation.method()), file, exchange, http)
        : document(name, Slot.result(operation.method()), result);
  }

  /** The file that an argument stands for: it was put aside, or is a part of the message. */
  private static DataHandler content(String mark, Slot slot, Exchange exchange) {
    if (mark == null) {
      return null;
    }
    try {
      var spooled = exchange.get(Spool.class).open(mark);
      if (spooled != null) {
        return new DataHandler(new Incoming(null, null, spooled, Map.of()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var parts = exchange.getInMessage().getAttachments();
    for (var part : parts == null ? List.<Attachment>of() : parts) {
      if (XmlTree.refers(mark, part)) {
        return part.getDataHandler();
      }
    }
    throw new DoorException(Code.MALFORMED, "content-value", slot.name());
  }

  private Source file(
      String operation,
      Slot slot,
      DataHandler file,
      Exchange exchange,
      HttpServletRequest request) {
    if (!ContentOut.wanted(request)) {
      return ContentSource.of(namespace, operation + "Response", slot.name(), file);
    }
    ContentOut.send(exchange, file);
    var document = Faults.document();
    var response = document.createElementNS(namespace, operation + "Response");
    document.appendChild(response);
    xml.refer(ContentOut.ID, slot, response);
    return new DOMSource(document);
  }

  /**
   * What is absent is null and left to the contract's rules, except a query, of which every part is
   * optional.
   */
  private Object argument(JsonNode tree, Slot slot) {
    var value = tree.get(slot.name());
    if (value == null && slot.type() == Query.class) {
      return new Query();
    }
    if (value == null || value.isNull()) {
      if (slot.type().isPrimitive()) {
        required(tree, slot.name());
      } else if (slot.kind() == Slot.Kind.OBJECT && slot.required()) {
        throw new DoorException(Code.MALFORMED, "argument", slot.name());
      }
      return null;
    }
    return calls.json.read(value, slot.type(), slot.kind() == Slot.Kind.OBJECT ? "" : slot.name());
  }

  private static JsonNode change(JsonNode tree) {
    if (!tree.hasNonNull("change")) {
      throw new DoorException(Code.MALFORMED, "argument", "change");
    }
    return tree.get("change");
  }

  private static JsonNode required(JsonNode tree, String name) {
    if (!tree.hasNonNull(name)) {
      throw new DoorException(Code.MALFORMED, "field-value", name, "value").at(name, "required");
    }
    return tree.get(name);
  }

  private DoorException unknown(String name) {
    var names = calls.model.operations().stream().map(OperationModel::name);
    var valid =
        Calls.names(calls.model.patchable() ? Stream.concat(names, Stream.of("patch")) : names);
    return new DoorException(Code.MALFORMED, "operation", name, valid);
  }

  private Source document(String operation, Slot slot, Object result) {
    var document = Faults.document();
    var response = document.createElementNS(namespace, operation + "Response");
    document.appendChild(response);
    if (slot != null && result != null) {
      xml.write(calls.json.tree(result), slot, response);
    }
    return new DOMSource(document);
  }
}
