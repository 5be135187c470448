package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.durable.Command;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.model.ServiceName;
import io.jenkins.plugins.cloudrun.rollout.Story.Start;
import io.jenkins.plugins.cloudrun.rollout.Story.Wish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** The stories of the crash matrix: every phase, and every way in which a rollout may go. */
final class Stories {
  /** Of the gates of all stories. */
  static final Duration INTERVAL = Duration.ofSeconds(5);

  static final Duration WITHIN = Duration.ofSeconds(1);

  static final Region WEST = new Region("europe-west1");
  private static final Region CENTRAL = new Region("us-central1");
  private static final String SAME = "30 shop-one, 70 shop-two, ";

  private Stories() {}

  /** All but those that are aborted. */
  static List<Story> all() {
    List<Story> all = new ArrayList<>();
    all.add(one("direct", plan().build(), healthy(), served("r-1")));
    all.add(
        story(
            "first",
            "nothing",
            plan().build(),
            healthy(),
            "succeeded: 100 LATEST, r-1#candidate, 1 revisions"));
    all.add(
        one("untouched", plan().traffic(Plan.Traffic.NONE).build(), healthy(), back("succeeded")));
    all.add(one("canary", plan().canary(5, 50).everyone().build(), healthy(), served("r-1")));
    all.add(one("ill-without-traffic", plan().canary(5, 50).build(), from(0), back("rolled_back")));
    all.add(one("ill-at-50", plan().canary(5, 50).build(), from(50), back("rolled_back")));
    all.add(one("ill-with-all", plan().canary(50).build(), from(100), back("rolled_back")));
    all.add(one("kept", plan().onFailure(Plan.OnFailure.KEEP).build(), from(0), back("failed")));
    all.add(one("broken", plan().broken().canary(5).build(), healthy(), back("rolled_back")));
    all.add(
        story(
            "broken-first",
            "nothing",
            plan().broken().build(),
            healthy(),
            "failed: 100 LATEST, r-1#candidate, 1 revisions"));
    all.add(answered("approved", Command.APPROVE, served("r-1")));
    all.add(answered("rejected", Command.REJECT, back("rolled_back")));
    all.add(one("expired", approval().build(), healthy(), back("rolled_back")));
    all.add(one("ill-while-waiting", approval().build(), from(50), back("rolled_back")));
    all.add(
        one(
            "regions",
            plan().regions(WEST, CENTRAL).canary(50).build(),
            healthy(),
            served("r-1") + "; " + served("r-1").replace("succeeded: ", "")));
    all.add(
        one(
            "second-region-ill",
            plan().regions(WEST, CENTRAL).canary(50).build(),
            (key, percent) -> key.region().equals(CENTRAL) && percent >= 50,
            served("r-1").replace("succeeded", "rolled_back") + "; " + back("").replace(": ", "")));
    all.add(
        one(
            "shift",
            plan().to(Optional.of(Stage.ONE)).canary(50).build(),
            healthy(),
            "succeeded: 100 shop-one, shop-one#blue, shop-one#candidate, shop-two#green, 2"
                + " revisions"));
    all.add(
        one(
            "shift-ill",
            plan().to(Optional.of(Stage.ONE)).canary(60).build(),
            from(60),
            "rolled_back: "
                + SAME
                + "shop-one#blue, shop-one#candidate, shop-two#green, 2 revisions"));
    all.add(
        one(
            "previous",
            plan().to(Optional.empty()).build(),
            healthy(),
            "succeeded: 100 shop-one, shop-one#blue, shop-one#candidate, shop-two#green, 2"
                + " revisions"));
    all.addAll(several());
    return all;
  }

  /** Two rollouts of one service. */
  private static List<Story> several() {
    Plan canary = plan().canary(5, 50).build();
    Predicate<CrashRun> baking = run -> run.is("r-1", Baking.class);
    return List.of(
        two(
            "waiting",
            canary,
            plan().build(),
            run -> true,
            "succeeded+succeeded: " + latest("r-2", 4)),
        two(
            "superseded",
            canary,
            plan().policy(new Policy(Policy.Concurrent.SUPERSEDE, false)).build(),
            baking,
            "aborted+succeeded: " + latest("r-2", 4)),
        two(
            "refused",
            canary,
            plan().policy(new Policy(Policy.Concurrent.FAIL, false)).build(),
            baking,
            "succeeded+failed: " + latest("r-1", 3)));
  }

  /** Canaries whose build is aborted after so many saves; with what was changed put back. */
  static Story aborted(int saves) {
    return new Story(
        "aborted-" + saves,
        "split",
        List.of(new Start("r-1", approval().everyone().build())),
        List.of(
            new Wish("r-1", Command.APPROVE, rollout -> rollout.phase() instanceof Approving),
            new Wish("r-1", Command.ABORT, rollout -> rollout.version() >= saves)),
        healthy(),
        back("aborted")
            + "|"
            + served("r-1")
            + "|aborted: "
            + SAME
            + "shop-one#blue, shop-two#green, 2 revisions");
  }

  private static Story answered(String name, String answer, String end) {
    return new Story(
        name,
        "split",
        List.of(new Start("r-1", approval().build())),
        List.of(new Wish("r-1", answer, rollout -> rollout.phase() instanceof Approving)),
        healthy(),
        end);
  }

  private static Story two(
      String name, Plan first, Plan second, Predicate<CrashRun> when, String end) {
    return new Story(
        name,
        "split",
        List.of(new Start("r-1", first), new Start("r-2", second, when)),
        List.of(),
        healthy(),
        end);
  }

  private static Story one(
      String name, Plan plan, BiPredicate<ServiceKey, Integer> sick, String end) {
    return story(name, "split", plan, sick, end);
  }

  private static Story story(
      String name, String before, Plan plan, BiPredicate<ServiceKey, Integer> sick, String end) {
    return new Story(
        name,
        before,
        List.of(new Start("r-1", plan)),
        List.of(),
        sick,
        end.replace("r-1", of("r-1")));
  }

  private static String of(String id) {
    return RevisionName.of(new ServiceName("shop"), id).value();
  }

  private static String served(String id) {
    return "succeeded: " + latest(id, 3);
  }

  private static String latest(String id, int revisions) {
    return "100 LATEST, " + tags(id) + ", " + revisions + " revisions";
  }

  private static String back(String outcome) {
    return outcome + ": " + SAME + tags("r-1") + ", 3 revisions";
  }

  private static String tags(String id) {
    return "shop-one#blue, " + of(id) + "#candidate, shop-two#green";
  }

  private static BiPredicate<ServiceKey, Integer> healthy() {
    return (key, percent) -> false;
  }

  private static BiPredicate<ServiceKey, Integer> from(int share) {
    return (key, percent) -> percent >= share;
  }

  static PlanDraft plan() {
    return new PlanDraft();
  }

  private static PlanDraft approval() {
    return plan()
        .canary(50)
        .policy(
            new Policy(
                Policy.Concurrent.WAIT,
                false,
                Optional.of(
                    new Approval(List.of("carol"), Duration.ofMinutes(2), 100, List.of()))));
  }
}
