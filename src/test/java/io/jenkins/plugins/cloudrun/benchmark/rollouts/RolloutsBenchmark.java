package io.jenkins.plugins.cloudrun.benchmark.rollouts;

import io.jenkins.plugins.cloudrun.durable.FileStore;
import io.jenkins.plugins.cloudrun.durable.Golden;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import io.jenkins.plugins.cloudrun.rollout.RolloutJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Ten thousand rollouts that wait, and five hundred of them that end together. */
public final class RolloutsBenchmark {
  private static final int COMPLETING = 500;
  private static final int FINISHED = 5_000;
  private static final int WAIT_SECONDS = 75;
  private static final int PEER_SECONDS = 60;

  /** In megabytes of 1024 KiB: a good fifth less than the 120 MB of the limit. */
  private static final List<String> OUR_HEAP = List.of("-Xmx90m");

  private final Path folder;
  private final int rollouts;
  private final int perMinute;
  private final FigureLines figures = new FigureLines();

  private RolloutsBenchmark(Path folder, int rollouts, int perMinute) {
    this.folder = folder;
    this.rollouts = rollouts;
    this.perMinute = perMinute;
  }

  /** Arguments: a folder for everything, how many rollouts, calls a minute. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]).toAbsolutePath();
    empty(folder);
    RolloutsBenchmark benchmark =
        new RolloutsBenchmark(
            folder, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
    benchmark.run();
    System.out.print(benchmark.figures.text());
    System.out.flush();
    System.exit(benchmark.figures.hold() ? 0 : 1);
  }

  private void run() throws Exception {
    start();
    Path home = folder.resolve("home");
    Waiting.store(home, rollouts);
    try (Partner cloud =
        new Partner(
            WaitingCloud.class,
            // Without it the JDK's server answers 40 ms late, as no service does.
            List.of("-Xmx1g", "-Dsun.net.httpserver.nodelay=true"),
            List.of(String.valueOf(rollouts)),
            folder.resolve("cloud.log"))) {
      String where = cloud.ask("where");
      ours(cloud, home, where);
      cloud.ask("forget");
      peer(cloud, where);
    }
    figures.ratio("threads", "threads-per-step-threads");
    figures.ratio("heap-live-MB", "threads-per-step-heap-live-MB");
    figures.ratio("resident-MB", "threads-per-step-resident-MB");
    figures.ratio("calls-in-a-minute", "threads-per-step-calls-in-a-minute");
  }

  /** How long Jenkins' start looks at what has ended. */
  private void start() throws Exception {
    Path home = folder.resolve("finished");
    String text = Golden.files("rollouts").get("1/healthy-finished-succeeded");
    for (int i = 0; i < FINISHED; i++) {
      Path item = Files.createDirectories(home.resolve("settled/" + i % 100));
      Files.writeString(
          item.resolve("r-" + i + ".json"), text.replace("\"r-1\"", "\"r-" + i + "\""));
    }
    FileStore<Rollout> store = new FileStore<>(home, new RolloutJson(Golden.PLAIN));
    long begun = System.nanoTime();
    store.unsettled();
    figures.add("start-with-" + FINISHED + "-finished-ms", (System.nanoTime() - begun) / 1e6, 100);
  }

  private void ours(Partner cloud, Path home, String where) throws Exception {
    try (Partner engines =
        new Partner(OurEngines.class, OUR_HEAP, List.of(), folder.resolve("ours.log"))) {
      String resumed =
          engines.ask("start " + rollouts + " " + perMinute + " " + home + " " + where);
      say(rollouts + " rollouts wait; they were taken up in " + resumed + " ms.");
      figures.add("resume-" + rollouts + "-waiting-ms", Double.parseDouble(resumed));
      TimeUnit.SECONDS.sleep(WAIT_SECONDS);
      Usage waiting = Usage.parse(engines.ask("usage"));
      say("While they wait: " + waiting);
      double[] overheads = complete(cloud, engines);
      Usage usage = Usage.parse(engines.ask("usage"));
      figures.add("threads", Math.max(waiting.threads(), usage.threads()), 8);
      figures.add("heap-peak-MB", Math.max(waiting.heapPeak(), usage.heapPeak()), 120);
      figures.add("heap-live-MB", Math.max(waiting.heapLive(), usage.heapLive()), 120);
      figures.add("resident-MB", usage.resident());
      figures.add(
          "calls-in-a-minute", Double.parseDouble(cloud.ask("calls").split(" ")[1]), perMinute);
      figures.add("completed", overheads.length, COMPLETING, COMPLETING);
      figures.add("completion-median-ms", Completions.percentile(overheads, 0.5), 50);
      figures.add("completion-p99-ms", Completions.percentile(overheads, 0.99), 500);
      figures.add("completion-most-ms", overheads[overheads.length - 1]);
    }
  }

  private void peer(Partner cloud, String where) throws Exception {
    try (Partner steps =
        new Partner(
            ThreadPerStep.class, List.of("-Xmx2g"), List.of(), folder.resolve("steps.log"))) {
      steps.ask("start " + rollouts + " " + where);
      TimeUnit.SECONDS.sleep(PEER_SECONDS);
      double[] overheads = complete(cloud, steps);
      Usage usage = Usage.parse(steps.ask("usage"));
      figures.add("threads-per-step-threads", usage.threads());
      figures.add("threads-per-step-heap-peak-MB", usage.heapPeak());
      figures.add("threads-per-step-heap-live-MB", usage.heapLive());
      figures.add("threads-per-step-resident-MB", usage.resident());
      figures.add(
          "threads-per-step-calls-in-a-minute",
          Double.parseDouble(cloud.ask("calls").split(" ")[1]));
      figures.add("threads-per-step-completion-median-ms", Completions.percentile(overheads, 0.5));
      figures.add("threads-per-step-completion-p99-ms", Completions.percentile(overheads, 0.99));
    }
  }

  private static double[] complete(Partner cloud, Partner waiting) throws Exception {
    cloud.ask("finish " + COMPLETING);
    Map<Integer, Long> completed = Completions.parse(waiting.ask("await " + COMPLETING));
    Map<Integer, Long> answered = Completions.parse(cloud.ask("answered"));
    say(completed.size() + " of " + COMPLETING + " are over.");
    return Completions.overheads(answered, completed);
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private static void empty(Path folder) throws Exception {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    Files.createDirectories(folder);
  }
}
