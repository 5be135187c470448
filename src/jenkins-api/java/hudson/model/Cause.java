package hudson.model;

import java.util.List;

public abstract class Cause {
  public abstract String getShortDescription();

  public static class UserIdCause extends Cause {
    private final String userId;

    public UserIdCause(String userId) {
      this.userId = userId;
    }

    public String getUserId() {
      return userId;
    }

    @Override
    public String getShortDescription() {
      return "Started by user " + userId;
    }
  }

  public static class UpstreamCause extends Cause {
    private UpstreamCause() {}

    public List<Cause> getUpstreamCauses() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String getShortDescription() {
      throw new UnsupportedOperationException();
    }
  }
}
