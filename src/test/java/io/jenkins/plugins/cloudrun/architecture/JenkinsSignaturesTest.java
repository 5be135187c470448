package io.jenkins.plugins.cloudrun.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Holds what is under {@code src/jenkins-api}, and what our classes use of it, against a listing of
 * the Jenkins that the plugin is for. A wrong signature compiles and then fails in production.
 */
class JenkinsSignaturesTest {
  private static final Path BASE = Path.of(System.getProperty("basedir", "."));
  private static final Path CLASSES = BASE.resolve("target/classes");
  private static final Path SIGNATURES = BASE.resolve("src/jenkins-api/java");
  private static final Pattern ANONYMOUS = Pattern.compile(".*\\$\\d+(\\$.*)?");
  private static final String VERSION = "2.528.1";

  private ApiListing listing = ApiListing.of();
  private Map<String, AnnotationType> annotations = Map.of();

  @BeforeEach
  void readTheListing() throws IOException {
    String set = System.getProperty("jenkins.api.listing");
    Path file =
        set == null
            ? BASE.resolve("../shared/reference/jenkins-" + VERSION + "-api.txt.gz")
            : Path.of(set);
    Path list = file.resolveSibling("jenkins-" + VERSION + "-annotations.txt");
    assumeTrue(
        Files.isRegularFile(file) && Files.isRegularFile(list),
        () ->
            "The signatures of Jenkins are NOT checked: there is no listing at "
                + file
                + " with "
                + list.getFileName()
                + " beside it. Name it with -Djenkins.api.listing=...");
    listing = ApiListing.read(file);
    annotations = AnnotationType.read(list);
  }

  @Test
  void signaturesAreThoseOfJenkins() throws IOException {
    SignatureCheck check = new SignatureCheck(listing, annotations);
    List<ClassFile> signatures = signatures();
    assertTrue(signatures.size() > 100, () -> "only " + signatures.size() + " signatures found");
    report(signatures.stream().flatMap(c -> check.problems(c).stream()).toList());
  }

  @Test
  void jenkinsHasAllThatWeUse() throws IOException {
    List<ClassFile> ours = ClassFile.under(CLASSES.resolve("io/jenkins/plugins/cloudrun"));
    ReferenceCheck check = new ReferenceCheck(listing, ours);
    report(ours.stream().flatMap(c -> check.problems(c).stream()).toList());
  }

  /**
   * Stapler's annotations come from an older stapler: they must still be what Jenkins looks for.
   */
  @Test
  void annotationsFromLibrariesAreThoseOfJenkins() throws IOException {
    List<String> problems = new ArrayList<>();
    List<String> used =
        ClassFile.under(CLASSES.resolve("io/jenkins/plugins/cloudrun")).stream()
            .flatMap(c -> c.typeReferences().stream())
            .distinct()
            .filter(annotations::containsKey)
            .toList();
    for (String name : used) {
      try (InputStream in = getClass().getResourceAsStream("/" + name + ".class")) {
        if (in == null) {
          problems.add(name + " is not on the class path");
          continue;
        }
        ClassFile file = new ClassFile(in.readAllBytes());
        AnnotationType real = annotations.getOrDefault(name, file.annotationType());
        if (!file.annotationType().equals(real)) {
          problems.add(name + " is " + file.annotationType() + ", in Jenkins " + real);
        }
      }
    }
    report(problems);
  }

  private static List<ClassFile> signatures() throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> sources = Files.walk(SIGNATURES)) {
      for (Path source : sources.filter(s -> s.toString().endsWith(".java")).toList()) {
        Path folder = CLASSES.resolve(SIGNATURES.relativize(source)).getParent();
        String name = source.getFileName().toString().replace(".java", "");
        if (folder == null) {
          throw new IOException("a signature without a package: " + source);
        }
        try (Stream<Path> classes = Files.list(folder)) {
          classes.filter(c -> belongs(c.getFileName().toString(), name)).forEach(files::add);
        }
      }
    }
    return files.stream().sorted().map(ClassFile::of).toList();
  }

  private static boolean belongs(String file, String name) {
    boolean nested = file.startsWith(name + "$") && !ANONYMOUS.matcher(file).find();
    return file.equals(name + ".class") || (nested && file.endsWith(".class"));
  }

  private static void report(List<String> problems) {
    assertEquals("", String.join("\n", problems));
  }
}
