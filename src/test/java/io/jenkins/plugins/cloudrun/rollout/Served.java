package io.jenkins.plugins.cloudrun.rollout;

import io.jenkins.plugins.cloudrun.durable.Notes;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.model.Commit;
import io.jenkins.plugins.cloudrun.model.CommitPage;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.RevisionName;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.model.ServiceName;
import io.jenkins.plugins.cloudrun.rollout.ServiceRecord.Proven;
import io.jenkins.plugins.cloudrun.rollout.Serving.Health;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Services that serve something, and rollouts that have ended, for tests of pages. */
public final class Served {
  public static final ImageDigest DIGEST = new ImageDigest("sha256:" + "b".repeat(64));

  /** Where people look at the commit of what serves. */
  public static final String COMMIT_PAGE =
      "https://github.com/example/shop/commit/" + "c".repeat(40);

  public static final Commit COMMIT =
      new Commit(new CommitSha("c".repeat(40)), CommitPage.parse(COMMIT_PAGE));

  private final ServiceRecords records;

  public Served(Path home) {
    records = new ServiceRecords(new Notes(home));
  }

  public ServiceRecords records() {
    return records;
  }

  public static ServiceKey key(String project, String region, String service) {
    return new ServiceKey(new ProjectId(project), new Region(region), new ServiceName(service));
  }

  /** A service whose revision {@code -two} serves, and whose {@code -one} was proven before. */
  public void serves(ServiceKey key, Origin by, Instant since) {
    RevisionName one = new RevisionName(key.service() + "-one");
    RevisionName two = new RevisionName(key.service() + "-two");
    Serving serving =
        new Serving(
            two,
            Optional.of(DIGEST),
            Optional.of(COMMIT),
            List.of(new Share(two.value(), 100)),
            Health.HEALTHY,
            since,
            by,
            "d-two",
            Scenario.canary().account(),
            Optional.of(Outcome.SUCCEEDED));
    records.write(
        key,
        ServiceRecord.EMPTY
            .with(new Proven(one, since.minusSeconds(3600), "d-one", false), Optional.empty())
            .with(new Proven(two, since, "d-two", false), Optional.empty())
            .serving(Optional.of(serving)));
  }

  /** Another revision was good there, and was rolled back from. */
  public void rolledBackFrom(ServiceKey key, RevisionName revision, Instant at) {
    Proven good = new Proven(revision, at, "d-left", false);
    records.write(key, records.read(key).with(good, Optional.empty()).leaving(good.revision(), at));
  }

  /** One that serves for the first time. */
  public void servesFirst(ServiceKey key, Origin by, Instant since) {
    RevisionName one = new RevisionName(key.service() + "-one");
    records.write(
        key,
        ServiceRecord.EMPTY
            .with(new Proven(one, since, "d-one", false), Optional.empty())
            .serving(
                Optional.of(
                    new Serving(
                        one,
                        Optional.empty(),
                        Optional.empty(),
                        List.of(new Share(one.value(), 90), new Share("other", 10)),
                        Health.UNKNOWN,
                        since,
                        by,
                        "d-one",
                        new Account(Optional.empty(), Optional.empty(), Optional.empty()),
                        Optional.of(Outcome.ROLLED_BACK)))));
  }

  /** One that has ended. */
  public static Rollout ended(String id, Origin origin, Outcome outcome, Instant at) {
    Rollout rollout = Rollout.start(id, origin, Scenario.canary(), at.minusSeconds(60));
    rollout =
        rollout
            .copy()
            .baseline(
                new Baseline(
                    true,
                    1,
                    List.of(
                        io.jenkins.plugins.cloudrun.rollout.traffic.Target.share(
                            Scenario.OLD, new io.jenkins.plugins.cloudrun.model.Percent(100))),
                    Optional.of(Scenario.OLD)))
            .build();
    return Endings.settle(
            rollout, Observation.of(at, true), outcome, "It ended " + outcome.text() + ".")
        .next();
  }
}
