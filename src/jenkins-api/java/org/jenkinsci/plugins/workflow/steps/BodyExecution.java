package org.jenkinsci.plugins.workflow.steps;

import java.io.Serializable;

public abstract class BodyExecution implements java.util.concurrent.Future<Object>, Serializable {
  private static final long serialVersionUID = 1L;

  public boolean cancel(Throwable t) {
    throw new UnsupportedOperationException();
  }
}
