package org.jenkinsci.plugins.workflow.steps;

import com.google.common.util.concurrent.ListenableFuture;
import java.io.Serializable;
import java.util.function.Consumer;

public abstract class StepExecution implements Serializable {
  private static final long serialVersionUID = 1L;
  private StepContext context;

  protected StepExecution() {}

  protected StepExecution(StepContext context) {
    this.context = context;
  }

  public StepContext getContext() {
    if (context == null) {
      throw new IllegalStateException(
          "you must either pass in a StepContext to the StepExecution constructor, or have the StepExecution be created automatically");
    }
    return context;
  }

  public abstract boolean start() throws Exception;

  public void stop(Throwable cause) throws Exception {
    getContext().onFailure(cause);
  }

  public void onResume() {}

  public boolean blocksRestart() {
    return false;
  }

  public String getStatus() {
    return null;
  }

  public static <T extends StepExecution> ListenableFuture<?> acceptAll(
      Class<T> type, Consumer<T> consumer) {
    throw new UnsupportedOperationException();
  }
}
