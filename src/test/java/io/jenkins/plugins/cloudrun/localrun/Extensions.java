package io.jenkins.plugins.cloudrun.localrun;

import hudson.Extension;
import hudson.model.Descriptor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.java.sezpoz.Index;
import net.java.sezpoz.IndexItem;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.structs.describable.CustomDescribableModel;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;

/** The plugin's descriptors, found as Jenkins finds them: by the index of {@code @Extension}. */
final class Extensions {
  private final Map<Class<?>, Descriptor<?>> byDescribed = new LinkedHashMap<>();
  private final Map<String, Class<?>> bySymbol = new LinkedHashMap<>();
  private final Map<String, StepDescriptor> steps = new LinkedHashMap<>();

  /** Loads them all; settings, gates and steps only, for those are what a Jenkinsfile names. */
  static Extensions load(ClassLoader loader) {
    Extensions extensions = new Extensions();
    for (IndexItem<Extension, Object> item : Index.load(Extension.class, Object.class, loader)) {
      try {
        if (item.element() instanceof Class<?> type
            && (StepDescriptor.class.isAssignableFrom(type)
                || CustomDescribableModel.class.isAssignableFrom(type)
                || type.isAnnotationPresent(Symbol.class))
            && Descriptor.class.isAssignableFrom(type)
            && type.getEnclosingClass() != null) {
          extensions.add((Descriptor<?>) type.getDeclaredConstructor().newInstance());
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("No descriptor could be made of " + item, e);
      }
    }
    return extensions;
  }

  private void add(Descriptor<?> descriptor) {
    byDescribed.put(descriptor.clazz, descriptor);
    if (descriptor instanceof StepDescriptor step) {
      steps.put(step.getFunctionName(), step);
      return;
    }
    Optional.ofNullable(descriptor.getClass().getAnnotation(Symbol.class))
        .map(symbol -> Arrays.asList(symbol.value()))
        .orElse(List.of())
        .forEach(symbol -> bySymbol.put(symbol, descriptor.clazz));
  }

  Optional<StepDescriptor> step(String name) {
    return Optional.ofNullable(steps.get(name));
  }

  /** The class whose nested objects are written with that symbol. */
  Optional<Class<?>> symbol(String name) {
    return Optional.ofNullable(bySymbol.get(name));
  }

  /** What translates the arguments before they are bound to {@code type}. */
  Optional<CustomDescribableModel> model(Class<?> type) {
    return byDescribed.get(type) instanceof CustomDescribableModel model
        ? Optional.of(model)
        : Optional.empty();
  }

  Set<String> names() {
    Set<String> names = new TreeSet<>(steps.keySet());
    names.addAll(bySymbol.keySet());
    return names;
  }
}
