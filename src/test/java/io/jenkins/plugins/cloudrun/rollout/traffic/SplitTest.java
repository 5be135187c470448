package io.jenkins.plugins.cloudrun.rollout.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.cloudrun.model.Percent;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.TrafficTag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What must hold of any split, and some that gcloud computes so. */
class SplitTest {
  private static final RevisionName NEW = new RevisionName("shop-new");
  private static final TrafficTag BLUE = new TrafficTag("blue");

  private static RevisionName revision(int i) {
    return new RevisionName("shop-" + (char) ('a' + i));
  }

  /** One to six revisions whose shares sum to 100, the first one tagged. */
  @Provide
  Arbitrary<List<Target>> splits() {
    return Arbitraries.integers()
        .between(1, 99)
        .set()
        .ofMaxSize(5)
        .map(
            cuts -> {
              List<Integer> sorted =
                  cuts.stream().sorted().collect(Collectors.toCollection(ArrayList::new));
              sorted.add(100);
              List<Target> targets = new ArrayList<>();
              int before = 0;
              for (int i = 0; i < sorted.size(); i++) {
                targets.add(Target.share(revision(i), new Percent(sorted.get(i) - before)));
                before = sorted.get(i);
              }
              targets.add(Target.tagged(revision(0), BLUE));
              return targets;
            });
  }

  private static int sum(List<Target> traffic) {
    return traffic.stream().mapToInt(t -> t.percent().value()).sum();
  }

  @Property
  void sharesAlwaysSumToAHundredAndTagsStay(
      @ForAll("splits") List<Target> before, @ForAll @IntRange(min = 1, max = 99) int percent) {
    List<Target> after = Split.share(before, NEW, new Percent(percent));
    assertEquals(100, sum(after));
    assertEquals(percent, Split.shareOf(after, NEW, Optional.empty()));
    assertEquals(1, after.stream().filter(t -> t.tag().equals(Optional.of(BLUE))).count());
  }

  /** gcloud's rule, written down as its own words say it. */
  private static Map<String, Integer> asGcloud(List<Target> before, int percent) {
    Map<String, Double> percents = new HashMap<>();
    for (Target target : before) {
      if (target.percent().value() > 0) {
        double share = target.percent().value() * (double) (100 - percent) / 100;
        percents.merge(target.revision().orElseThrow().value(), share, Double::sum);
      }
    }
    percents.put(NEW.value(), (double) percent);
    Map<String, Integer> whole = new HashMap<>();
    percents.forEach((key, value) -> whole.put(key, (int) Math.floor(value)));
    int lost = 100 - whole.values().stream().mapToInt(Integer::intValue).sum();
    List<String> order = new ArrayList<>(percents.keySet());
    order.sort(
        (a, b) -> {
          double one = percents.get(a);
          double other = percents.get(b);
          int byLoss = Double.compare(1 - (one - Math.floor(one)), 1 - (other - Math.floor(other)));
          int byShare = byLoss != 0 ? byLoss : Double.compare(one, other);
          return byShare != 0 ? byShare : a.compareTo(b);
        });
    order.subList(0, lost).forEach(key -> whole.merge(key, 1, Integer::sum));
    whole.values().removeIf(value -> value == 0);
    return whole;
  }

  @Property(tries = 5000)
  void itIsRoundedAsGcloudDoes(
      @ForAll("splits") List<Target> before, @ForAll @IntRange(min = 1, max = 99) int percent) {
    Map<String, Integer> after = new HashMap<>();
    Split.share(before, NEW, new Percent(percent)).stream()
        .filter(target -> target.percent().value() > 0)
        .forEach(t -> after.put(t.revision().orElseThrow().value(), t.percent().value()));
    assertEquals(asGcloud(before, percent), after);
  }

  @Test
  void equalFractionsAreToldApartByTheirLastDigitsAsGcloudDoes() {
    // 3.3 and 26.4 and 0.3: what is left of 3.3 above 3 is a little more than what 0.3 is.
    List<Target> before =
        List.of(
            Target.share(revision(0), new Percent(1)),
            Target.share(revision(1), new Percent(11)),
            Target.share(revision(2), new Percent(88)));
    Map<String, Integer> after = asGcloud(before, 70);
    assertEquals(Map.of("shop-b", 3, "shop-c", 27, "shop-new", 70), after);
    assertEquals(
        "3 % shop-b, 27 % shop-c, 70 % shop-new",
        Split.text(Split.share(before, NEW, new Percent(70))));
  }

  @Property
  void nobodyGainsWhileTheNewOneDoes(
      @ForAll("splits") List<Target> before, @ForAll @IntRange(min = 6, max = 99) int percent) {
    List<Target> after = Split.share(before, NEW, new Percent(percent));
    for (Target target : after) {
      if (target.revision().isPresent()
          && !target.revision().get().equals(NEW)
          && target.percent().value() > 0) {
        int had = Split.shareOf(before, target.revision().get(), Optional.empty());
        org.junit.jupiter.api.Assertions.assertTrue(
            target.percent().value() <= had, before + " -> " + after);
      }
    }
  }

  @Property
  void goingBackIsExact(
      @ForAll("splits") List<Target> before, @ForAll @IntRange(min = 1, max = 99) int percent) {
    List<Target> during =
        Split.share(Split.tagged(before, NEW, Split.CANDIDATE), NEW, new Percent(percent));
    List<Target> after = Split.restored(before, during);
    assertEquals(Split.tagged(before, NEW, Split.CANDIDATE), after);
  }

  @Property
  void normalisingTwiceChangesNothing(@ForAll("splits") List<Target> split) {
    assertEquals(Split.normalised(split), Split.normalised(Split.normalised(split)));
  }

  @Test
  void theMissingPointGoesToTheLargestFractionThenTheSmallerShare() {
    List<Target> before =
        List.of(
            Target.share(revision(0), new Percent(34)),
            Target.share(revision(1), new Percent(33)),
            Target.share(revision(2), new Percent(33)));
    // 50 of 100 left: 17, 16.5 and 16.5; the one point goes to the smaller name of the two equal
    // ones.
    assertEquals(
        "17 % shop-a, 17 % shop-b, 16 % shop-c, 50 % shop-new",
        Split.text(Split.share(before, NEW, new Percent(50))));
  }

  @Test
  void latestIsPinnedToWhatItMeans() {
    assertEquals(
        "100 % shop-a",
        Split.text(Split.pinned(List.of(Target.LATEST_ALL), Optional.of(revision(0)))));
  }

  @Test
  void aTagMoves() {
    List<Target> before = List.of(Target.LATEST_ALL, Target.tagged(revision(0), Split.CANDIDATE));
    List<Target> after = Split.tagged(before, NEW, Split.CANDIDATE);
    assertEquals(
        List.of(Optional.of(NEW)),
        after.stream()
            .filter(t -> t.tag().isPresent())
            .map(Target::revision)
            .collect(Collectors.toList()));
  }
}
