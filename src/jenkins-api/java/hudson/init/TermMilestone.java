package hudson.init;

import org.jvnet.hudson.reactor.Milestone;

public enum TermMilestone implements Milestone {
  STARTED,
  COMPLETED
}
