package io.jenkins.plugins.cloudrun.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Descriptor;
import hudson.model.Item;
import io.jenkins.plugins.cloudrun.freestyle.CloudRunBuildBuilder;
import io.jenkins.plugins.cloudrun.freestyle.CloudRunCheckBuilder;
import io.jenkins.plugins.cloudrun.freestyle.CloudRunDeployBuilder;
import io.jenkins.plugins.cloudrun.freestyle.CloudRunJobExecuteBuilder;
import io.jenkins.plugins.cloudrun.freestyle.CloudRunPromoteBuilder;
import io.jenkins.plugins.cloudrun.freestyle.CloudRunRollbackBuilder;
import io.jenkins.plugins.cloudrun.freestyle.CloudRunStatusBuilder;
import io.jenkins.plugins.cloudrun.freestyle.CloudRunTrafficBuilder;
import io.jenkins.plugins.cloudrun.step.BuildStep;
import io.jenkins.plugins.cloudrun.step.CheckStep;
import io.jenkins.plugins.cloudrun.step.DeployStep;
import io.jenkins.plugins.cloudrun.step.JobExecuteStep;
import io.jenkins.plugins.cloudrun.step.PromoteStep;
import io.jenkins.plugins.cloudrun.step.RollbackStep;
import io.jenkins.plugins.cloudrun.step.StatusStep;
import io.jenkins.plugins.cloudrun.step.TrafficStep;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.verb.POST;

/** Every parameter has a field and help, and steps and builders have the same ones. */
final class ResourcesTest {
  private static final Pattern FIELD =
      Pattern.compile("<f:(?:entry|optionalProperty)[^>]*field=\"([^\"]+)\"");
  private static final Pattern INCLUDED = Pattern.compile("<st:include page=\"([^\"]+)\"");

  private static final Pattern SELECT =
      Pattern.compile("field=\"([^\"]+)\">\\s*<(?:[fc]:select|f:combobox)");

  static Stream<Class<?>> describables() {
    return Stream.of(
        BuildSettings.class,
        DeploySettings.class,
        TrafficSettings.class,
        PromoteSettings.class,
        StatusSettings.class,
        RollbackSettings.class,
        CheckSettings.class,
        JobSettings.class,
        HttpGateSettings.class,
        MetricsGateSettings.class,
        LogsGateSettings.class,
        CanaryStepSettings.class,
        ApprovalSettings.class,
        LayerSettings.class,
        ScanSettings.class,
        NameValue.class);
  }

  static Stream<List<Class<?>>> doors() {
    return Stream.of(
        List.of(BuildSettings.class, BuildStep.class, CloudRunBuildBuilder.class),
        List.of(DeploySettings.class, DeployStep.class, CloudRunDeployBuilder.class),
        List.of(TrafficSettings.class, TrafficStep.class, CloudRunTrafficBuilder.class),
        List.of(PromoteSettings.class, PromoteStep.class, CloudRunPromoteBuilder.class),
        List.of(StatusSettings.class, StatusStep.class, CloudRunStatusBuilder.class),
        List.of(RollbackSettings.class, RollbackStep.class, CloudRunRollbackBuilder.class),
        List.of(CheckSettings.class, CheckStep.class, CloudRunCheckBuilder.class),
        List.of(JobSettings.class, JobExecuteStep.class, CloudRunJobExecuteBuilder.class));
  }

  @ParameterizedTest
  @MethodSource("describables")
  void everyParameterHasAFieldAndHelp(Class<?> type) throws Exception {
    Set<String> fields = new TreeSet<>();
    for (String jelly : pages(type, "config.jelly")) {
      Matcher field = FIELD.matcher(jelly);
      while (field.find()) {
        assertTrue(fields.add(field.group(1)), field.group(1) + " twice in the form of " + type);
      }
    }
    assertEquals(ParameterNames.of(type), fields, "the form of " + type);
    for (String name : fields) {
      String help = resource(type, "help-" + name + ".html").orElse("");
      assertTrue(help.contains("<strong>Default:</strong>"), name + " of " + type);
      assertTrue(help.contains("<strong>Example:</strong>"), name + " of " + type);
      // What it is, what follows from it, the default, an example.
      assertTrue(help.split("<p>", -1).length > 4, "what follows from " + name + " of " + type);
    }
  }

  /** A snippet names what it is about, and where; then all others in the form's order. */
  @ParameterizedTest
  @MethodSource("describables")
  void snippetsFollowTheForm(Class<?> type) {
    List<String> order = Snippet.order(type);
    assertEquals(ParameterNames.of(type), new TreeSet<>(order));
    assertEquals(order.size(), Set.copyOf(order).size());
    Set<String> where = Set.of("project", "region", "credentialsId");
    List<String> form = new ArrayList<>();
    Matcher field = FIELD.matcher(expanded(type, "config.jelly"));
    while (field.find()) {
      form.add(field.group(1));
    }
    assertEquals(without(form, where), without(order, where));
  }

  private static List<String> without(List<String> names, Set<String> left) {
    return names.stream().filter(name -> !left.contains(name)).toList();
  }

