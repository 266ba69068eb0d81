package org.tangramcrm.platform.endpoints.internal.soap;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.jws.WebService;
import javax.validation.constraints.Digits;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotBlank;
import javax.validation.constraints.Pattern;
import javax.validation.constraints.Size;
import org.tangramcrm.platform.contract.ContractModel;
import org.tangramcrm.platform.contract.FieldModel;
import org.tangramcrm.platform.endpoints.internal.shared.Slot;

/**
 * Writes the WSDL of a contract: all its types in one namespace, and what the contract's
 * constraints say of them.
 */
final class Wsdl {
  /** What PATCH looks like as an operation; its record type is the contract's. */
  interface Patch {
    Object patch(long id, Object change);
  }

  static final Method PATCH = Patch.class.getMethods()[0];
  private static final String ADDRESS = "{address}";

  private final ContractModel model;
  private final String namespace;
  private final String name;
  private final Map<String, Class<?>> types = new LinkedHashMap<>();
  private final StringBuilder out = new StringBuilder();
  private final List<FieldModel> added;
  private final String template;

  Wsdl(ContractModel model) {
    this.model = model;
    added = model.fields().stream().filter(field -> field.custom() != null).toList();
    var service = model.type().getAnnotation(WebService.class);
    namespace =
        service != null && !service.targetNamespace().isEmpty()
            ? service.targetNamespace()
            : "urn:tangram:" + model.collection() + ":1";
    name =
        service != null && !service.name().isEmpty()
            ? service.name()
            : model.type().getSimpleName();
    template = write();
    types.clear();
  }

  String namespace() {
    return namespace;
  }

  /** The WSDL with the address under which the caller reached it. */
  String text(String address) {
    return template.replace(ADDRESS, escaped(address));
  }

  private record Message(String name, List<Slot> request, Slot response) {}

  private List<Message> messages() {
    var messages = new ArrayList<Message>();
    for (var operation : model.operations()) {
      messages.add(
          new Message(
              operation.name(),
              Slot.parameters(operation.method()),
              Slot.result(operation.method())));
    }
    if (model.patchable()) {
      var record = model.recordType();
      messages.add(
          new Message(
              "patch",
              List.of(
                  Slot.parameters(PATCH).get(0),
                  new Slot("change", Slot.Kind.OBJECT, record, false, PATCH, PATCH)),
              new Slot("return", Slot.Kind.OBJECT, record, false, PATCH, PATCH)));
    }
    return messages;
  }

