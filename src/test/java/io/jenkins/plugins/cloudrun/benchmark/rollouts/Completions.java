package io.jenkins.plugins.cloudrun.benchmark.rollouts;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** When which rollout was over, in microseconds of the machine's clock. */
final class Completions {
  private final Map<Integer, Long> at = new ConcurrentHashMap<>();

  void add(int index) {
    at.put(index, WaitingCloud.micros());
  }

  /** Waits until so many are over. */
  String await(int count) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
    while (at.size() < count && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    StringBuilder text = new StringBuilder();
    at.forEach((index, micros) -> text.append(index).append(':').append(micros).append(' '));
    return text.toString().trim();
  }

  static Map<Integer, Long> parse(String line) {
    Map<Integer, Long> at = new TreeMap<>();
    for (String pair : line.split(" ", -1)) {
      if (!pair.isEmpty()) {
        String[] sides = pair.split(":", -1);
        at.put(Integer.valueOf(sides[0]), Long.valueOf(sides[1]));
      }
    }
    return at;
  }

  /**
   * From each first answer of the API that said it was over, to the step's completion:
   * milliseconds, ascending.
   */
  static double[] overheads(Map<Integer, Long> answered, Map<Integer, Long> completed) {
    double[] millis =
        completed.entrySet().stream()
            .mapToDouble(done -> (done.getValue() - answered.get(done.getKey())) / 1e3)
            .toArray();
    Arrays.sort(millis);
    return millis;
  }

  static double percentile(double[] ascending, double part) {
    return ascending[Math.min(ascending.length - 1, (int) Math.ceil(ascending.length * part) - 1)];
  }
}
