package io.jenkins.plugins.cloudrun.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.kohsuke.stapler.WebMethod;
import org.kohsuke.stapler.bind.JavaScriptMethod;
import org.kohsuke.stapler.interceptor.RequirePOST;

/**
 * What a URL can call in the release pages is known: a new one fails here until it has a row in
 * {@link ReleaseEndpoints}, and with it in the matrix of permissions.
 */
class WebMethodsTest {
  /** Change nothing: the page of a service is the board, and what was decided is a file. */
  private static final Set<String> BY_GET = Set.of("ServicePage#doIndex", "ReleasePage#doAudit");

  /** Ways from one page to another: each answers null for what one may not see. */
  private static final Set<String> WAYS =
      Set.of(
          "BuildRollouts#getRollout",
          "ReleasePage#getRollout",
          "ReleasePage#getService",
          "RolloutPage#getAct",
          "ServicePage#getAct");

  private static List<Class<?>> types() throws IOException, URISyntaxException {
    Path root =
        Path.of(ReleasePage.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String room = ReleasePage.class.getPackageName();
    List<Class<?>> types = new ArrayList<>();
    try (Stream<Path> files = Files.list(root.resolve(room.replace('.', '/')))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        String name = String.valueOf(file.getFileName()).replace(".class", "");
        if (!name.equals("package-info")) {
          types.add(load(room + "." + name));
        }
      }
    }
    return types;
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, ReleasePage.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static Stream<Method> methods() throws IOException, URISyntaxException {
    return types().stream()
        .flatMap(type -> Stream.of(type.getDeclaredMethods()))
        .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isBridge());
  }

  private static String name(Method method) {
    return method.getDeclaringClass().getSimpleName() + "#" + method.getName();
  }

  private static boolean web(Method method) {
    return method.getName().matches("do[A-Z].*")
        || method.getName().matches("js[A-Z].*")
        || method.isAnnotationPresent(WebMethod.class)
        || method.isAnnotationPresent(JavaScriptMethod.class);
  }

  @Test
  void eachHasItsRows() throws Exception {
    Set<String> methods =
        methods()
            .filter(m -> web(m) || m.getName().equals("getApi"))
            .map(WebMethodsTest::name)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> rows =
        ReleaseEndpoints.all().stream()
            .map(ReleaseEndpoints.Endpoint::method)
            .filter(method -> method.contains("#"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(methods, rows);
  }

  @Test
  void whatChangesSomethingIsPosted() throws Exception {
    List<Method> methods = methods().filter(WebMethodsTest::web).toList();
    assertTrue(methods.size() >= 3, methods.toString());
    for (Method method : methods) {
      assertEquals(
          !BY_GET.contains(name(method)),
          method.isAnnotationPresent(RequirePOST.class),
          name(method));
    }
  }

  @Test
  void thereAreNoOtherWaysFromOnePageToAnother() throws Exception {
    assertEquals(
        WAYS,
        methods()
            .filter(m -> m.getName().startsWith("get"))
            .filter(m -> List.of(m.getParameterTypes()).equals(List.of(String.class)))
            .map(WebMethodsTest::name)
            .collect(Collectors.toSet()));
    assertTrue(
        methods().noneMatch(m -> m.getName().equals("getDynamic")), "nothing is looked up freely");
  }

  @Test
  void eachPageThatHasViewsIsAsked() throws Exception {
    Set<String> asked =
        ReleaseEndpoints.all().stream()
            .map(endpoint -> endpoint.method().replaceFirst("[/#].*", ""))
            .collect(Collectors.toSet());
    try (Stream<Path> folders =
        Files.list(Path.of("src/main/resources/io/jenkins/plugins/cloudrun/release"))) {
      for (Path folder : folders.filter(Files::isDirectory).toList()) {
        String type = String.valueOf(folder.getFileName());
        // No URL leads to a refusal: it is the answer to a form.
        assertTrue(type.equals("Refusal") || asked.contains(type), type);
      }
    }
  }
}
