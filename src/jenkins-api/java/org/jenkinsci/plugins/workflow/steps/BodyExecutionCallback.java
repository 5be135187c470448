package org.jenkinsci.plugins.workflow.steps;

import com.google.common.util.concurrent.FutureCallback;
import java.io.Serializable;

public abstract class BodyExecutionCallback implements Serializable {
  private static final long serialVersionUID = 1L;

  public static BodyExecutionCallback wrap(FutureCallback<Object> v) {
    throw new UnsupportedOperationException();
  }

  public void onStart(StepContext context) {}

  public abstract void onSuccess(StepContext context, Object result);

  public abstract void onFailure(StepContext context, Throwable t);

  public abstract static class TailCall extends BodyExecutionCallback {
    private static final long serialVersionUID = 1L;

    public TailCall() {}

    protected abstract void finished(StepContext context) throws Exception;

    @Override
    public final void onSuccess(StepContext context, Object result) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void onFailure(StepContext context, Throwable t) {
      throw new UnsupportedOperationException();
    }
  }
}
