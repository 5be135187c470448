package io.jenkins.plugins.cloudrun.rollout.traffic;

import io.jenkins.plugins.cloudrun.model.Percent;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.TrafficTag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The traffic of a service before, during and after a rollout. Other people's tags and splits stay;
 * shares always sum to 100. Shares stand in entries without a tag, tags in entries without a share,
 * as the service normalises them.
 */
public final class Split {
  /**
   * The tag under which a rollout's revision answers before it has traffic. It moves from rollout
   * to rollout.
   */
  public static final TrafficTag CANDIDATE = new TrafficTag("candidate");

  private Split() {}

  /**
   * {@code traffic} with LATEST replaced by the revision that LATEST means now, so that a new
   * revision gets nothing by itself.
   *
   * @param latestReady the revision that LATEST sends traffic to
   */
  public static List<Target> pinned(List<Target> traffic, Optional<RevisionName> latestReady) {
    List<Target> result = new ArrayList<>();
    for (Target target : traffic) {
      result.add(
          target.latest() && latestReady.isPresent()
              ? new Target(latestReady, target.percent(), target.tag())
              : target);
    }
    return normalised(result);
  }

  /** {@code traffic} with {@code tag} on {@code revision} and on nothing else. */
  public static List<Target> tagged(List<Target> traffic, RevisionName revision, TrafficTag tag) {
    List<Target> result = new ArrayList<>();
    for (Target target : traffic) {
      if (!target.tag().equals(Optional.of(tag))) {
        result.add(target);
      } else if (target.percent().value() > 0) {
        result.add(new Target(target.revision(), target.percent(), Optional.empty()));
      }
    }
    result.add(Target.tagged(revision, tag));
    return normalised(result);
  }

  /**
   * {@code before} with {@code percent} taken for {@code revision}; the others share the rest in
   * proportion to what they had. Rounded as gcloud rounds: down, then the missing points go to the
   * largest fractions, of equal fractions to the smaller share, of equal shares to the smaller
   * name.
   */
  public static List<Target> share(List<Target> before, RevisionName revision, Percent percent) {
    Map<String, Integer> others = new TreeMap<>();
    for (Target target : before) {
      if (target.percent().value() > 0 && !target.revision().equals(Optional.of(revision))) {
        others.merge(key(target), target.percent().value(), Integer::sum);
      }
    }
    Map<String, Integer> scaled = scaled(others, 100 - percent.value());
    List<Target> result = new ArrayList<>();
    scaled.forEach(
        (key, value) -> {
          if (value > 0) {
            result.add(new Target(revisionOf(key), new Percent(value), Optional.empty()));
          }
        });
    if (percent.value() > 0 || scaled.isEmpty()) {
      result.add(Target.share(revision, scaled.isEmpty() ? Percent.ALL : percent));
    }
    before.stream()
        .filter(target -> target.tag().isPresent())
        .forEach(target -> result.add(new Target(target.revision(), Percent.NONE, target.tag())));
    return normalised(result);
  }

  /**
   * The shares of {@code before} with the tags of {@code now}: a rollback takes no tag away that
   * somebody set meanwhile.
   */
  public static List<Target> restored(List<Target> before, List<Target> now) {
    List<Target> result = new ArrayList<>();
    before.stream()
        .filter(target -> target.percent().value() > 0)
        .forEach(
            target ->
                result.add(new Target(target.revision(), target.percent(), Optional.empty())));
    now.stream()
        .filter(target -> target.tag().isPresent())
        .forEach(target -> result.add(new Target(target.revision(), Percent.NONE, target.tag())));
    return normalised(result);
  }

  /** {@code traffic} for people: {@code 95 % shop-r1, 5 % shop-r2}. */
  public static String text(List<Target> traffic) {
    return normalised(traffic).stream()
        .filter(target -> target.percent().value() > 0)
        .map(
            target ->
                target.percent()
                    + " "
                    + target.revision().map(RevisionName::value).orElse("LATEST"))
        .collect(Collectors.joining(", "));
  }

  /**
   * All traffic to LATEST, tags kept: how gcloud leaves a service, so that its next deploy serves
   * again.
   */
  public static List<Target> latest(List<Target> before) {
    List<Target> result = new ArrayList<>();
    result.add(Target.LATEST_ALL);
    before.stream()
        .filter(target -> target.tag().isPresent())
        .forEach(target -> result.add(new Target(target.revision(), Percent.NONE, target.tag())));
    return normalised(result);
  }

  /**
   * One entry per target with a share, then one per tag: two splits that mean the same are equal.
   */
  public static List<Target> normalised(List<Target> traffic) {
    Map<String, Integer> shares = new TreeMap<>();
    Map<String, Target> tags = new TreeMap<>();
    for (Target target : traffic) {
      if (target.percent().value() > 0) {
        shares.merge(key(target), target.percent().value(), Integer::sum);
      }
      target
          .tag()
          .ifPresent(
              tag ->
                  tags.put(tag.value(), new Target(target.revision(), Percent.NONE, target.tag())));
    }
    List<Target> result = new ArrayList<>();
    shares.forEach(
        (key, percent) ->
            result.add(new Target(revisionOf(key), new Percent(percent), Optional.empty())));
    result.addAll(tags.values());
    return List.copyOf(result);
  }

  /** The share of {@code revision}, LATEST counted as it when it is what LATEST means. */
  public static int shareOf(
      List<Target> traffic, RevisionName revision, Optional<RevisionName> latestReady) {
    return pinned(traffic, latestReady).stream()
        .filter(target -> target.revision().equals(Optional.of(revision)))
        .mapToInt(target -> target.percent().value())
        .sum();
  }

  /** The revision with the largest share, if any has one. */
  public static Optional<RevisionName> main(List<Target> pinned) {
    return pinned.stream()
        .filter(target -> target.percent().value() > 0)
        .max(Comparator.comparing(Target::percent))
        .flatMap(Target::revision);
  }

  private static Map<String, Integer> scaled(Map<String, Integer> shares, int total) {
    int sum = shares.values().stream().mapToInt(Integer::intValue).sum();
    Map<String, Integer> result = new LinkedHashMap<>();
    if (sum == 0) {
      return result;
    }
    // With doubles, as gcloud has them: their last digits decide between fractions that are equal.
    Map<String, Double> exact = new TreeMap<>();
    shares.forEach((key, share) -> exact.put(key, share * (double) total / sum));
    int given = 0;
    for (Map.Entry<String, Double> share : exact.entrySet()) {
      int floor = share.getValue().intValue();
      result.put(share.getKey(), floor);
      given += floor;
    }
    List<String> byLoss =
        exact.entrySet().stream()
            .sorted(
                Comparator.comparingDouble((Map.Entry<String, Double> e) -> rest(e.getValue()))
                    .thenComparingDouble(Map.Entry::getValue)
                    .thenComparing(Map.Entry::getKey))
            .map(Map.Entry::getKey)
            .toList();
    for (int i = 0; i < total - given; i++) {
      result.merge(byLoss.get(i), 1, Integer::sum);
    }
    return result;
  }

  /** What is missing to the next whole percent. */
  private static double rest(double percent) {
    return 1 - (percent - (int) percent);
  }

  /** Sorts LATEST behind every revision. */
  private static final String LATEST = "~latest";

  private static String key(Target target) {
    return target.revision().map(RevisionName::value).orElse(LATEST);
  }

  private static Optional<RevisionName> revisionOf(String key) {
    return key.equals(LATEST) ? Optional.empty() : Optional.of(new RevisionName(key));
  }
}
