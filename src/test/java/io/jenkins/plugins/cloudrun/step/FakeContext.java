package io.jenkins.plugins.cloudrun.step;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.Job;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jspecify.annotations.Nullable;

/** The surroundings of one step, which a saved step finds again. */
final class FakeContext extends StepContext {
  private static final long serialVersionUID = 1L;
  private static final Map<String, FakeContext> ALL = new ConcurrentHashMap<>();

  private final String key = java.util.UUID.randomUUID().toString();
  private final transient ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final transient Map<Class<?>, Object> surroundings = new ConcurrentHashMap<>();
  private final transient CompletableFuture<Object> end = new CompletableFuture<>();
  transient volatile int ends;
  transient volatile int saves;

  FakeContext(String job, int number, String node) throws IOException {
    ALL.put(key, this);
    PrintStream out = new PrintStream(log, true, StandardCharsets.UTF_8);
    surroundings.put(Run.class, new FakeRun(new FakeJob(job), number));
    surroundings.put(FlowNode.class, new FakeNode(node));
    surroundings.put(TaskListener.class, (TaskListener) () -> out);
    surroundings.put(EnvVars.class, new EnvVars());
  }

  FakeContext with(FilePath workspace) {
    surroundings.put(FilePath.class, workspace);
    return this;
  }

  void without(Class<?> type) {
    surroundings.remove(type);
  }

  List<String> log() {
    return log.toString(StandardCharsets.UTF_8).lines().toList();
  }

  boolean isOver() {
    return end.isDone();
  }

  /** What the step returned. */
  Object result() throws Exception {
    return end.get(10, TimeUnit.SECONDS);
  }

  /** What the step failed with. */
  Throwable failure() throws Exception {
    try {
      throw new AssertionError("the step returned " + end.get(10, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }

  /** {@code saved} as program.dat has it. */
  static byte[] saved(Object saved) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(saved);
    }
    return bytes.toByteArray();
  }

  static <T> T loaded(Class<T> type, byte[] saved) throws Exception {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(saved))) {
      return type.cast(in.readObject());
    }
  }

  private Object readResolve() {
    return Optional.ofNullable(ALL.get(key)).orElseThrow();
  }

  @Override
  public <T> @Nullable T get(Class<T> type) throws IOException {
    return type.cast(surroundings.get(type));
  }

  @Override
  public void onSuccess(Object result) {
    ends++;
    end.complete(result);
  }

  @Override
  public void onFailure(Throwable cause) {
    ends++;
    end.completeExceptionally(cause);
  }

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public ListenableFuture<Void> saveState() {
    saves++;
    return Futures.immediateVoidFuture();
  }

  @Override
  public void setResult(Result result) {}

  @Override
  public BodyInvoker newBodyInvoker() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FakeContext that && key.equals(that.key);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  /** A job by name. */
  static final class FakeJob extends Job<FakeJob, FakeRun> {
    FakeJob(String name) {
      super(null, name);
    }
  }

  /** A build by number. */
  static final class FakeRun extends Run<FakeJob, FakeRun> {
    FakeRun(FakeJob job, int number) throws IOException {
      super(job);
      this.number = number;
    }

    @Override
    public @Nullable FakeRun getPreviousBuild() {
      return null;
    }
  }

  /** A flow node by id. */
  static final class FakeNode extends FlowNode {
    FakeNode(String id) {
      super(null, id, List.of());
    }

    @Override
    public String getDisplayName() {
      return getId();
    }
  }
}
