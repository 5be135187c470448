package io.jenkins.plugins.cloudrun.settings;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;

/**
 * Whether an argument is of the kind that its parameter takes. Jenkins would refuse it too, but
 * quote all arguments beside it, values of variables included; what is said here quotes none.
 */
final class ParameterTypes {

  private ParameterTypes() {}

  /**
   * @param parameter with what has it, for the message: {@code cloudRunDeploy port}
   * @throws InvalidValueException if Jenkins could not bind {@code value}
   */
  static void check(String parameter, String name, Type type, Object value) {
    if (type == int.class || type == Integer.class) {
      must(isNumber(value), parameter, "a whole number, such as 5", value);
    } else if (type == boolean.class || type == Boolean.class) {
      must(value instanceof Boolean, parameter, "true or false, without quotes", value);
    } else if (type == String.class) {
      must(value instanceof CharSequence, parameter, "text in quotes", value);
    } else if (ParameterNames.TABLES.contains(name)) {
      must(
          value instanceof Map || isListOf(value, Map.class),
          parameter,
          "names and values in brackets, such as [NAME: 'value']",
          value);
    } else if ("gates".equals(name)) {
      must(isGates(value), parameter, "a list of gates, such as [http('/healthz')]", value);
    } else if ("scan".equals(name)) {
      must(
          isOne(ScanSettings.class, name, value),
          parameter,
          "a scan, such as scan(failOn: 'HIGH')",
          value);
    } else if ("approval".equals(name)) {
      must(
          isOne(ApprovalSettings.class, name, value),
          parameter,
          "an approval, such as approval(by: 'release-managers')",
          value);
    } else if (ParameterNames.nested(name) != Object.class) {
      must(
          isListOf(value, Map.class) || isListOf(value, UninstantiatedDescribable.class),
          parameter,
          "a list of names and values in brackets: [[...], [...]]",
          value);
    } else if ("ports".equals(name)) {
      must(
          value instanceof List<?> list && list.stream().allMatch(ParameterTypes::isNumber),
          parameter,
          "a list of whole numbers, such as [8080]",
          value);
    } else {
      must(
          isListOf(value, CharSequence.class),
          parameter,
          "a list of texts, such as ['one', 'two']",
          value);
    }
  }

  private static void must(boolean fits, String parameter, String takes, Object value) {
    if (!fits) {
      throw new InvalidValueException(
          parameter + " takes " + takes + "; what is given is " + kind(value) + ".");
    }
  }

  private static String kind(Object value) {
    if (value instanceof CharSequence) {
      return "text";
    }
    if (value instanceof Number) {
      return "a number";
    }
    if (value instanceof List) {
      return "a list that holds something else";
    }
    if (value instanceof Map) {
      return "a map";
    }
    return value instanceof UninstantiatedDescribable described && described.getSymbol() != null
        ? "a " + described.getSymbol() + "(...)"
        : "a " + value.getClass().getSimpleName();
  }

  /** Jenkins reads a number in quotes too. */
  private static boolean isNumber(Object value) {
    return value instanceof Integer
        || value instanceof CharSequence text && text.toString().matches("-?[0-9]{1,9}");
  }

  private static boolean isGates(Object value) {
    return value instanceof List<?> gates
        && gates.stream()
            .allMatch(
                gate ->
                    gate instanceof GateSettings
                        || gate instanceof UninstantiatedDescribable described
                            && described.getSymbol() != null
                            && ParameterNames.GATES.containsKey(described.getSymbol())
                        || gate instanceof Map<?, ?> map && map.containsKey("$class"));
  }

  /** Of a kind that a Pipeline writes with the parameter's own name. */
  private static boolean isOne(Class<?> settings, String symbol, Object value) {
    return settings.isInstance(value)
        || value instanceof UninstantiatedDescribable described
            && (described.getSymbol() == null || symbol.equals(described.getSymbol()))
        || value instanceof Map;
  }

  /** Null elements are refused later, by name. */
  private static boolean isListOf(Object value, Class<?> type) {
    return value instanceof List<?> list
        && list.stream().allMatch(element -> element == null || type.isInstance(element));
  }
}
