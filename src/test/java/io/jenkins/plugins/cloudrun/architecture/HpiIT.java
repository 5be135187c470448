package io.jenkins.plugins.cloudrun.architecture;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Opens the package that {@code mvn verify} leaves, as a Jenkins would. */
class HpiIT {
  private static final String OURS = "WEB-INF/lib/cloud-run.jar";
  private static final String LIBRARIES = "WEB-INF/lib/";
  private static final String ROOT = "io/jenkins/plugins/cloudrun/";

  /** A new library is a decision: look at its size, its licence and who else brings it. */
  private static final Set<String> BUNDLED =
      Set.of(
          ("api-common cloud-run commons-compress cyclonedx-core-java gax gax-grpc gax-httpjson"
                  + " google-auth-library-credentials google-auth-library-oauth2-http"
                  + " google-cloud-run google-http-client google-http-client-gson grpc-api"
                  + " grpc-context grpc-protobuf grpc-protobuf-lite grpc-stub jib-build-plan"
                  + " opencensus-api opencensus-contrib-http-util proto-google-cloud-run-v2"
                  + " proto-google-common-protos proto-google-iam-v1 packageurl-java"
                  + " protobuf-java protobuf-java-util threetenbp")
              .split(" "));

  /** What Jenkins core or an API plugin brings: two copies would not understand each other. */
  private static final Pattern BROUGHT_BY_JENKINS =
      Pattern.compile(
          "(com/google/common|com/google/gson|com/google/errorprone|com/google/j2objc"
              + "|com/fasterxml/jackson|javax/annotation|org/jspecify|org/objectweb/asm"
              + "|org/apache/(commons/(codec|io|lang|lang3|logging)|http)|org/slf4j|org/yaml"
              + "|org/codehaus/mojo|net/sf|hudson|jenkins|org/jenkinsci|org/kohsuke"
              + "|com/cloudbees|jakarta/servlet|javax/servlet|org/springframework)/.*\\.class");

  /** Before the first element. */
  private static final Pattern ESCAPES =
      Pattern.compile(
          "^\\s*(<\\?xml [^>]*\\?>\\s*)?<\\?jelly escape-by-default=['\"]true['\"]\\?>");

  /** Whose types need which plugin. */
  private static final Map<String, String> PLUGINS =
      Map.ofEntries(
          Map.entry("org/jenkinsci/plugins/workflow/steps/", "workflow-step-api"),
          Map.entry("org/jenkinsci/plugins/workflow/actions/", "workflow-api"),
          Map.entry("org/jenkinsci/plugins/workflow/flow/", "workflow-api"),
          Map.entry("org/jenkinsci/plugins/workflow/graph/", "workflow-api"),
          Map.entry("org/jenkinsci/plugins/workflow/support/", "workflow-support"),
          Map.entry("io/jenkins/plugins/checks/", "checks-api"),
          Map.entry("hudson/plugins/git/", "git"),
          Map.entry("org/jenkinsci/plugins/workflow/job/", "workflow-job"),
          Map.entry("org/jenkinsci/plugins/structs/", "structs"),
          Map.entry("org/jenkinsci/plugins/credentialsbinding/", "credentials-binding"),
          Map.entry("org/jenkinsci/plugins/plaincredentials/", "plain-credentials"),
          Map.entry("com/cloudbees/plugins/credentials/", "credentials"),
          Map.entry("com/google/gson/", "gson-api"),
          Map.entry("com/fasterxml/jackson/", "jackson2-api"),
          Map.entry("org/yaml/snakeyaml/", "snakeyaml-api"));

  private static byte[] file = new byte[0];
  private static Archive hpi = empty();
  private static Archive ours = empty();

