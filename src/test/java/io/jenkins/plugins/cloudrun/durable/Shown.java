package io.jenkins.plugins.cloudrun.durable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A durable value of which only the history matters. */
record Shown(List<Entry> history, int historyStart) implements Durable<Shown> {
  static Shown of(List<Entry> history, int start) {
    return new Shown(history, start);
  }

  @Override
  public String id() {
    return "shown";
  }

  @Override
  public Origin origin() {
    return new Origin("team/shop", Optional.empty(), "alice");
  }

  @Override
  public Instant startedAt() {
    return Instant.EPOCH;
  }

  @Override
  public long version() {
    return 0;
  }

  @Override
  public Shown withVersion(long version) {
    return this;
  }

  @Override
  public Set<String> claims() {
    return Set.of();
  }

  @Override
  public Optional<Command> command() {
    return Optional.empty();
  }

  @Override
  public Shown with(Command command) {
    return this;
  }

  @Override
  public String status() {
    return "";
  }

  @Override
  public Optional<Settlement> settlement() {
    return Optional.empty();
  }
}
