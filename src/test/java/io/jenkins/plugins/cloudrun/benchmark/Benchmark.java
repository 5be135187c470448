package io.jenkins.plugins.cloudrun.benchmark;

import io.jenkins.plugins.cloudrun.image.DebianRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds and pushes one application with our engine and with what others use, and holds the times
 * against limits: {@code mvn -Pbenchmark-build}. See docs/performance.md.
 */
public final class Benchmark {
  /** Rounds of the JVMs that live on, before anything is timed. */
  private static final int WARM_UP = 60;

  private static final int LIMIT_RUNS = 5;
  private static final List<String> PROGRAMS =
      List.of("docker-registry", "buildah", "skopeo", "umoci", "git", "sync");

  private Benchmark() {}

  /**
   * Arguments: a folder for everything, the local Maven repository, Maven's home, rounds. Ends with
   * 1 when a program or a limit is missed.
   */
  public static void main(String[] arguments) throws Exception {
    List<String> missing = Programs.missing(PROGRAMS);
    if (!missing.isEmpty()) {
      System.out.println(
          "Missing: "
              + String.join(", ", missing)
              + ". The benchmark compares with these programs of Debian: install the packages of"
              + " the same names.");
      System.exit(1);
    }
    Path folder = Path.of(arguments[0]).toAbsolutePath();
    Path repository = Path.of(arguments[1]).toAbsolutePath().normalize();
    Path maven = Path.of(arguments[2], "bin", "mvn");
    int rounds = Integer.parseInt(arguments[3]);
    Folders.delete(folder);
    Files.createDirectories(folder);
    Workbench bench =
        new Workbench(
            Application.in(folder, Library.ofClassPath(repository)),
            folder,
            new Programs(folder.resolve("program.log")),
            maven,
            repository);
    boolean good = run(bench, rounds);
    System.out.flush();
    System.exit(good ? 0 : 1);
  }

  private static boolean run(Workbench bench, int rounds) throws Exception {
    try (DebianRegistry bases = DebianRegistry.open(bench.empty("base-registry"));
        OurAgent agent = new OurAgent(bench);
        JibCore core = new JibCore(bench);
        JibMaven plugin = new JibMaven(bench)) {
      String base = new BaseLayers(bench.empty("base-files")).push(bases.host());
      Round round = new Round(bench, base);
      List<Tool> tools =
          List.of(
              agent, new OurFreshJvm(bench), core, plugin, new Buildah(bench), new Umoci(bench));
      say("The base image and the application are there; each tool pushes once and is counted.");
      Memory idle = agent.memory();
      round.prepare(plugin);
      Map<String, Round.Counts> counts = new LinkedHashMap<>();
      for (Tool tool : tools) {
        counts.put(tool.name(), round.count(tool, bases.host()));
      }
      Figures figures = measured(round, tools, List.of(agent, core), rounds);
      Limits limits =
          new Limits()
              .times(figures)
              .unchanged(counts.get(OurAgent.NAME).traffic().get(Case.UNCHANGED))
              .memory(agent.memory());
      String text =
          new Report()
              .times(figures, rounds)
              .traffic(counts)
              .limit(new PhysicalLimit(bench, base).measure(LIMIT_RUNS))
              .memory(idle, agent.memory())
              .limits(limits)
              .text();
      System.out.print(text);
      Files.writeString(bench.folder().resolve("report.md"), text);
      return limits.hold();
    }
  }

  private static Figures measured(Round round, List<Tool> tools, List<Tool> warm, int rounds)
      throws Exception {
    for (int i = 0; i < WARM_UP; i++) {
      for (Tool tool : warm) {
        round.run(tool);
      }
    }
    Figures figures = new Figures();
    List<Tool> order = new ArrayList<>(tools);
    for (int i = 1; i <= rounds; i++) {
      for (Tool tool : order) {
        round.run(tool).forEach((measured, nanos) -> figures.add(tool.name(), measured, nanos));
      }
      say("Round " + i + " of " + rounds + " is done.");
      Collections.rotate(order, -1);
    }
    return figures;
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
