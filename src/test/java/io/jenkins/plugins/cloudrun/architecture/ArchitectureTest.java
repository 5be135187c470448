package io.jenkins.plugins.cloudrun.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the code against docs/architecture.md, whose tables it reads. */
class ArchitectureTest {
  private static final Path BASE = Path.of(System.getProperty("basedir", "."));
  private static final String ROOT = "io.jenkins.plugins.cloudrun";
  private static final int LINES = 300;

  private static final ArchRule NOBODY_SLEEPS =
      noClasses()
          .should()
          .accessTargetWhere(
              calls("sleep on a thread", Set.of(Thread.class, TimeUnit.class), "sleep"))
          .because("a wait is an instant in a stored value, served by the one poller");
  private static final ArchRule NOBODY_SETS_PROPERTIES =
      noClasses()
          .should()
          .accessTargetWhere(calls("System.setProperty", Set.of(System.class), "setProperty"))
          .because("the properties of a JVM belong to all that runs in it");
  private static final ArchRule STATICS_ARE_FINAL =
      fields().that().areStatic().should().beFinal().because("what changes, lives in an object");

  private static String page = "";
  private static JavaClasses classes = new ClassFileImporter().importClasses();

  @BeforeAll
  static void read() throws IOException {
    page = Files.readString(BASE.resolve("docs/architecture.md"));
    classes =
        new ClassFileImporter()
            .importPath(BASE.resolve("target/classes/" + ROOT.replace('.', '/')));
    assertTrue(classes.size() > 50, () -> "only " + classes.size() + " classes found");
  }

  @Test
  void roomsImportWhatTheTableAllows() {
    assertEquals("", String.join("\n", ImportTable.parse(page).problems(classes)));
  }

  @Test
  void theEngineKnowsNoJenkins() {
    List<String> jenkins = ImportTable.parse(page).packagesOf("jenkins");
    assertTrue(
        jenkins.containsAll(List.of("hudson", "jenkins", "org.jenkinsci", "org.kohsuke")),
        jenkins::toString);
    String[] engine =
        Stream.of(
                "model",
                "durable",
                "promotion",
                "rollout",
                "job",
                "cloudbuild",
                "scan",
                "gcp",
                "image")
            .map(room -> ROOT + "." + room + "..")
            .toArray(String[]::new);
    // Futures of Guava are Jenkins' only where a step context asks for them.
    String[] forbidden =
        jenkins.stream()
            .filter(p -> !p.startsWith("com.google"))
            .map(p -> p + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAnyPackage(engine)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden)
        .check(classes);
  }

  @Test
  void theFrontDoorsDoNotKnowEachOther() {
    String step = ROOT + ".step..";
    String freestyle = ROOT + ".freestyle..";
    for (String[] pair : new String[][] {{step, freestyle}, {freestyle, step}}) {
      noClasses()
          .that()
          .resideInAPackage(pair[0])
          .should()
          .dependOnClassesThat()
          .resideInAPackage(pair[1])
          .allowEmptyShould(true)
          .check(classes);
    }
  }

  @Test
  void nobodySleepsSetsPropertiesOrKeepsStaticState() {
    NOBODY_SLEEPS.check(classes);
    NOBODY_SETS_PROPERTIES.check(classes);
    STATICS_ARE_FINAL.check(classes);
  }

  @Test
  void sourceFilesAreShort() throws IOException {
    Set<String> excused = new TreeSet<>();
    for (List<String> row : MarkdownTable.under("Long files", page)) {
      assertTrue(row.get(1).length() > 20, () -> "what is the reason for " + row.get(0) + "?");
      excused.add(MarkdownTable.name(row.get(0)));
    }
    Set<String> tooLong = new TreeSet<>();
    for (String folder : List.of("src/main/java", "src/jenkins-api/java", "src/test/java")) {
      Path sources = BASE.resolve(folder);
      try (Stream<Path> files = Files.walk(sources)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          if (Files.readAllLines(file).size() > LINES) {
            tooLong.add(sources.relativize(file).toString().replace('\\', '/'));
          }
        }
      }
    }
    assertEquals(excused, tooLong);
  }

  // The rules must be able to fail.

  @Test
  void findsAnImportThatTheTableDoesNotAllow() {
    String strict = page.replace("| `rollout.traffic` | `model` |", "| `rollout.traffic` | |");
    assertFalse(strict.equals(page), "the row has changed: change this test");
    Set<String> problems = ImportTable.parse(strict).problems(classes);
    assertTrue(
        problems.stream()
            .anyMatch(p -> p.startsWith("rollout.traffic may not import " + ROOT + ".model.")),
        problems::toString);
  }

  @Test
  void findsAClassWithoutARoomAndAnExceptionWithoutUse() {
    String table =
        """
        ## Import table
        | room | may import |
        |---|---|
        | `durable` | |
        ### Libraries
        | library | packages |
        |---|---|
        | `codec` | `com.google.gson` |
        ### Exceptions
        | class | imports | why |
        |---|---|---|
        | `durable.Gone` | `codec` | none |
        """;
    Set<String> problems = ImportTable.parse(table).problems(classes);
    assertTrue(problems.contains(ROOT + ".model.Percent is in no room of the table"));
    assertTrue(problems.contains("the exception of durable.Gone for codec is not needed any more"));
    assertThrows(
        IllegalArgumentException.class,
        () -> ImportTable.parse(table.replace("| `durable` | |", "| `durable` | `moon` |")));
  }

  @Test
  void findsSleepersAndStaticState() {
    JavaClasses sleeper = new ClassFileImporter().importClasses(Sleeper.class);
    for (ArchRule rule : List.of(NOBODY_SLEEPS, NOBODY_SETS_PROPERTIES, STATICS_ARE_FINAL)) {
      assertThrows(AssertionError.class, () -> rule.check(sleeper));
    }
  }

  /** Does all that is forbidden. */
  static final class Sleeper {
    static List<String> state = new ArrayList<>();

    void sleep() throws InterruptedException {
      TimeUnit.SECONDS.sleep(1);
      System.setProperty("sleeper", state.toString());
    }
  }

  private static DescribedPredicate<JavaAccess<?>> calls(
      String description, Set<Class<?>> owners, String name) {
    return DescribedPredicate.describe(
        description,
        access ->
            access.getTarget().getName().equals(name)
                && owners.stream().anyMatch(o -> access.getTarget().getOwner().isEquivalentTo(o)));
  }
}
