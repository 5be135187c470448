package io.jenkins.plugins.cloudrun.release;

import io.jenkins.plugins.cloudrun.durable.Entry;
import io.jenkins.plugins.cloudrun.model.Commit;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.rollout.Chronicle;
import io.jenkins.plugins.cloudrun.rollout.Chronicle.Difference;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import io.jenkins.plugins.cloudrun.rollout.port.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What a rollout saw and changed, for its page. */
public final class Seen {
  private final Rollout rollout;
  private final boolean plain;

  /**
   * @param plain whether links over plain HTTP will do
   */
  Seen(Rollout rollout, boolean plain) {
    this.rollout = rollout;
    this.plain = plain;
  }

  /** Where a service answers. */
  public record Address(String region, Link link) {}

  /** What serves in a region. */
  public record Serving(String region, String text) {}

  /** Conditions of the revision or the service that are not true, and say the same. */
  public record Failed(String type, String state, String reason, String message) {
    Failed and(String more) {
      return new Failed(type + ", " + more, state, reason, message);
    }
  }

  /**
   * A setting that the deploy changed.
   *
   * @param regions where
   * @param before empty when it was not set
   * @param after empty when it is not set any more
   */
  public record Change(String regions, String setting, String before, String after) {}

  /** Whether regions have to be told apart. */
  public boolean isSeveral() {
    return rollout.plan().regions().size() > 1;
  }

  /** Of the image; empty while it is not resolved. */
  public String getDigest() {
    return rollout.digest().map(ImageDigest::value).orElse("");
  }

  /** What the image was made from; empty when nobody knows. */
  public String getCommit() {
    return rollout.commit().map(Commit::value).orElse("");
  }

  /** What serves now, or served in the end, in each region that was begun. */
  public List<Serving> getTraffic() {
    TimelineFacts facts = new TimelineFacts(rollout, Instant.MAX);
    return facts.regions().stream()
        .map(
            region -> {
              var served = facts.served(region);
              return new Serving(region, facts.words(served.get(served.size() - 1)));
            })
        .toList();
  }

  /** Where the service answers, in each region where that is known. */
  public List<Address> getServices() {
    return links(Chronicle.Address::url);
  }

  /** Where the revision answers by its tag, in each region where that is known. */
  public List<Address> getTags() {
    return links(Chronicle.Address::tagUrl);
  }

  private List<Address> links(Function<Chronicle.Address, String> url) {
    return rollout.chronicle().addresses().stream()
        .map(address -> new Address(address.region(), Link.of(url.apply(address), plain)))
        .filter(address -> address.link().isKnown())
        .toList();
  }

  /**
   * What the deploy changed on the service; values of variables are not among it. What it changed
   * alike in several regions is one row.
   */
  public List<Change> getChanges() {
    Map<Change, List<String>> regions = new LinkedHashMap<>();
    for (Difference one : rollout.chronicle().differences()) {
      regions
          .computeIfAbsent(
              new Change("", one.setting(), one.before(), one.after()), key -> new ArrayList<>())
          .add(one.region());
    }
    return regions.entrySet().stream()
        .map(
            entry -> {
              Change change = entry.getKey();
              return new Change(
                  String.join(", ", entry.getValue()),
                  change.setting(),
                  change.before(),
                  change.after());
            })
        .toList();
  }

  /**
   * The conditions that explain a failure. A service repeats what its revision says, with some
   * words before it: that is one row.
   */
  public List<Failed> getConditions() {
    List<Failed> rows = new ArrayList<>();
    for (Condition condition : rollout.chronicle().conditions()) {
      String message = condition.headline();
      Optional<Failed> same =
          rows.stream()
              .filter(row -> row.reason().equals(condition.reason()))
              .filter(row -> !row.message().isEmpty() && message.contains(row.message()))
              .findFirst();
      if (same.isEmpty()) {
        String state = condition.state().name().toLowerCase(Locale.ROOT);
        rows.add(new Failed(condition.type(), state, condition.reason(), message));
      } else if (!List.of(same.get().type().split(", ")).contains(condition.type())) {
        rows.set(rows.indexOf(same.get()), same.get().and(condition.type()));
      }
    }
    return rows;
  }

  /** The last lines of a revision that failed. */
  public String getLog() {
    return String.join(
        "\n",
        rollout.history().stream()
            .filter(entry -> entry.kind().equals(Entry.LOG))
            .map(Entry::text)
            .toList());
  }

  /** Where the whole of that log is. */
  public Link getLogLink() {
    return Link.of(rollout.chronicle().logUri(), plain);
  }

  /** What a person is to run; empty when there is no need. */
  public String getByHand() {
    return rollout.byHand().orElse("");
  }
}
