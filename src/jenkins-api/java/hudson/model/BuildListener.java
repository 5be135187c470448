package hudson.model;

import java.util.List;

public interface BuildListener extends TaskListener {
  default void started(List<Cause> causes) {}

  default void finished(Result result) {}
}
