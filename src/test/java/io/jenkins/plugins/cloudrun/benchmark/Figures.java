package io.jenkins.plugins.cloudrun.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Times by tool and case. */
final class Figures {
  private final Map<String, Map<Case, List<Long>>> nanos = new LinkedHashMap<>();

  void add(String tool, Case measured, long time) {
    nanos
        .computeIfAbsent(tool, name -> new EnumMap<>(Case.class))
        .computeIfAbsent(measured, key -> new ArrayList<>())
        .add(time);
  }

  /** In the order in which they first came. */
  Set<String> tools() {
    return nanos.keySet();
  }

  /** Milliseconds. */
  double median(String tool, Case measured) {
    return median(times(tool, measured));
  }

  double least(String tool, Case measured) {
    return Collections.min(times(tool, measured)) / 1e6;
  }

  double most(String tool, Case measured) {
    return Collections.max(times(tool, measured)) / 1e6;
  }

  /** Milliseconds of nanoseconds. */
  static double median(List<Long> times) {
    List<Long> sorted = new ArrayList<>(times);
    Collections.sort(sorted);
    int half = sorted.size() / 2;
    return (sorted.size() % 2 == 1
            ? sorted.get(half)
            : (sorted.get(half - 1) + sorted.get(half)) / 2.0)
        / 1e6;
  }

  private List<Long> times(String tool, Case measured) {
    return nanos.getOrDefault(tool, Map.of()).getOrDefault(measured, List.of());
  }
}
