package io.jenkins.plugins.cloudrun.rollout;

/**
 * Lets everyone call the service, or no longer, as the plan says: before the gates, which then ask
 * as users will.
 *
 * @param sent whether the change was about to be made
 */
record Publishing(boolean sent) implements Phase {
  static final String KIND = "publishing";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String status(Rollout rollout) {
    return "setting who may call " + rollout.plan().service();
  }

  @Override
  public boolean pressing(Rollout rollout) {
    return true;
  }

  @Override
  public Query query(Rollout rollout) {
    return Query.SERVICE.withAccess();
  }

  @Override
  public Step decide(Rollout rollout, Observation seen) {
    if (rollout.aborted()) {
      return Endings.abandon(rollout, seen);
    }
    boolean wanted = rollout.plan().everyone().orElse(false);
    if (seen.everyone().equals(java.util.Optional.of(wanted))) {
      Rollout next = rollout.copy().everyone(wanted).build();
      if (sent) {
        next =
            next.saying(
                seen.at(),
                wanted
                    ? "Everyone may call the service"
                    : "Only authorized accounts may call the service");
      }
      return Step.to(next.in(Gating.at(0, seen.at()), seen.at()));
    }
    if (sent && seen.at().isAfter(rollout.deadline())) {
      return Endings.diagnose(rollout, seen, "The service's policy did not change in time");
    }
    return Step.act(rollout.remembering(new Publishing(true)), new Effect.Publish(wanted));
  }
}