  private static Archive empty() {
    try {
      return new Archive(new byte[0]);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeAll
  static void open() throws IOException {
    String path = System.getProperty("hpi");
    assertNotNull(path, "run this test with mvn verify: it opens the package named by -Dhpi=...");
    file = Files.readAllBytes(Path.of(path));
    hpi = new Archive(file);
    ours = hpi.inner(OURS);
  }

  @Test
  void saysWhatItIsAndWhatItNeeds() throws IOException {
    Attributes manifest = hpi.manifest();
    assertAll(
        () -> assertEquals("cloud-run", manifest.getValue("Short-Name")),
        () -> assertEquals("Cloud Run", manifest.getValue("Long-Name")),
        () -> assertEquals("io.jenkins.plugins", manifest.getValue("Group-Id")),
        () -> assertEquals("2.528.1", manifest.getValue("Jenkins-Version")),
        () -> assertEquals("17", manifest.getValue("Minimum-Java-Version")),
        () -> assertEquals("MIT License", manifest.getValue("Plugin-License-Name")),
        () ->
            assertEquals("https://github.com/jenkinsci/cloud-run-plugin", manifest.getValue("Url")),
        () -> assertTrue(manifest.getValue("Plugin-Version").matches("\\d+\\.\\d+.*")));
  }

  @Test
  void wrapsTheLinesOfItsManifest() {
    for (String line : hpi.text("META-INF/MANIFEST.MF").split("\r?\n")) {
      assertTrue(line.getBytes(StandardCharsets.UTF_8).length <= 72, line);
    }
  }

  @Test
  void asksForThePluginsWhoseTypesItsLibrariesUse() throws IOException {
    Set<String> declared =
        dependencies().stream().map(d -> d.split(":")[0]).collect(Collectors.toSet());
    Set<String> missing = new TreeSet<>();
    for (String name : hpi.names()) {
      if (name.startsWith(LIBRARIES)) {
        for (ClassFile c : hpi.inner(name).classes()) {
          for (String type : c.typeReferences()) {
            PLUGINS.entrySet().stream()
                .filter(types -> type.startsWith(types.getKey()))
                .filter(types -> !declared.contains(types.getValue()))
                .forEach(types -> missing.add(types.getValue() + " for " + name));
          }
        }
      }
    }
    assertEquals(Set.of(), missing);
  }

  @Test
  void asksForPluginsInTheVersionsOfThatJenkins() throws IOException {
    List<String> problems = new ArrayList<>();
    for (String dependency : dependencies()) {
      if (!dependency.matches("[a-z0-9-]+:[\\w.-]+(;resolution:=optional)?")) {
        problems.add("not a name and a version: " + dependency);
      }
    }
    assertEquals(List.of(), problems);
    String listing = System.getProperty("jenkins.api.listing");
    Path reference =
        listing == null
            ? Path.of(System.getProperty("basedir", "."), "../shared/reference/any")
            : Path.of(listing);
    Path list = reference.resolveSibling("jenkins-2.528.1-plugins.txt");
    if (Files.isRegularFile(list)) {
      Set<String> there =
          Files.readAllLines(list).stream()
              .map(l -> l.trim().replace(' ', ':'))
              .collect(Collectors.toSet());
      assertEquals(
          List.of(),
          dependencies().stream()
              .map(d -> d.replaceFirst(";.*", ""))
              .filter(d -> !there.contains(d))
              .toList());
    }
  }

  private static List<String> dependencies() throws IOException {
    return Arrays.asList(hpi.manifest().getValue("Plugin-Dependencies").split(","));
  }

  @Test
  void ourJarIsAcceptedByTheClassFilter() throws IOException {
    Attributes manifest = ours.manifest();
    assertEquals("cloud-run", manifest.getValue("Short-Name"));
    assertEquals("2.528.1", manifest.getValue("Jenkins-Version"));
    assertEquals(hpi.manifest().getValue("Plugin-Version"), manifest.getValue("Plugin-Version"));
  }

  @Test
  void listsEveryExtension() {
    assertTrue(ours.bytes("META-INF/annotations/hudson.Extension").length > 0);
    List<String> listed =
        ours.text("META-INF/annotations/hudson.Extension.txt")
            .lines()
            .filter(l -> !l.startsWith("#"))
            // Behind the name stands what the annotation says: its order, or that it is optional.
            .map(l -> l.replaceAll("\\{.*", ""))
            .toList();
    assertFalse(listed.isEmpty(), "no extension at all");
    assertEquals(withAnnotation("hudson/Extension"), new TreeSet<>(listed));
  }

  @Test
  void listsEverySymbolWhereJenkinsReadsIt() {
    Set<String> listed =
        ours.text("META-INF/services/annotations/org.jenkinsci.Symbol")
            .lines()
            .collect(Collectors.toCollection(TreeSet::new));
    assertFalse(listed.isEmpty(), "no symbol at all");
    assertEquals(withAnnotation("org/jenkinsci/Symbol"), listed);
  }

  @Test
  void listsEveryInitializer() {
    for (String indexed : List.of("hudson.init.Initializer", "hudson.init.Terminator")) {
      Set<String> used = withAnnotation(indexed.replace('.', '/'));
      String index = "META-INF/services/annotations/" + indexed;
      Set<String> listed =
          ours.has(index) ? new TreeSet<>(ours.text(index).lines().toList()) : new TreeSet<>();
      assertEquals(used, listed, indexed);
    }
  }

  @Test
  void tellsTheParametersOfEveryBoundConstructor() {
    Set<String> bound = withAnnotation("org/kohsuke/stapler/DataBoundConstructor");
    assertFalse(bound.isEmpty(), "no @DataBoundConstructor at all");
    for (String type : bound) {
      String path = type.replace('.', '/').replace('$', '/') + ".stapler";
      assertTrue(ours.text(path).startsWith("constructor="), path);
    }
  }

  /** Names of our classes that carry an annotation, on themselves or on a member. */
  private static Set<String> withAnnotation(String annotation) {
    return ours.classes().stream()
        .filter(c -> c.annotations().contains(annotation))
        .map(c -> c.type().name().replace('/', '.'))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void holdsNothingThatJenkinsBrings() throws IOException {
    List<String> twice = new ArrayList<>();
    for (String name : hpi.names()) {
      if (name.startsWith(LIBRARIES)) {
        hpi.inner(name).names().stream()
            .filter(c -> BROUGHT_BY_JENKINS.matcher(c).matches())
            .map(c -> name + " has " + c)
            .forEach(twice::add);
      }
    }
    assertEquals(List.of(), twice);
  }

  @Test
  void ourJarHoldsOurClassesOnly() {
    List<String> foreign =
        ours.names().stream().filter(n -> n.endsWith(".class") && !n.startsWith(ROOT)).toList();
    assertEquals(List.of(), foreign);
  }

  @Test
  void bundlesTheLibrariesThatWereChosen() {
    Set<String> bundled =
        hpi.names().stream()
            .filter(n -> n.startsWith(LIBRARIES))
            .map(n -> n.substring(LIBRARIES.length()).replaceAll("(-\\d.*)?\\.jar$", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(new TreeSet<>(BUNDLED), bundled);
  }

  @Test
  void isSmall() {
    assertTrue(file.length <= 12_000_000, () -> file.length + " bytes");
  }

  @Test
  void givesTheSameBytesTwice() {
    assertEquals(
        1, hpi.times().size(), "entries have different times: the build is not repeatable");
    List<String> files = hpi.order().stream().filter(n -> !n.startsWith("META-INF/")).toList();
    assertEquals(files.stream().sorted().toList(), files);
    for (String name : ours.names()) {
      if (name.endsWith(".stapler")) {
        assertFalse(ours.text(name).startsWith("#"), name + " says when it was written");
      }
    }
  }

  @Test
  void describesItself() {
    String description = ours.text("index.jelly");
    assertTrue(ESCAPES.matcher(description).find(), description);
    assertTrue(description.matches("(?s).*<div>\\s*[A-Z][^<>&]{20,}\\s*</div>\\s*"), description);
  }

  /** A Jelly file without the line lets a value be read as markup. */
  @Test
  void everyViewEscapes() {
    List<String> open =
        ours.names().stream()
            .filter(n -> n.endsWith(".jelly"))
            .filter(n -> !ESCAPES.matcher(ours.text(n)).find())
            .toList();
    assertEquals(List.of(), open);
  }
}
