package io.jenkins.plugins.cloudrun.localrun;

import hudson.AbortException;
import hudson.EnvVars;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs a Jenkinsfile here and now, and says how it ended. */
public final class LocalPipeline {
  private final String job;
  private final Path workspace;
  private final Map<String, String> environment;
  private final PrintStream out;

  /**
   * @param job the job's full name
   * @param workspace where files are looked for and {@code sh} runs
   * @param environment what Jenkins and its administrator would set
   * @param out where the log goes
   */
  public LocalPipeline(
      String job, Path workspace, Map<String, String> environment, PrintStream out) {
    this.job = job;
    this.workspace = workspace;
    this.environment = environment;
    this.out = out;
  }

  /**
   * How it ended.
   *
   * @param failure why it failed, or empty
   * @param results what each of the plugin's steps returned last, by the step's name
   */
  public record Ending(Optional<RuntimeException> failure, Map<String, Object> results) {
    public boolean success() {
      return failure.isEmpty();
    }
  }

  /** Runs {@code jenkinsfile} as build {@code number}; other threads may go on writing the log. */
  public Ending run(Path jenkinsfile, int number) throws IOException {
    EnvVars env = new EnvVars(environment);
    env.put("BUILD_NUMBER", Integer.toString(number));
    env.put("JOB_NAME", job);
    env.put("WORKSPACE", workspace.toString());
    PipelineLog log = new PipelineLog(out);
    LocalSteps steps =
        new LocalSteps(
            Extensions.load(LocalPipeline.class.getClassLoader()),
            new LocalBuild(new LocalJob(job), number, env),
            workspace,
            log);
    String name = String.valueOf(jenkinsfile.getFileName());
    Optional<RuntimeException> failure;
    try {
      List<Statement> script = Parser.parse(name, Files.readString(jenkinsfile));
      failure =
          new Declarative(name, new Evaluator(steps, log), log)
              .run(script, Scope.of(env), workspace.toString());
    } catch (ScriptException e) {
      failure = Optional.of(e);
    }
    failure.ifPresent(this::tell);
    log.line("Finished: " + (failure.isEmpty() ? "SUCCESS" : "FAILURE"));
    return new Ending(failure, steps.results());
  }

  /** A user's mistake is one paragraph; anything else is ours and comes with its trace. */
  private void tell(RuntimeException failure) {
    out.println("ERROR: " + failure.getMessage());
    Throwable cause = failure.getCause();
    if (failure instanceof StepFailedException
        && !(cause instanceof AbortException)
        && !(cause instanceof IOException)) {
      failure.printStackTrace(out);
    }
  }
}
