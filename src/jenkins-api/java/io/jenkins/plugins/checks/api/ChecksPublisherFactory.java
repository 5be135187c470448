package io.jenkins.plugins.checks.api;

import hudson.ExtensionPoint;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.util.Optional;

public abstract class ChecksPublisherFactory implements ExtensionPoint {
  protected Optional<ChecksPublisher> createPublisher(Run<?, ?> run, TaskListener listener) {
    throw new UnsupportedOperationException();
  }

  public static ChecksPublisher fromRun(Run<?, ?> run, TaskListener listener) {
    throw new UnsupportedOperationException();
  }
}
