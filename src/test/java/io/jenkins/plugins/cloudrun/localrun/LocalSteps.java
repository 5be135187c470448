package io.jenkins.plugins.cloudrun.localrun;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jspecify.annotations.Nullable;

/** {@code echo}, {@code sh}, and the very steps that the plugin ships. */
final class LocalSteps implements Steps {
  private final Extensions extensions;
  private final Binding binding;
  private final LocalBuild build;
  private final Path workspace;
  private final PipelineLog log;
  private final Map<String, Object> results = new LinkedHashMap<>();
  private int nodes;

  LocalSteps(Extensions extensions, LocalBuild build, Path workspace, PipelineLog log) {
    this.extensions = extensions;
    this.binding = new Binding(extensions);
    this.build = build;
    this.workspace = workspace;
    this.log = log;
  }

  /** What each of the plugin's steps returned last, by the step's name. */
  Map<String, Object> results() {
    return results;
  }

  @Override
  public Set<String> names() {
    Set<String> names = extensions.names();
    names.addAll(Set.of("echo", "sh"));
    return names;
  }

  @Override
  public @Nullable Object call(
      String name,
      List<@Nullable Object> arguments,
      Map<String, @Nullable Object> named,
      Map<String, String> environment,
      Place place) {
    Optional<StepDescriptor> step = extensions.step(name);
    if (name.equals("echo") || name.equals("sh")) {
      String text = text(name, arguments, named, place);
      log.step(name);
      if (name.equals("echo")) {
        log.line(text);
      } else {
        shell(text, environment);
      }
      return null;
    }
    Map<String, @Nullable Object> bound = new LinkedHashMap<>(named);
    if (arguments.size() + (named.isEmpty() ? 0 : 1) > 1) {
      throw new ScriptException(place, "the arguments of " + name + " must be named");
    }
    arguments.forEach(
        value ->
            bound.put(
                step.flatMap(type -> binding.soleParameter(type.clazz))
                    .orElse(UninstantiatedDescribable.ANONYMOUS_KEY),
                value));
    if (step.isEmpty()) {
      return new UninstantiatedDescribable(name, null, bound);
    }
    log.step(name);
    return run(step.get(), bound, environment, place);
  }

  private @Nullable Object run(
      StepDescriptor descriptor,
      Map<String, @Nullable Object> arguments,
      Map<String, String> environment,
      Place place) {
    Step step;
    try {
      step = (Step) binding.instantiate(descriptor.clazz, arguments);
    } catch (IllegalArgumentException e) {
      throw new ScriptException(place, String.valueOf(e.getMessage()), e);
    }
    LocalStepContext context = new LocalStepContext(surroundings(environment));
    try {
      StepExecution execution = step.start(context);
      execution.start();
      Optional<Object> result = context.end().get();
      result.ifPresent(value -> results.put(descriptor.getFunctionName(), value));
      return result.orElse(null);
    } catch (ExecutionException e) {
      Throwable cause = Optional.ofNullable(e.getCause()).orElse(e);
      throw failed(cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(e);
    } catch (Exception e) {
      throw failed(e);
    }
  }

  private Map<Class<?>, Object> surroundings(Map<String, String> environment) {
    nodes++;
    Map<Class<?>, Object> surroundings = new HashMap<>();
    surroundings.put(Run.class, build);
    surroundings.put(Job.class, build.getParent());
    surroundings.put(TaskListener.class, (TaskListener) log::out);
    surroundings.put(FilePath.class, new FilePath(workspace.toFile()));
    surroundings.put(EnvVars.class, new EnvVars(environment));
    surroundings.put(FlowNode.class, new LocalNode(nodes));
    return surroundings;
  }

  private static String text(
      String step,
      List<@Nullable Object> arguments,
      Map<String, @Nullable Object> named,
      Place place) {
    if (named.isEmpty() && arguments.size() == 1 && arguments.get(0) instanceof String text) {
      return text;
    }
    throw new ScriptException(place, "the local run's " + step + " takes one text and no more");
  }

  private void shell(String script, Map<String, String> environment) {
    ProcessBuilder builder =
        new ProcessBuilder(new ArrayList<>(List.of("sh", "-xe", "-c", script)))
            .directory(workspace.toFile())
            .redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      try (var lines = process.inputReader()) {
        lines.lines().forEach(log::line);
      }
      int code = process.waitFor();
      if (code != 0) {
        throw new StepFailedException("script returned exit code " + code, new IOException(script));
      }
    } catch (IOException e) {
      throw failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(e);
    }
  }

  private static StepFailedException failed(Throwable cause) {
    String message = cause.getMessage();
    return new StepFailedException(message == null ? cause.toString() : message, cause);
  }
}
