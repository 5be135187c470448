package io.jenkins.plugins.cloudrun.emulator.http;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import com.google.protobuf.util.FieldMaskUtil;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Puts a request message together from path, query and body. */
final class Requests {
  private Requests() {}

  /** One parameter of the query, decoded. */
  record Parameter(String name, String value) {}

  static List<Parameter> query(String raw) {
    List<Parameter> parameters = new ArrayList<>();
    for (String pair : raw.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        parameters.add(
            new Parameter(
                URLDecoder.decode(name, StandardCharsets.UTF_8),
                URLDecoder.decode(value, StandardCharsets.UTF_8)));
      }
    }
    return parameters;
  }

  static Message assemble(
      Message prototype,
      Route route,
      Map<String, String> path,
      List<Parameter> query,
      String body) {
    Message.Builder builder = prototype.newBuilderForType();
    if (route.body().equals("*")) {
      Json.merge(body.isBlank() ? "{}" : body, builder);
    } else if (!route.body().isEmpty()) {
      Json.merge(
          body.isBlank() ? "{}" : body,
          builder.getFieldBuilder(field(builder, route.body(), route.body())));
    } else if (!body.isBlank() && !body.strip().equals("{}")) {
      throw ApiException.invalid("Invalid JSON payload received. This call takes no body.");
    }
    path.forEach((name, value) -> set(builder, name, value));
    for (Parameter parameter : query) {
      if (!isSystem(parameter.name())) {
        set(builder, parameter.name(), parameter.value());
      }
    }
    return builder.build();
  }

  /** Parameters that every Google API takes. */
  private static boolean isSystem(String name) {
    return name.startsWith("$")
        || List.of("alt", "key", "fields", "prettyPrint", "quotaUser").contains(name);
  }

  private static void set(Message.Builder builder, String dotted, String value) {
    String[] names = dotted.split("\\.", -1);
    Message.Builder owner = builder;
    for (int i = 0; i < names.length - 1; i++) {
      FieldDescriptor field = field(owner, names[i], dotted);
      if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE || field.isRepeated()) {
        throw unknown(dotted);
      }
      owner = owner.getFieldBuilder(field);
    }
    FieldDescriptor field = field(owner, names[names.length - 1], dotted);
    Object parsed = parse(field, dotted, value);
    if (field.isRepeated()) {
      owner.addRepeatedField(field, parsed);
    } else {
      owner.setField(field, parsed);
    }
  }

  private static FieldDescriptor field(Message.Builder owner, String name, String dotted) {
    return owner.getDescriptorForType().getFields().stream()
        .filter(field -> field.getName().equals(name) || field.getJsonName().equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(dotted));
  }

  private static Object parse(FieldDescriptor field, String name, String value) {
    try {
      return switch (field.getJavaType()) {
        case STRING -> value;
        case BOOLEAN -> bool(name, value);
        case INT -> Integer.valueOf(value);
        case LONG -> Long.valueOf(value);
        case ENUM -> enumerated(field, name, value);
        case MESSAGE -> {
          if (field.getMessageType().equals(FieldMask.getDescriptor())) {
            yield FieldMaskUtil.fromJsonString(value);
          }
          throw unknown(name);
        }
        default -> throw unknown(name);
      };
    } catch (NumberFormatException e) {
      throw bad(name, value);
    }
  }

  private static Boolean bool(String name, String value) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw bad(name, value);
    };
  }

  private static EnumValueDescriptor enumerated(FieldDescriptor field, String name, String value) {
    return field.getEnumType().getValues().stream()
        .filter(v -> v.getName().equals(value) || String.valueOf(v.getNumber()).equals(value))
        .findFirst()
        .orElseThrow(() -> bad(name, value));
  }

  private static ApiException bad(String name, String value) {
    return ApiException.invalid("Invalid value at '" + name + "': \"" + value + "\"");
  }

  private static ApiException unknown(String name) {
    return ApiException.invalid(
        ("Invalid JSON payload received. Unknown name \"%s\": Cannot bind query parameter. Field"
                + " '%s' could not be found in request message.")
            .formatted(name, name));
  }
}
