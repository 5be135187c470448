package hudson.model.listeners;

import hudson.ExtensionPoint;
import hudson.model.Run;
import hudson.model.TaskListener;

public abstract class RunListener<R extends Run> implements ExtensionPoint {
  public final Class<R> targetType;

  protected RunListener(Class<R> targetType) {
    this.targetType = targetType;
  }

  protected RunListener() {
    this.targetType = null;
  }

  public void onStarted(R r, TaskListener listener) {}

  public void onCompleted(R r, TaskListener listener) {}

  public void onFinalized(R r) {}

  public void onDeleted(R r) {}
}