  private String write() {
    var messages = messages();
    out.append(
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <wsdl:definitions name="%s" targetNamespace="%s" xmlns:tns="%2$s"
            xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
            xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/" xmlns:xs="http://www.w3.org/2001/XMLSchema">
          <wsdl:types>
            <xs:schema targetNamespace="%2$s" elementFormDefault="qualified">
        """
            .formatted(name, namespace));
    messages.forEach(this::elements);
    // Types refer to further types, which join the end of the list.
    for (int i = 0; i < types.size(); i++) {
      var type = new ArrayList<>(types.entrySet()).get(i);
      complexType(type.getKey(), type.getValue());
    }
    out.append(
        """
              <xs:element name="CrmFault">
                <xs:complexType>
                  <xs:sequence>
                    <xs:element name="code" type="xs:string"/>
                    <xs:element name="message" type="xs:string"/>
                    <xs:element name="errors" minOccurs="0" maxOccurs="unbounded">
                      <xs:complexType>
                        <xs:sequence>
                          <xs:element name="field" type="xs:string" minOccurs="0"/>
                          <xs:element name="code" type="xs:string" minOccurs="0"/>
                          <xs:element name="message" type="xs:string" minOccurs="0"/>
                        </xs:sequence>
                      </xs:complexType>
                    </xs:element>
                    <xs:element name="traceId" type="xs:string" minOccurs="0"/>
                    <xs:element name="currentVersion" type="xs:int" minOccurs="0"/>
                  </xs:sequence>
                </xs:complexType>
              </xs:element>
            </xs:schema>
          </wsdl:types>
        """);
    for (var message : messages) {
      part(message.name, message.name);
      part(message.name + "Response", message.name + "Response");
    }
    part("CrmFault", "CrmFault");
    out.append("  <wsdl:portType name=\"%s\">\n".formatted(name));
    for (var message : messages) {
      out.append(
          """
              <wsdl:operation name="%s">
                <wsdl:input message="tns:%1$s"/>
                <wsdl:output message="tns:%1$sResponse"/>
                <wsdl:fault name="CrmFault" message="tns:CrmFault"/>
              </wsdl:operation>
          """
              .formatted(message.name));
    }
    out.append("  </wsdl:portType>\n");
    binding(messages, "Soap11", "soap");
    binding(messages, "Soap12", "soap12");
    out.append(
        """
          <wsdl:service name="%sService">
            <wsdl:port name="%1$sSoap11" binding="tns:%1$sSoap11">
              <soap:address location="%2$s"/>
            </wsdl:port>
            <wsdl:port name="%1$sSoap12" binding="tns:%1$sSoap12">
              <soap12:address location="%2$s"/>
            </wsdl:port>
          </wsdl:service>
        </wsdl:definitions>
        """
            .formatted(name, ADDRESS));
    return out.toString();
  }

  private void part(String message, String element) {
    out.append(
        "  <wsdl:message name=\"%s\">\n    <wsdl:part name=\"parameters\" element=\"tns:%s\"/>\n  </wsdl:message>\n"
            .formatted(message, element)
            .replace(message.equals("CrmFault") ? "\"parameters\"" : "\0", "\"fault\""));
  }

  private void binding(List<Message> messages, String version, String prefix) {
    out.append(
        """
          <wsdl:binding name="%s%s" type="tns:%1$s">
            <%3$s:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
        """
            .formatted(name, version, prefix));
    for (var message : messages) {
      out.append(
          """
              <wsdl:operation name="%s">
                <%2$s:operation soapAction="" style="document"/>
                <wsdl:input><%2$s:body use="literal"/></wsdl:input>
                <wsdl:output><%2$s:body use="literal"/></wsdl:output>
                <wsdl:fault name="CrmFault"><%2$s:fault name="CrmFault" use="literal"/></wsdl:fault>
              </wsdl:operation>
          """
              .formatted(message.name, prefix));
    }
    out.append("  </wsdl:binding>\n");
  }

  private void elements(Message message) {
    sequence(
        "<xs:element name=\"%s\">".formatted(message.name),
        message.request,
        message.name.equals("patch"));
    sequence(
        "<xs:element name=\"%sResponse\">".formatted(message.name),
        message.response == null ? List.of() : List.of(message.response),
        false);
  }

  private void sequence(String start, List<Slot> slots, boolean patch) {
    out.append("      ")
        .append(start)
        .append("\n        <xs:complexType>\n          <xs:sequence>\n");
    for (var slot : slots) {
      if (patch && slot.kind() == Slot.Kind.OBJECT) {
        var change = slot.type().getSimpleName() + "Change";
        types.put(change, slot.type());
        out.append(
            "            <xs:element name=\"%s\" type=\"tns:%s\"/>\n"
                .formatted(slot.name(), change));
      } else {
        element(slot, "            ", false);
      }
    }
    out.append("          </xs:sequence>\n        </xs:complexType>\n      </xs:element>\n");
  }

  private void complexType(String typeName, Class<?> type) {
    var change = model.recordType() == type && typeName.endsWith("Change");
    out.append("      <xs:complexType name=\"%s\">\n        <xs:sequence>\n".formatted(typeName));
    for (var slot : Slot.of(type)) {
      if (type == model.recordType() && slot.name().equals("customFields") && !added.isEmpty()) {
        customFields(slot, "          ", change);
      } else {
        element(slot, "          ", change);
      }
    }
    out.append("        </xs:sequence>\n      </xs:complexType>\n");
  }

  /**
   * Names the fields that the company added. Not in the type: what a client was generated from must
   * hold when one more is added.
   */
  private void customFields(Slot slot, String indent, boolean change) {
    element(slot, indent, change);
    out.setLength(out.lastIndexOf("/>"));
    out.append(">\n").append(indent).append("  <xs:annotation>\n");
    for (var field : added) {
      var custom = field.custom();
      out.append(indent)
          .append(
              "    <xs:documentation xml:lang=\"%s\">"
                  .formatted(custom.labelEn != null ? "en" : "zh"))
          .append(
              escaped(
                  "%s (%s%s): %s"
                      .formatted(
                          custom.code,
                          field.type().text(),
                          custom.formula != null
                              ? ", read-only"
                              : Boolean.TRUE.equals(custom.required) ? ", required" : "",
                          custom.labelEn != null ? custom.labelEn : custom.labelZh)))
          .append("</xs:documentation>\n");
    }
    out.append(indent).append("  </xs:annotation>\n").append(indent).append("</xs:element>\n");
  }

  private void element(Slot slot, String indent, boolean change) {
    var occurs = slot.list() || change || !slot.required() ? " minOccurs=\"0\"" : "";
    if (slot.list()) {
      occurs += " maxOccurs=\"unbounded\"";
    }
    if (change) {
      occurs += " nillable=\"true\"";
    }
    if (slot.kind() == Slot.Kind.CONTENT) {
      // Tells client generators that it is a file, which may travel beside the message.
      occurs +=
          " xmlns:xmime=\"http://www.w3.org/2005/05/xmlmime\""
              + " xmime:expectedContentTypes=\"application/octet-stream\"";
    }
    var facets = facets(slot);
    var start = indent + "<xs:element name=\"" + slot.name() + "\"";
    if (facets.isEmpty()) {
      out.append(start)
          .append(" type=\"")
          .append(type(slot))
          .append('"')
          .append(occurs)
          .append("/>\n");
    } else {
      out.append(start).append(occurs).append(">\n").append(indent).append("  <xs:simpleType>\n");
      out.append(indent).append("    <xs:restriction base=\"").append(type(slot)).append("\">\n");
      facets.forEach(
          (facet, value) ->
              out.append(
                  "%s      <xs:%s value=\"%s\"/>\n".formatted(indent, facet, escaped(value))));
      out.append(indent)
          .append("    </xs:restriction>\n")
          .append(indent)
          .append("  </xs:simpleType>\n");
      out.append(indent).append("</xs:element>\n");
    }
  }

  private String type(Slot slot) {
    return switch (slot.kind()) {
      case TEXT -> "xs:string";
      case INTEGER -> "xs:int";
      case ID -> "xs:long";
      case DECIMAL -> "xs:decimal";
      case BOOLEAN -> "xs:boolean";
      case CONTENT -> "xs:base64Binary";
      case DATE -> "xs:date";
      case INSTANT -> "xs:dateTime";
      case OBJECT -> {
        types.putIfAbsent(slot.type().getSimpleName(), slot.type());
        yield "tns:" + slot.type().getSimpleName();
      }
    };
  }

  /** What XML Schema can say of a value's constraints; the rest is checked all the same. */
  private static Map<String, String> facets(Slot slot) {
    var facets = new LinkedHashMap<String, String>();
    AnnotatedElement rules = slot.itemRules();
    var size = rules.getAnnotation(Size.class);
    if (slot.kind() == Slot.Kind.TEXT) {
      if (size != null && size.min() > 0 || rules.isAnnotationPresent(NotBlank.class)) {
        facets.put("minLength", String.valueOf(size == null ? 1 : Math.max(1, size.min())));
      }
      if (size != null && size.max() < Integer.MAX_VALUE) {
        facets.put("maxLength", String.valueOf(size.max()));
      }
      var pattern = rules.getAnnotation(Pattern.class);
      if (pattern != null) {
        facets.put("pattern", pattern.regexp());
      }
    }
    if (rules.isAnnotationPresent(Min.class)) {
      facets.put("minInclusive", String.valueOf(rules.getAnnotation(Min.class).value()));
    }
    if (rules.isAnnotationPresent(Max.class)) {
      facets.put("maxInclusive", String.valueOf(rules.getAnnotation(Max.class).value()));
    }
    var digits = rules.getAnnotation(Digits.class);
    if (digits != null && slot.kind() == Slot.Kind.DECIMAL) {
      var bound = BigDecimal.TEN.pow(digits.integer()).toPlainString();
      facets.put("minExclusive", "-" + bound);
      facets.put("maxExclusive", bound);
      facets.put("fractionDigits", String.valueOf(digits.fraction()));
    }
    return facets;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
