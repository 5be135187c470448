package io.jenkins.plugins.cloudrun.image.lint;

import io.jenkins.plugins.cloudrun.image.dockerfile.Dockerfile;
import io.jenkins.plugins.cloudrun.image.dockerfile.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Dockerfile as the rules look at it.
 *
 * @param file name for findings, relative to the context
 * @param steps in their order
 * @param silenced ids of rules that a comment switches off, by the line of the instruction below it
 */
public record DockerfileView(String file, List<Step> steps, Map<Integer, List<String>> silenced) {
  private static final Pattern VARIABLE =
      Pattern.compile("\\$(?:(\\w+)|\\{(\\w+)(?::?-([^}]*))?\\})");

  public DockerfileView {
    steps = List.copyOf(steps);
    silenced = Map.copyOf(silenced);
  }

  /**
   * @param text that it was read from: comments are only there
   */
  public static DockerfileView of(Dockerfile dockerfile, String text) {
    List<Step> steps = new ArrayList<>();
    dockerfile.arguments().forEach(instruction -> steps.add(Step.of(instruction, -1)));
    for (Stage stage : dockerfile.stages()) {
      steps.add(Step.of(stage.from(), stage.index()));
      stage.instructions().forEach(i -> steps.add(Step.of(i, stage.index())));
    }
    Map<Integer, List<String>> silenced = new HashMap<>();
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      List<String> ids = Silences.ofComment(lines[i]);
      int line = i + 1;
      steps.stream()
          .map(Step::line)
          .filter(at -> at > line)
          .findFirst()
          .filter(at -> !ids.isEmpty())
          .ifPresent(at -> silenced.merge(at, ids, DockerfileView::both));
    }
    return new DockerfileView(dockerfile.name(), steps, silenced);
  }

  /** Number of the last stage, the one that becomes the image. */
  public int lastStage() {
    return steps.isEmpty() ? -1 : steps.get(steps.size() - 1).stage();
  }

  /** The instructions of one stage. */
  public List<Step> stage(int number) {
    return steps.stream().filter(step -> step.stage() == number).toList();
  }

  /**
   * The instructions whose traces are in the image: those of the last stage, and of the stages that
   * it builds on, the lowest first.
   */
  public List<Step> ofImage() {
    List<Step> all = new ArrayList<>();
    for (int stage : chain()) {
      all.addAll(0, stage(stage));
    }
    return all;
  }

  /** The last instruction of one of these kinds that has an effect on the image. */
  public Optional<Step> last(String... keywords) {
    List<Step> all = ofImage();
    for (int i = all.size() - 1; i >= 0; i--) {
      if (all.get(i).is(keywords)) {
        return Optional.of(all.get(i));
      }
    }
    return Optional.empty();
  }

  /** What the image is built on, with defaults of arguments filled in. */
  public Optional<Step> baseOfImage() {
    List<Integer> chain = chain();
    return chain.isEmpty()
        ? Optional.empty()
        : stage(chain.get(chain.size() - 1)).stream().filter(s -> s.is("FROM")).findFirst();
  }

  /** The name of the image that it is built on, if no variable in it is open. */
  public Optional<String> plainBase() {
    return baseOfImage().map(this::imageOf).filter(name -> !name.contains("$"));
  }

  /** The image of a {@code FROM}, with defaults of arguments filled in where they are known. */
  public String imageOf(Step from) {
    Map<String, String> defaults = new HashMap<>();
    for (Step step : steps) {
      if (step.stage() < 0 && step.is("ARG")) {
        step.words().stream()
            .filter(w -> w.contains("="))
            .forEach(w -> defaults.put(w.substring(0, w.indexOf('=')), after(w)));
      }
    }
    String image = from.words().isEmpty() ? "" : from.words().get(0);
    StringBuilder filled = new StringBuilder();
    Matcher matcher = VARIABLE.matcher(image);
    while (matcher.find()) {
      String name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      String otherwise = matcher.group(3) == null ? matcher.group() : matcher.group(3);
      matcher.appendReplacement(
          filled, Matcher.quoteReplacement(defaults.getOrDefault(name, otherwise)));
    }
    return matcher.appendTail(filled).toString();
  }

  /** Whether a {@code FROM} builds on an earlier stage. */
  public boolean isStage(Step from) {
    return stageNamed(imageOf(from), from.stage()).isPresent();
  }

  /** From the last stage down to the one that builds on a real image. */
  private List<Integer> chain() {
    List<Integer> chain = new ArrayList<>();
    Optional<Integer> next = lastStage() < 0 ? Optional.empty() : Optional.of(lastStage());
    Set<Integer> seen = new HashSet<>();
    while (next.isPresent() && seen.add(next.get())) {
      int current = next.get();
      chain.add(current);
      next =
          stage(current).stream()
              .filter(s -> s.is("FROM"))
              .findFirst()
              .flatMap(from -> stageNamed(imageOf(from), current));
    }
    return chain;
  }

  private Optional<Integer> stageNamed(String name, int before) {
    return steps.stream()
        .filter(s -> s.is("FROM") && s.stage() < before && s.words().size() == 3)
        .filter(
            s -> s.words().get(2).toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
        .map(Step::stage)
        .reduce((first, second) -> second);
  }

  private static List<String> both(List<String> first, List<String> second) {
    List<String> both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }

  private static String after(String word) {
    return word.substring(word.indexOf('=') + 1);
  }
}