  /** Jelly's expressions can call a public method only if the class that has it is public too. */
  @ParameterizedTest
  @MethodSource("doors")
  void whatJellyReadsIsInPublicClasses(List<Class<?>> doors) throws Exception {
    for (Class<?> door : doors) {
      for (Class<?> read : List.of(door, LightModel.descriptor(door).orElseThrow().getClass())) {
        for (Method method : read.getMethods()) {
          boolean ours = method.getDeclaringClass().getName().startsWith("io.jenkins");
          assertTrue(
              !ours || Modifier.isPublic(method.getDeclaringClass().getModifiers()),
              method.toString());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("doors")
  void stepAndBuilderAreTwoDoorsToTheSameSettings(List<Class<?>> doors) throws Exception {
    for (Class<?> door : doors.subList(1, 3)) {
      Parameter[] parameters = LightModel.constructor(door).getParameters();
      assertEquals(1, parameters.length, door.getName());
      assertEquals("settings", parameters[0].getName());
      assertEquals(doors.get(0), parameters[0].getType());
      assertEquals(Set.of(), LightModel.setters(door).keySet(), door.getName());
      // Jenkins finds the form by what the getter returns; a bridge would hide that.
      assertEquals(
          List.of(doors.get(0)),
          Stream.of(door.getMethods())
              .filter(method -> method.getName().equals("getSettings"))
              .map(Method::getReturnType)
              .toList());
      assertTrue(
          resource(door, "config.jelly").orElse("").contains("<f:property field=\"settings\"/>"),
          door.getName());
      assertTrue(resource(door, "help.html").isPresent(), door.getName());
    }
  }

  /** A step's help leads to all of its fields on one page. */
  @ParameterizedTest
  @MethodSource("doors")
  void theHelpOfAStepLinksToItsParameters(List<Class<?>> doors) throws Exception {
    Matcher link =
        Pattern.compile("href=\"https://github.com/[^\"]*/docs/steps.md#([a-z]+)\"")
            .matcher(resource(doors.get(1), "help.html").orElse(""));
    assertTrue(link.find(), doors.get(1).getName());
    String heading = "## " + link.group(1);
    try (Stream<String> lines = Files.lines(Path.of("docs/steps.md"))) {
      assertTrue(lines.anyMatch(line -> line.toLowerCase(Locale.ROOT).equals(heading)), heading);
    }
  }

  @Test
  void formsAreEscapedWellFormedAndWithoutScriptOrStyle() throws Exception {
    List<Class<?>> all = new ArrayList<>(describables().toList());
    doors().forEach(doors -> all.addAll(doors.subList(1, 3)));
    for (Class<?> type : all) {
      for (String jelly : pages(type, "config.jelly")) {
        assertTrue(jelly.contains("<?jelly escape-by-default='true'?>"), type.getName());
        assertFalse(jelly.matches("(?s).*(<script|<style|\\son[a-z]+=|style=).*"), type.getName());
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new java.io.ByteArrayInputStream(jelly.getBytes(StandardCharsets.UTF_8)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("describables")
  void everyWebMethodTakesPostOnlyAndKnowsItsItem(Class<?> type) throws Exception {
    Descriptor<?> descriptor = LightModel.descriptor(type).orElseThrow();
    for (Method method : descriptor.getClass().getMethods()) {
      if (method.getName().startsWith("doCheck") || method.getName().startsWith("doFill")) {
        assertTrue(method.isAnnotationPresent(POST.class), method.toString());
      }
      if (method.getName().startsWith("doCheck")) {
        assertEquals(Item.class, method.getParameterTypes()[0], method.toString());
        assertTrue(
            method.getParameters()[0].isAnnotationPresent(AncestorInPath.class), method.toString());
      }
    }
  }

  /** Without its method, a select in a form is an error page. */
  @ParameterizedTest
  @MethodSource("describables")
  void everySelectHasItsChoices(Class<?> type) throws Exception {
    Descriptor<?> descriptor = LightModel.descriptor(type).orElseThrow();
    Set<String> methods = new TreeSet<>();
    for (Method method : descriptor.getClass().getMethods()) {
      methods.add(method.getName());
    }
    for (String jelly : pages(type, "config.jelly")) {
      Matcher select = SELECT.matcher(jelly);
      while (select.find()) {
        String field = select.group(1);
        String fill =
            "doFill" + Character.toUpperCase(field.charAt(0)) + field.substring(1) + "Items";
        assertTrue(methods.contains(fill), fill + " of " + type);
      }
    }
  }

  /** A page with what it includes in its place. */
  private static String expanded(Class<?> type, String page) {
    String jelly = resource(type, page).orElseThrow(() -> new AssertionError(page + " of " + type));
    return INCLUDED
        .matcher(jelly)
        .replaceAll(found -> Matcher.quoteReplacement(expanded(type, found.group(1))));
  }

  /** A page and the pages that it includes. */
  private static List<String> pages(Class<?> type, String page) {
    String jelly = resource(type, page).orElseThrow(() -> new AssertionError(page + " of " + type));
    List<String> pages = new ArrayList<>(List.of(jelly));
    Matcher included = INCLUDED.matcher(jelly);
    while (included.find()) {
      pages.addAll(pages(type, included.group(1)));
    }
    return pages;
  }

  /** A view of a class, or of one above it, as Stapler looks for it. */
  private static Optional<String> resource(Class<?> type, String name) {
    for (Class<?> at = type; at != Object.class; at = at.getSuperclass()) {
      String path = "/" + at.getName().replace('.', '/').replace('$', '/') + "/" + name;
      try (InputStream in = type.getResourceAsStream(path)) {
        if (in != null) {
          return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return Optional.empty();
  }
}
