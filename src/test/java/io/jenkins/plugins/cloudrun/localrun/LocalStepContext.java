package io.jenkins.plugins.cloudrun.localrun;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import hudson.model.Result;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jspecify.annotations.Nullable;

/** What a step may ask of its surroundings, and where it says how it ended. */
final class LocalStepContext extends StepContext {
  private static final long serialVersionUID = 1L;

  private final transient Map<Class<?>, Object> surroundings;
  private final transient CompletableFuture<Optional<Object>> end = new CompletableFuture<>();

  LocalStepContext(Map<Class<?>, Object> surroundings) {
    this.surroundings = surroundings;
  }

  /** Done when the step has ended. */
  CompletableFuture<Optional<Object>> end() {
    return end;
  }

  @Override
  public <T> @Nullable T get(Class<T> key) {
    return key.cast(surroundings.get(key));
  }

  @Override
  public void onSuccess(@Nullable Object result) {
    end.complete(Optional.ofNullable(result));
  }

  @Override
  public void onFailure(Throwable cause) {
    end.completeExceptionally(cause);
  }

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public ListenableFuture<Void> saveState() {
    return Futures.immediateVoidFuture();
  }

  @Override
  public void setResult(Result result) {}

  @Override
  public BodyInvoker newBodyInvoker() {
    throw new IllegalStateException("There is no body in the local run.");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
