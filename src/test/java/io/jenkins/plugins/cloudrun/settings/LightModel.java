package io.jenkins.plugins.cloudrun.settings;

import hudson.model.Describable;
import hudson.model.Descriptor;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.structs.describable.CustomDescribableModel;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * What DescribableModel of the structs plugin does with an object: arguments to object, and object
 * to arguments without those that a fresh object has too.
 */
public final class LightModel {
  private LightModel() {}

  /** Binds a Pipeline's arguments. */
  public static <T> T instantiate(Class<T> type, Map<String, ?> given) throws Exception {
    Map<String, Object> arguments = new LinkedHashMap<>(given);
    Optional<CustomDescribableModel> model = model(type);
    if (model.isPresent()) {
      arguments = model.get().customInstantiate(arguments);
    }
    Constructor<?> constructor = constructor(type);
    List<@Nullable Object> values = new ArrayList<>();
    for (Parameter parameter : constructor.getParameters()) {
      Object value = arguments.get(parameter.getName());
      values.add(value == null ? null : coerce(parameter.getParameterizedType(), value));
    }
    Object bound = constructor.newInstance(values.toArray());
    for (Map.Entry<String, Method> setter : setters(type).entrySet()) {
      if (arguments.containsKey(setter.getKey())) {
        Object value = arguments.get(setter.getKey());
        setter
            .getValue()
            .invoke(
                bound,
                value == null
                    ? null
                    : coerce(setter.getValue().getGenericParameterTypes()[0], value));
      }
    }
    return type.cast(bound);
  }

  /** The arguments that a snippet shows. */
  public static UninstantiatedDescribable uninstantiate(Object bound) throws Exception {
    Class<?> type = bound.getClass();
    Map<String, Object> arguments = new TreeMap<>();
    Map<String, Object> mandatory = new TreeMap<>();
    for (Parameter parameter : constructor(type).getParameters()) {
      Object value = value(bound, parameter.getName());
      if (value != null) {
        mandatory.put(parameter.getName(), described(value));
      }
    }
    Object fresh = instantiate(type, mandatory);
    arguments.putAll(mandatory);
    for (String name : setters(type).keySet()) {
      Object value = value(bound, name);
      if (!Objects.equals(value, value(fresh, name)) && value != null) {
        arguments.put(name, described(value));
      }
    }
    UninstantiatedDescribable result = new UninstantiatedDescribable(symbol(type), null, arguments);
    Optional<CustomDescribableModel> model = model(type);
    return model.isPresent()
        ? model.get().customUninstantiate(result.withArguments(hashed(arguments)))
        : result;
  }

  /** As Jenkins hands them over: maps in maps lose their order, lists are left alone. */
  private static Map<String, Object> hashed(Map<String, ?> arguments) {
    Map<String, Object> copy = new HashMap<>();
    arguments.forEach(
        (name, value) ->
            copy.put(
                name,
                value instanceof UninstantiatedDescribable nested
                    ? nested.withArguments(hashed(nested.getArguments()))
                    : value instanceof Map<?, ?> map ? new HashMap<>(map) : value));
    return copy;
  }

  static Map<String, Method> setters(Class<?> type) {
    Map<String, Method> setters = new TreeMap<>();
    for (Method method : type.getMethods()) {
      if (method.isAnnotationPresent(DataBoundSetter.class)) {
        String name = method.getName().substring(3);
        setters.put(Character.toLowerCase(name.charAt(0)) + name.substring(1), method);
      }
    }
    return setters;
  }

  static Constructor<?> constructor(Class<?> type) {
    for (Constructor<?> constructor : type.getConstructors()) {
      if (constructor.isAnnotationPresent(DataBoundConstructor.class)) {
        return constructor;
      }
    }
    throw new AssertionError(type + " has no @DataBoundConstructor");
  }

  /** The descriptor class nested in a describable. */
  static Optional<Descriptor<?>> descriptor(Class<?> type) throws Exception {
    for (Class<?> nested : type.getClasses()) {
      if (Descriptor.class.isAssignableFrom(nested) && nested.getDeclaringClass() == type) {
        return Optional.of((Descriptor<?>) nested.getConstructor().newInstance());
      }
    }
    return Optional.empty();
  }

  private static Optional<CustomDescribableModel> model(Class<?> type) throws Exception {
    return descriptor(type).orElse(null) instanceof CustomDescribableModel model
        ? Optional.of(model)
        : Optional.empty();
  }

  private static @Nullable String symbol(Class<?> type) throws Exception {
    Descriptor<?> descriptor = descriptor(type).orElseThrow();
    Symbol symbol = descriptor.getClass().getAnnotation(Symbol.class);
    return symbol == null ? null : symbol.value()[0];
  }

  private static @Nullable Object value(Object bean, String name) throws Exception {
    String capital = Character.toUpperCase(name.charAt(0)) + name.substring(1);
    try {
      return bean.getClass().getMethod("get" + capital).invoke(bean);
    } catch (NoSuchMethodException e) {
      return bean.getClass().getMethod("is" + capital).invoke(bean);
    }
  }

  private static Object described(Object value) throws Exception {
    if (value instanceof Describable<?>) {
      return uninstantiate(value);
    }
    if (value instanceof List<?> list) {
      List<Object> described = new ArrayList<>();
      for (Object element : list) {
        described.add(described(element));
      }
      return described;
    }
    return value;
  }

  private static Object coerce(Type type, Object value) throws Exception {
    if (value instanceof List<?> list && type instanceof ParameterizedType generic) {
      List<Object> coerced = new ArrayList<>();
      for (Object element : list) {
        coerced.add(coerce(generic.getActualTypeArguments()[0], element));
      }
      return coerced;
    }
    Class<?> wanted = (Class<?>) (type instanceof ParameterizedType p ? p.getRawType() : type);
    if (value instanceof UninstantiatedDescribable nested) {
      Class<?> named =
          nested.getSymbol() == null
              ? wanted
              : ParameterNames.GATES.getOrDefault(nested.getSymbol(), wanted);
      Map<String, Object> arguments = new LinkedHashMap<>(nested.getArguments());
      Object sole = arguments.remove(UninstantiatedDescribable.ANONYMOUS_KEY);
      if (sole != null) {
        arguments.put(constructor(named).getParameters()[0].getName(), sole);
      }
      return instantiate(named, arguments);
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> arguments = new LinkedHashMap<>();
      map.forEach((name, inner) -> arguments.put((String) name, inner));
      return instantiate(wanted, arguments);
    }
    return value;
  }
}
