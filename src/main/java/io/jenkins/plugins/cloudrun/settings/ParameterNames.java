package io.jenkins.plugins.cloudrun.settings;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * Which parameters there are. Jenkins only warns of one that it does not know and goes on without
 * it: a misspelt {@code canary} would send all traffic at once, so it is refused here.
 */
public final class ParameterNames {
  private static final Map<String, Class<?>> NESTED =
      Map.of(
          "approval", ApprovalSettings.class,
          "canary", CanaryStepSettings.class,
          "env", NameValue.class,
          "gates", GateSettings.class,
          "labels", NameValue.class,
          "layers", LayerSettings.class,
          "scan", ScanSettings.class,
          "secrets", NameValue.class,
          "substitutions", NameValue.class);

  /** Kinds of gates by the symbol that a Pipeline writes. */
  static final Map<String, Class<?>> GATES =
      Map.of(
          "http", HttpGateSettings.class,
          "metrics", MetricsGateSettings.class,
          "logs", LogsGateSettings.class);

  /** Those that a Pipeline writes as a map, and a form as rows of name and value. */
  static final Set<String> TABLES = Set.of("env", "secrets", "labels", "substitutions");

  private ParameterNames() {}

  /** What {@code parameter}, or each element of it, is; nothing of ours, {@code Object}. */
  static Class<?> nested(String parameter) {
    return NESTED.getOrDefault(parameter, Object.class);
  }

  /** What an element of {@code parameter} is; of several kinds, the one that it says it is. */
  static Class<?> nested(String parameter, Object element) {
    Class<?> type = nested(parameter);
    return type == GateSettings.class ? kind(element).orElse(type) : type;
  }

  /** A gate says its kind by its symbol, or by its class in the long form. */
  private static Optional<Class<?>> kind(Object gate) {
    String name = "";
    if (gate instanceof UninstantiatedDescribable described) {
      String symbol = described.getSymbol();
      name = symbol == null ? String.valueOf(described.getKlass()) : symbol;
    } else if (gate instanceof Map<?, ?> map) {
      name = String.valueOf(map.get("$class"));
    }
    String simple = name.substring(name.lastIndexOf('.') + 1);
    return GATES.entrySet().stream()
        .filter(e -> e.getKey().equals(simple) || e.getValue().getSimpleName().equals(simple))
        .<Class<?>>map(Map.Entry::getValue)
        .findFirst();
  }

  /** The names that a Pipeline may use for {@code settings}. */
  public static Set<String> of(Class<?> settings) {
    return types(settings).keySet();
  }

  private static SortedMap<String, Type> types(Class<?> settings) {
    SortedMap<String, Type> types = new TreeMap<>();
    for (Constructor<?> constructor : settings.getConstructors()) {
      if (constructor.isAnnotationPresent(DataBoundConstructor.class)) {
        for (Parameter parameter : constructor.getParameters()) {
          types.put(parameter.getName(), parameter.getParameterizedType());
        }
      }
    }
    for (Method method : settings.getMethods()) {
      if (method.isAnnotationPresent(DataBoundSetter.class)) {
        String name = method.getName().substring("set".length());
        types.put(
            Character.toLowerCase(name.charAt(0)) + name.substring(1),
            method.getGenericParameterTypes()[0]);
      }
    }
    return types;
  }

  /**
   * @param where what has the parameters, for the message: {@code cloudRunDeploy}
   * @throws InvalidValueException if an argument has a name that is no parameter, or is of another
   *     kind than the parameter; it quotes no value
   */
  public static void check(String where, Class<?> settings, Map<?, ?> arguments) {
    Map<String, Type> types = types(settings);
    Set<String> names = types.keySet();
    for (Map.Entry<?, ?> argument : arguments.entrySet()) {
      String name = String.valueOf(argument.getKey());
      if (!names.contains(name) && !name.startsWith("$") && !name.startsWith("<")) {
        throw new InvalidValueException(
            where
                + " has no parameter '"
                + name
                + "': did you mean '"
                + nearest(name, names)
                + "'? It takes "
                + String.join(", ", names)
                + ".");
      }
      Type type = types.get(name);
      if (type != null && argument.getValue() != null) {
        ParameterTypes.check(where + " " + name, name, type, argument.getValue());
      }
      if (UninstantiatedDescribable.ANONYMOUS_KEY.equals(name)
          && !(argument.getValue() instanceof CharSequence)) {
        throw new InvalidValueException(where + " takes text in quotes.");
      }
      Class<?> nested = NESTED.get(name);
      if (nested != null && argument.getValue() instanceof List<?> list) {
        list.forEach(element -> checkNested(where + " " + name, nested(name, element), element));
      } else if (nested == ScanSettings.class || nested == ApprovalSettings.class) {
        checkNested(where + " " + name, nested, argument.getValue());
      }
    }
  }

  private static void checkNested(String where, Class<?> settings, Object element) {
    if (element instanceof UninstantiatedDescribable described) {
      check(where, settings, described.getArguments());
    } else if (element instanceof Map<?, ?> map) {
      Map<Object, Object> arguments = new LinkedHashMap<>(map);
      arguments.remove("$class");
      check(where, settings, arguments);
    }
  }

  private static String nearest(String name, Set<String> names) {
    return names.stream()
        .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
        .orElse("");
  }

  /** How many letters must be put in, left out or replaced to make one text of the other. */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int above = row[j];
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[other.length()];
  }
}
