package io.jenkins.plugins.cloudrun.localrun;

import io.jenkins.plugins.cloudrun.localrun.LocalPipeline.Ending;
import io.jenkins.plugins.cloudrun.platform.TestPlatform;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Runs Jenkinsfile.example against the embedded Cloud Run and tells what became of it: {@code mvn
 * -Pexample}.
 */
public final class Example {
  private static final int ASKED = 20;
  private static final String NO_COMMIT = "0".repeat(40);

  private final Path workspace;
  private final Map<String, String> environment;
  private final PrintStream out;
  private final Answers answers;
  private final List<String> missing = new ArrayList<>();
  private String url = "";

  private Example(Path workspace, Map<String, String> environment, PrintStream out) {
    this.workspace = workspace;
    this.environment = environment;
    this.out = out;
    this.answers = new Answers(out);
  }

  /** Arguments: the project's folder, the folder for what is built, and the failure or none. */
  public static void main(String[] arguments) throws Exception {
    boolean good = run(Path.of(arguments[0]), Path.of(arguments[1]), arguments[2], System.out);
    System.out.flush();
    System.exit(good ? 0 : 1);
  }

  /**
   * Runs it.
   *
   * @param failure {@code none}, or how the second version fails: {@code unhealthy}, {@code crash}
   *     or {@code migration}
   * @return whether the last build succeeded and everything has happened that it stands for
   */
  static boolean run(Path project, Path target, String failure, PrintStream out) throws Exception {
    Path data = Files.createTempDirectory(Files.createDirectories(target), "example-");
    SampleSources sources = new SampleSources(project);
    try (EmbeddedCloud cloud = EmbeddedCloud.start(data, target.resolve("base-image"), 0);
        LocalPlatform platform =
            new LocalPlatform(
                data.resolve("home"), cloud.setup().settings(), cloud.setup().credentials());
        TestPlatform.Installation installed = TestPlatform.install(platform)) {
      Map<String, String> environment = new LinkedHashMap<>(cloud.setup().environment());
      // As the checkout step does.
      environment.put("GIT_COMMIT", sources.commit().orElse(NO_COMMIT));
      Example example = new Example(sources.copyTo(data.resolve("workspace")), environment, out);
      if (!example.good(1, "a first version: all traffic at once", List.of(100))) {
        return false;
      }
      return failure.equals("none")
          ? example.good(2, "a second version: step by step", List.of(0, 5, 50))
          : example.bad(2, failure);
    }
  }

  private Ending build(int number, String failure) throws IOException {
    Map<String, String> variables = new LinkedHashMap<>(environment);
    variables.put("SHOP_FAILURE", failure);
    return new LocalPipeline("shop", workspace, variables, out)
        .run(workspace.resolve(SampleSources.JENKINSFILE), number);
  }

  /**
   * A version that is healthy.
   *
   * @param percents at which the gate must have been asked
   */
  private boolean good(int number, String title, List<Integer> percents) throws IOException {
    out.println("== " + title + "\n");
    Ending ending = build(number, "none");
    Map<?, ?> built = result(ending, "cloudRunBuild");
    Map<?, ?> deployed = result(ending, "cloudRunDeploy");
    Map<?, ?> migrated = result(ending, "cloudRunJobExecute");
    out.println();
    out.println("Image digest   " + built.get("digest"));
    out.println("Revision       " + deployed.get("revision"));
    Set<Object> asked = new HashSet<>();
    if (deployed.get("verdicts") instanceof List<?> verdicts) {
      for (Object verdict : verdicts) {
        out.println("Verdict        " + verdict);
        asked.add(verdict instanceof Map<?, ?> map ? map.get("percent") : verdict);
      }
    }
    out.println("Traffic        " + deployed.get("traffic"));
    out.println("Job            " + migrated.get("execution") + ": " + migrated.get("outcome"));
    expect(ending.success(), "the success of the pipeline");
    expect(String.valueOf(built.get("digest")).startsWith("sha256:"), "an image's digest");
    expect(String.valueOf(built.get("digest")).equals(deployed.get("digest")), "that digest live");
    expect(asked.containsAll(percents), "the gate's verdicts at " + percents + " %");
    expect("succeeded".equals(migrated.get("outcome")), "the migration");
    if (deployed.get("url") instanceof String live) {
      url = live;
      String answer = answers.get(live);
      expect(
          answer.contains("\"version\":\"" + number + "\""),
          "version " + number + " at the service's URL");
      expect(
          answer.contains("\"revision\":\"" + deployed.get("revision") + "\""),
          "the new revision at the service's URL");
      expect(answers.get(live + "/healthz").equals("ok"), "health at the service's URL");
    }
    return told("Built, deployed behind its gate, and migrated.");
  }

  /** A version that fails; never good. */
  private boolean bad(int number, String failure) throws IOException {
    out.println("== a second version that fails: " + failure + "\n");
    Ending ending = build(number, failure);
    expect(!ending.success(), "the failure of the second build");
    TreeSet<String> seen = new TreeSet<>();
    for (int i = 0; i < ASKED; i++) {
      seen.add(answers.ask(url));
    }
    out.println();
    seen.forEach(answer -> out.println("GET " + url + " -> " + answer));
    // The migration comes after the deploy: there the second version serves, and rightly so.
    int serving = failure.equals("migration") ? number : 1;
    expect(
        seen.size() == 1 && seen.first().contains("\"version\":\"" + serving + "\""),
        "version " + serving + " in all of " + ASKED + " answers");
    told("Refused: version " + serving + " answered all of " + ASKED + " requests.");
    return false;
  }

  private static Map<?, ?> result(Ending ending, String step) {
    return ending.results().get(step) instanceof Map<?, ?> map ? map : Map.of();
  }

  private void expect(boolean met, String what) {
    if (!met) {
      missing.add(what);
    }
  }

  private boolean told(String good) {
    out.println();
    out.println(missing.isEmpty() ? good : "Missing: " + String.join(", ", missing) + ".");
    out.println();
    return missing.isEmpty();
  }
}
