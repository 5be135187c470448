package io.jenkins.plugins.cloudrun.emulator.http;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One binding of an RPC to a method and a path, read from its google.api.http annotation.
 *
 * @param rpc such as {@code Services.UpdateService}
 * @param method of HTTP
 * @param path what a request's path must match
 * @param fields the request's fields that the path's groups hold, in their order
 * @param body the field that the body is, {@code *} for the whole request, or empty for none
 */
public record Route(String rpc, String method, Pattern path, List<String> fields, String body) {
  private static final Pattern VARIABLE = Pattern.compile("\\{([a-z_.]+)=([^}]+)}");

  /** Every binding of every RPC of a service. */
  public static List<Route> of(ServiceDescriptor service) {
    List<Route> routes = new ArrayList<>();
    for (MethodDescriptor method : service.getMethods()) {
      HttpRule rule = method.getOptions().getExtension(AnnotationsProto.http);
      String rpc = service.getName() + "." + method.getName();
      bind(rpc, rule).ifPresent(routes::add);
      rule.getAdditionalBindingsList().forEach(more -> bind(rpc, more).ifPresent(routes::add));
    }
    return routes;
  }

  /** A binding that is written by hand; the template is as in google.api.http. */
  public static Route of(String rpc, String method, String template, String body) {
    List<String> fields = new ArrayList<>();
    StringBuilder pattern = new StringBuilder();
    Matcher variables = VARIABLE.matcher(template);
    int end = 0;
    while (variables.find()) {
      pattern.append(Pattern.quote(template.substring(end, variables.start())));
      fields.add(variables.group(1));
      pattern.append('(').append(variables.group(2).replace("*", "[^/:]+")).append(')');
      end = variables.end();
    }
    pattern.append(Pattern.quote(template.substring(end)));
    return new Route(rpc, method, Pattern.compile(pattern.toString()), List.copyOf(fields), body);
  }

  private static Optional<Route> bind(String rpc, HttpRule rule) {
    return switch (rule.getPatternCase()) {
      case GET -> Optional.of(of(rpc, "GET", rule.getGet(), rule.getBody()));
      case PUT -> Optional.of(of(rpc, "PUT", rule.getPut(), rule.getBody()));
      case POST -> Optional.of(of(rpc, "POST", rule.getPost(), rule.getBody()));
      case DELETE -> Optional.of(of(rpc, "DELETE", rule.getDelete(), rule.getBody()));
      case PATCH -> Optional.of(of(rpc, "PATCH", rule.getPatch(), rule.getBody()));
      case CUSTOM, PATTERN_NOT_SET -> Optional.empty();
    };
  }

  /** The path's fields and their values, or empty if a request is not for this route. */
  public Optional<Map<String, String>> match(String httpMethod, String requestPath) {
    if (!method.equals(httpMethod)) {
      return Optional.empty();
    }
    Matcher matcher = path.matcher(requestPath);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < fields.size(); i++) {
      values.put(fields.get(i), matcher.group(i + 1));
    }
    return Optional.of(values);
  }
}
