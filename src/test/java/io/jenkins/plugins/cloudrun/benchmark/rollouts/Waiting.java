package io.jenkins.plugins.cloudrun.benchmark.rollouts;

import io.jenkins.plugins.cloudrun.durable.FileStore;
import io.jenkins.plugins.cloudrun.durable.Golden;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import io.jenkins.plugins.cloudrun.rollout.RolloutJson;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The rollouts of the benchmark: first deploys that wait for their revision, of several jobs. */
final class Waiting {
  static final int JOBS = 20;
  private static final Pattern INDEX = Pattern.compile("[a-z]-(\\d{5})");

  private Waiting() {}

  static String service(int index) {
    return String.format("s-%05d", index);
  }

  static String id(int index) {
    return String.format("r-%05d", index);
  }

  static String operation(int index) {
    return "projects/demo-project/locations/us-central1/operations/" + operationId(index);
  }

  private static String operationId(int index) {
    return String.format("o-%05d", index);
  }

  /** Of a resource's name: that of the service or operation in it. */
  static int index(String name) {
    Matcher matcher = INDEX.matcher(name);
    if (!matcher.find()) {
      throw new IllegalArgumentException(name);
    }
    return Integer.parseInt(matcher.group(1));
  }

  /** Which of them complete together: some of each job. */
  static List<Integer> chosen(int all, int count) {
    int step = Math.max(1, all / count);
    return IntStream.range(0, count).map(i -> (i * step + i % step) % all).boxed().toList();
  }

  /** Stores them as an earlier Jenkins left them. */
  static void store(Path home, int count) throws Exception {
    String text = Golden.files("rollouts").get("1/healthy-deploying-sent-operation");
    RolloutJson json = new RolloutJson(Golden.PLAIN);
    FileStore<Rollout> store = new FileStore<>(home.resolve("rollouts"), json);
    Instant since = Instant.now().minus(Duration.ofMinutes(2));
    for (int i = 0; i < count; i++) {
      store.save(json.read(one(text, i, since.toString())));
    }
  }

  private static String one(String text, int index, String since) {
    return text.replace("\"id\":\"r-1\"", "\"id\":\"" + id(index) + "\"")
        .replace("team/shop", "team/job-" + index % JOBS)
        .replaceAll("\"startedAt\":\"[^\"]*\"", "\"startedAt\":\"" + since + "\"")
        .replaceAll("\"since\":\"2026[^\"]*\"", "\"since\":\"" + since + "\"")
        .replaceAll("\"operation\":\"[^\"]*\"", "\"operation\":\"" + operation(index) + "\"")
        .replaceAll("\"baseline\":\\{.*?\\]\\s*,\"previous\":\"[^\"]*\"\\}", NO_BASELINE)
        .replace("\\\"service\\\":\\\"shop\\\"", "\\\"service\\\":\\\"" + service(index) + "\\\"")
        .replace("\\\"project\\\":\\\"example-project\\\"", "\\\"project\\\":\\\"demo-project\\\"")
        .replaceAll(
            "\\\\\"gates\\\\\":\\[.*?\\],\\\\\"traffic", "\\\\\"gates\\\\\":[],\\\\\"traffic")
        .replaceAll("\\\\\"canary\\\\\":\\[.*?\\],", "\\\\\"canary\\\\\":[],")
        .replace("\\\"everyone\\\":true,", "");
  }

  private static final String NO_BASELINE =
      "\"baseline\":{\"existed\":false,\"generation\":0,\"traffic\":[]}";
}
