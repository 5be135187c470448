package io.jenkins.plugins.cloudrun.rollout;

/** The end; a settled rollout is never looked at again. */
record Finished(Outcome outcome) implements Phase {
  static final String KIND = "finished";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String status(Rollout rollout) {
    return "finished";
  }

  @Override
  public Query query(Rollout rollout) {
    return Query.NOTHING;
  }

  @Override
  public Step decide(Rollout rollout, Observation seen) {
    throw new IllegalStateException("A settled rollout decides nothing");
  }
}
