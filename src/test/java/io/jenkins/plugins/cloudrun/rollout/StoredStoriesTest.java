package io.jenkins.plugins.cloudrun.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Golden;
import io.jenkins.plugins.cloudrun.durable.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The plugin is upgraded while a rollout is in flight: a story of the crash matrix is ended after a
 * save, what an earlier version wrote at that point takes the place of the file, and the story goes
 * on to its end over the emulator's services.
 */
class StoredStoriesTest {
  private static final String KIND = "rollouts";

  /** Those that have every phase between them. */
  private static final Set<String> TOLD =
      Set.of(
          "canary",
          "approved",
          "rejected",
          "ill-at-50",
          "shift",
          "previous",
          "second-region-ill",
          "superseded",
          "waiting");

  @TempDir Path home;

  @Test
  void aStoryEndsTheSameFromWhatAnEarlierVersionStored() throws Exception {
    Map<String, Story> stories = stories();
    List<String> wrong = new ArrayList<>();
    Set<String> phases = new HashSet<>();
    int cases = 0;
    for (Map.Entry<String, String> file : new TreeMap<>(Golden.files(KIND)).entrySet()) {
      String name = file.getKey().substring(file.getKey().indexOf('/') + 1);
      if (!name.contains(".")) {
        // Of the first form, which StoredRolloutsTest goes on with.
        continue;
      }
      Rollout stored = new RolloutJson(Golden.PLAIN).read(file.getValue());
      phases.add(stored.phase().kind());
      Story story = stories.get(name.substring(0, name.indexOf('.')));
      int save = Integer.parseInt(name.replaceFirst("^[^.]*\\.(\\d+)-.*$", "$1"));
      Path own = Files.createTempDirectory(CrashCase.swift(home), "cloud-run-upgrade");
      String end =
          new CrashRun(story, own)
              .between(active -> replace(active.resolve(stored.id() + ".json"), file.getValue()))
              .play(new Cut(Cut.Sort.AFTER_SAVE, save), Optional.empty());
      CrashCase.delete(own);
      if (!story.ends(end)) {
        wrong.add(name + ": " + end + ", not " + story.end());
      }
      cases++;
    }
    assertEquals("", String.join("\n", wrong));
    assertTrue(cases >= 60, cases + " cases");
    assertTrue(
        phases.containsAll(
            List.of(
                "queued",
                "preparing",
                "deploying",
                "tagging",
                "publishing",
                "gating",
                "shifting",
                "baking",
                "approving",
                "diagnosing",
                "rolling-back")),
        phases.toString());
  }

  private static void replace(Path file, String text) throws java.io.IOException {
    if (!Files.exists(file)) {
      throw new AssertionError("not active: " + file);
    }
    Files.writeString(file, text);
  }

  private static Map<String, Story> stories() {
    Map<String, Story> stories = new TreeMap<>();
    Stories.all().stream()
        .filter(story -> TOLD.contains(story.name()))
        .forEach(story -> stories.put(story.name(), story));
    return stories;
  }

  /** Writes the files of today's form. Argument: the form's name. */
  public static void main(String[] arguments) throws Exception {
    Set<String> seen = new HashSet<>();
    for (Story story : stories().values()) {
      Map<String, String> files = new LinkedHashMap<>();
      CrashRun run = new CrashRun(story, Files.createTempDirectory("stored-stories"));
      String end =
          run.with(real -> new Told(story.name(), real, seen, files, new int[1]))
              .play(Cut.never(), Optional.empty());
      assertTrue(story.ends(end), end);
      for (Map.Entry<String, String> file : files.entrySet()) {
        Path path =
            Path.of("src/test/resources/stored", KIND, arguments[0], file.getKey() + ".json");
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue() + "\n");
      }
    }
  }

  /** Keeps each state of a phase once for each kind of story. */
  private record Told(
      String story, Store<Rollout> real, Set<String> seen, Map<String, String> files, int[] saves)
      implements Store<Rollout> {
    @Override
    public List<Rollout> unsettled() {
      return real.unsettled();
    }

    @Override
    public Optional<Rollout> find(String id) {
      return real.find(id);
    }

    @Override
    public void save(Rollout value) {
      saves[0]++;
      String state =
          StoredRolloutsTest.state(value) + (value.command().isPresent() ? "-with-command" : "");
      String kind =
          (value.plan().shifts() ? "shift " : "")
              + value.plan().policy()
              + value.region()
              + value.condemned()
              + state;
      if (value.settlement().isEmpty() && seen.add(kind)) {
        files.put(
            "%s.%02d-%s".formatted(story, saves[0], state),
            new RolloutJson(Golden.PLAIN).write(value));
      }
      real.save(value);
    }
  }
}
