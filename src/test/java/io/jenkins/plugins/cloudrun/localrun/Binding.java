package io.jenkins.plugins.cloudrun.localrun;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jenkinsci.plugins.structs.describable.CustomDescribableModel;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * Binds arguments to a step or a nested object as Jenkins does: the descriptor may translate them,
 * then the constructor and the setters take them by name, with few conversions.
 */
final class Binding {
  private final Extensions extensions;

  Binding(Extensions extensions) {
    this.extensions = extensions;
  }

  /** The name that a single argument without a name goes by, if there is exactly one. */
  Optional<String> soleParameter(Class<?> type) {
    Parameter[] parameters = constructor(type).getParameters();
    return parameters.length == 1 ? Optional.of(parameters[0].getName()) : Optional.empty();
  }

  /**
   * An object of {@code type}.
   *
   * @throws IllegalArgumentException when an argument is unknown, of a wrong type or refused
   */
  Object instantiate(Class<?> type, Map<String, @Nullable Object> given) {
    Optional<CustomDescribableModel> model = extensions.model(type);
    Map<String, @Nullable Object> arguments =
        model.isPresent()
            ? model.get().customInstantiate(Collections.unmodifiableMap(given))
            : given;
    Constructor<?> constructor = constructor(type);
    Map<String, Method> setters = setters(type);
    for (String name : arguments.keySet()) {
      if (!setters.containsKey(name) && !takes(constructor, name)) {
        throw new IllegalArgumentException(
            "Invalid parameter \""
                + name
                + "\" for "
                + type.getSimpleName()
                + ", did you mean one"
                + " of "
                + names(constructor, setters)
                + "?");
      }
    }
    List<@Nullable Object> values = new ArrayList<>();
    for (Parameter parameter : constructor.getParameters()) {
      values.add(
          coerce(
              parameter.getName(),
              parameter.getParameterizedType(),
              arguments.get(parameter.getName())));
    }
    Object bound = invoked(() -> constructor.newInstance(values.toArray()));
    setters.forEach(
        (name, setter) -> {
          if (arguments.containsKey(name)) {
            Type wanted = setter.getGenericParameterTypes()[0];
            Object value = coerce(name, wanted, arguments.get(name));
            invoked(() -> Optional.ofNullable(setter.invoke(bound, value)));
          }
        });
    return bound;
  }

  private @Nullable Object coerce(String name, Type type, @Nullable Object value) {
    Class<?> wanted = erased(type);
    if (value == null) {
      if (wanted.isPrimitive()) {
        throw new IllegalArgumentException(name + " expects " + type + " but received null");
      }
      return null;
    }
    if (value instanceof List<?> list && Collection.class.isAssignableFrom(wanted)) {
      Type element =
          type instanceof ParameterizedType generic
              ? generic.getActualTypeArguments()[0]
              : Object.class;
      List<@Nullable Object> items = new ArrayList<>();
      list.forEach(item -> items.add(coerce(name, element, item)));
      return items;
    }
    if (boxed(wanted).isInstance(value)) {
      return value;
    }
    if (value instanceof UninstantiatedDescribable nested) {
      Class<?> described =
          extensions
              .symbol(nested.getSymbol())
              .filter(wanted::isAssignableFrom)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          name + " cannot be a " + nested.getSymbol() + "(...)"));
      Map<String, @Nullable Object> arguments = new LinkedHashMap<>(nested.getArguments());
      if (arguments.containsKey(UninstantiatedDescribable.ANONYMOUS_KEY)) {
        Object sole = arguments.remove(UninstantiatedDescribable.ANONYMOUS_KEY);
        arguments.put(soleParameter(described).orElseThrow(), sole);
      }
      return instantiate(described, arguments);
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
      map.forEach((key, item) -> arguments.put((String) key, item));
      return instantiate(wanted, arguments);
    }
    if (value instanceof String text && boxed(wanted) == Integer.class && text.matches("-?\\d+")) {
      return Integer.valueOf(text);
    }
    if (value instanceof String text && boxed(wanted) == Boolean.class) {
      return Boolean.valueOf(text);
    }
    throw new IllegalArgumentException(
        name
            + " expects "
            + wanted.getSimpleName()
            + " but received "
            + value.getClass().getSimpleName());
  }

  private static Constructor<?> constructor(Class<?> type) {
    for (Constructor<?> constructor : type.getConstructors()) {
      if (constructor.isAnnotationPresent(DataBoundConstructor.class)) {
        return constructor;
      }
    }
    throw new IllegalArgumentException(type + " has no @DataBoundConstructor");
  }

  private static Map<String, Method> setters(Class<?> type) {
    Map<String, Method> setters = new TreeMap<>();
    for (Method method : type.getMethods()) {
      if (method.isAnnotationPresent(DataBoundSetter.class) && !method.isBridge()) {
        String name = method.getName().substring("set".length());
        setters.put(Character.toLowerCase(name.charAt(0)) + name.substring(1), method);
      }
    }
    return setters;
  }

  private static boolean takes(Executable constructor, String name) {
    for (Parameter parameter : constructor.getParameters()) {
      if (parameter.getName().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static TreeSet<String> names(Executable constructor, Map<String, Method> setters) {
    TreeSet<String> names = new TreeSet<>(setters.keySet());
    for (Parameter parameter : constructor.getParameters()) {
      names.add(parameter.getName());
    }
    return names;
  }

  private static Class<?> erased(Type type) {
    return type instanceof ParameterizedType generic
        ? (Class<?>) generic.getRawType()
        : (Class<?>) type;
  }

  private static Class<?> boxed(Class<?> type) {
    return type == int.class ? Integer.class : type == boolean.class ? Boolean.class : type;
  }

  private interface Invocation {
    Object invoke() throws ReflectiveOperationException;
  }

  private static Object invoked(Invocation invocation) {
    try {
      return invocation.invoke();
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(String.valueOf(e.getCause().getMessage()), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
