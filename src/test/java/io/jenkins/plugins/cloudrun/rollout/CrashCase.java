package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.emulator.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A case of the crash matrix.
 *
 * @param sort where the process ends
 * @param point which of those, from 1; 0 when it does not end
 */
record CrashCase(Story story, Cut.Sort sort, int point, Optional<Flaw> flaw) {
  private static final Set<String> WRITES =
      Set.of("CreateService", "UpdateService", "SetIamPolicy");

  /**
   * All cases of a story: each cut without a flaw; each call with each flaw; each cut with each
   * flaw of each write, and of the first call of the next life.
   *
   * @param every whether each call may go wrong, not the writes alone, and flaws meet cuts
   */
  static List<CrashCase> of(Story story, boolean every, Path home) {
    CrashCase calm = new CrashCase(story, Cut.Sort.AFTER_SAVE, 0, Optional.empty());
    Cut cut = Cut.never();
    List<Call> calls = new ArrayList<>();
    calm.play(cut, home, calls);
    List<Flaw> writes = new ArrayList<>();
    Map<String, Integer> counts = new TreeMap<>();
    for (Call call : calls) {
      int nth = counts.merge(call.rpc(), 1, Integer::sum);
      if (WRITES.contains(call.rpc())) {
        Flaw.KINDS.forEach(kind -> writes.add(new Flaw(call.rpc(), nth, false, kind)));
      }
    }
    List<Flaw> flaws = new ArrayList<>(writes);
    for (int nth = 1; every && nth <= calls.size(); nth++) {
      int call = nth;
      Flaw.KINDS.forEach(kind -> flaws.add(new Flaw("*", call, false, kind)));
    }
    List<CrashCase> cases = new ArrayList<>(List.of(calm));
    flaws.forEach(f -> cases.add(new CrashCase(story, Cut.Sort.AFTER_SAVE, 0, Optional.of(f))));
    for (Cut.Sort sort : Cut.Sort.values()) {
      for (int point = 1; point <= cut.count(sort); point++) {
        cases.add(new CrashCase(story, sort, point, Optional.empty()));
        if (sort != Cut.Sort.BEFORE_SAVE) {
          for (Flaw flaw : crossed(writes, every)) {
            cases.add(new CrashCase(story, sort, point, Optional.of(flaw)));
          }
        }
      }
    }
    return cases;
  }

  private static List<Flaw> crossed(List<Flaw> writes, boolean every) {
    if (!every) {
      return List.of();
    }
    List<Flaw> flaws = new ArrayList<>(writes);
    Flaw.KINDS.forEach(kind -> flaws.add(new Flaw("*", 1, true, kind)));
    return flaws;
  }

  /** What is wrong with how it ends, if anything is. */
  Optional<String> wrong(Path home) {
    try {
      String end = play(new Cut(sort, point), home, new ArrayList<>());
      return story.ends(end)
          ? Optional.empty()
          : Optional.of(this + "\n   ended    " + end + "\n   not with " + story.end());
    } catch (AssertionError | RuntimeException e) {
      return Optional.of(this + "\n   " + e + at(e));
    }
  }

  private static String at(Throwable e) {
    return e.getStackTrace().length == 0 ? "" : " " + e.getStackTrace()[0];
  }

  private String play(Cut cut, Path home, List<Call> calls) {
    try {
      Path own = Files.createTempDirectory(home, "cloud-run-crash");
      try {
        CrashRun run = new CrashRun(story, own);
        String end = run.play(cut, flaw);
        calls.addAll(run.cloud().journal().calls());
        return end;
      } finally {
        delete(own);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A folder where forcing files to the disk costs nothing, if this system has such a place. */
  static Path swift(Path home) {
    Path memory = Path.of("/dev/shm");
    return Files.isWritable(memory) ? memory : home;
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Override
  public String toString() {
    return story.name()
        + (point == 0 ? "" : ", cut " + sort + " " + point)
        + flaw.map(f -> ", " + f).orElse("");
  }
}
