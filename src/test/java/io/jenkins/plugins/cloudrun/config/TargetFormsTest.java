package io.jenkins.plugins.cloudrun.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Parameter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** What can be set in a file can be set in the form, and is explained there. */
class TargetFormsTest {
  static Stream<Class<?>> forms() {
    return Stream.of(TargetSettings.class, DefaultsSettings.class, CloudRunFolder.class);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void everyFieldIsInTheFormAndHasHelp(Class<?> type) throws IOException {
    Set<String> fields = new TreeSet<>();
    Pattern.compile("<f:(?:entry|optionalProperty)[^>]*field=\"(\\w+)\"")
        .matcher(form(type))
        .results()
        .forEach(found -> assertTrue(fields.add(found.group(1)), found.group(1) + " twice"));
    assertEquals(parameters(type), fields);
    for (String field : fields) {
      String help = text(type, "help-" + field + ".html");
      assertTrue(help.contains("<strong>Default:</strong>"), field);
      assertTrue(help.contains("<strong>Example:</strong>"), field);
    }
  }

  private static String form(Class<?> type) throws IOException {
    String form = text(type, "config.jelly");
    return form.contains("page=\"targets.jelly\"")
        ? form + text(TargetSettings.class, "targets.jelly")
        : form;
  }

  private static Set<String> parameters(Class<?> type) {
    Set<String> names = new TreeSet<>();
    Arrays.stream(type.getConstructors())
        .filter(constructor -> constructor.isAnnotationPresent(DataBoundConstructor.class))
        .flatMap(constructor -> Arrays.stream(constructor.getParameters()))
        .map(Parameter::getName)
        .forEach(names::add);
    Arrays.stream(type.getMethods())
        .filter(method -> method.isAnnotationPresent(DataBoundSetter.class))
        .map(method -> method.getName().substring("set".length()))
        .forEach(
            name -> names.add(name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1)));
    return names;
  }

  private static String text(Class<?> type, String name) throws IOException {
    try (InputStream in = type.getResourceAsStream(type.getSimpleName() + "/" + name)) {
      assertNotNull(in, name + " of " + type);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
