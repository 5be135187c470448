package io.jenkins.plugins.cloudrun.step;

import hudson.AbortException;
import hudson.Extension;
import hudson.FilePath;
import hudson.console.ConsoleLogFilter;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.cloudrun.front.Builds;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.WorkloadIdentityProvider;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import io.jenkins.plugins.cloudrun.settings.CheckSettings;
import io.jenkins.plugins.cloudrun.settings.Expander;
import io.jenkins.plugins.cloudrun.settings.Given;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * {@code withCloudRunCredentials}: a short-lived token for other tools, as long as a block runs.
 */
public final class CredentialsStep extends Step {
  private static final String FUNCTION = "withCloudRunCredentials";

  private @Nullable String target;
  private @Nullable String credentialsId;
  private @Nullable String impersonate;
  private @Nullable String workloadIdentityProvider;
  private @Nullable String project;
  private boolean configFile;

  @DataBoundConstructor
  public CredentialsStep() {}

  public @Nullable String getTarget() {
    return target;
  }

  @DataBoundSetter
  public void setTarget(@Nullable String target) {
    this.target = Given.text(target);
  }

  public @Nullable String getCredentialsId() {
    return credentialsId;
  }

  @DataBoundSetter
  public void setCredentialsId(@Nullable String credentialsId) {
    this.credentialsId = Given.text(credentialsId);
  }

  public @Nullable String getImpersonate() {
    return impersonate;
  }

  @DataBoundSetter
  public void setImpersonate(@Nullable String impersonate) {
    this.impersonate = Given.text(impersonate);
  }

  public @Nullable String getWorkloadIdentityProvider() {
    return workloadIdentityProvider;
  }

  @DataBoundSetter
  public void setWorkloadIdentityProvider(@Nullable String workloadIdentityProvider) {
    this.workloadIdentityProvider = Given.text(workloadIdentityProvider);
  }

  public @Nullable String getProject() {
    return project;
  }

  @DataBoundSetter
  public void setProject(@Nullable String project) {
    this.project = Given.text(project);
  }

  public boolean isConfigFile() {
    return configFile;
  }

  @DataBoundSetter
  public void setConfigFile(boolean configFile) {
    this.configFile = configFile;
  }

  @Override
  public StepExecution start(StepContext context) throws IOException, InterruptedException {
    CheckSettings where = new CheckSettings();
    where.setTarget(target);
    where.setCredentialsId(credentialsId);
    where.setImpersonate(impersonate);
    where.setWorkloadIdentityProvider(workloadIdentityProvider);
    where.setProject(project);
    try {
      Expander here = Expander.NONE.in(context.get(Run.class).getParent());
      return new Execution(
          where.account(here),
          where.project(here).map(ProjectId::value).orElse(null),
          configFile,
          context);
    } catch (InvalidValueException e) {
      throw new AbortException(FUNCTION + ": " + e.getMessage());
    }
  }

  /** Gets a token, then runs the block. */
  static final class Execution extends BackgroundStepExecution {
    private static final long serialVersionUID = 1L;

    private final @Nullable String credentialsId;
    private final @Nullable String impersonate;
    private final @Nullable String provider;
    private final @Nullable String project;
    private final boolean configFile;

    /** Saved in one with the block: a restart before it runs asks for the token again. */
    private boolean running;

    Execution(Account account, @Nullable String project, boolean configFile, StepContext context) {
      super(context);
      this.credentialsId = account.credentialsId().orElse(null);
      this.impersonate = account.impersonate().orElse(null);
      this.provider =
          account.workloadIdentityProvider().map(WorkloadIdentityProvider::value).orElse(null);
      this.project = project;
      this.configFile = configFile;
    }

    @Override
    public boolean start() {
      inBackground(this::runBlock);
      return false;
    }

    @Override
    public void onResume() {
      if (!running) {
        inBackground(this::runBlock);
      }
    }

    /** Once the block runs, Jenkins stops what is in it. */
    @Override
    public void stop(Throwable cause) {
      if (!running) {
        fail(cause);
      }
    }

    private void runBlock() throws Exception {
      StepContext context = getContext();
      Account account =
          new Account(
              Optional.ofNullable(credentialsId),
              Optional.ofNullable(impersonate),
              Optional.ofNullable(provider).map(WorkloadIdentityProvider::new));
      CredentialsBlock block = new CredentialsBlock(Builds.origin(context.get(Run.class)), account);
      Optional<ToolFiles> files = configFile ? Optional.of(files(block)) : Optional.empty();
      EnvironmentExpander variables;
      try {
        String home = project != null ? project : block.home();
        if (files.isPresent()) {
          files.get().renew();
          variables = new FileVariables(files.get(), home);
        } else {
          RegistryToken unused = block.token();
          variables = new TokenVariables(block, home);
        }
      } catch (IOException e) {
        throw new AbortException(e.getMessage());
      }
      if (!end()) {
        if (files.isPresent()) {
          files.get().delete();
        }
        return;
      }
      try {
        running = true;
        log(
            "Tools in this block act as "
                + block.account()
                + ": "
                + (configFile ? FileVariables.NAMES : TokenVariables.NAMES)
                + ".");
        BodyExecution unused =
            context
                .newBodyInvoker()
                .withContexts(
                    EnvironmentExpander.merge(context.get(EnvironmentExpander.class), variables),
                    BodyInvoker.mergeConsoleLogFilters(
                        context.get(ConsoleLogFilter.class), new TokenMask(block)))
                .withCallback(
                    files.isPresent()
                        ? new FilesRemoved(files.get())
                        : BodyExecutionCallback.wrap(context))
                .start();
      } catch (IOException | RuntimeException e) {
        if (files.isPresent()) {
          files.get().delete();
        }
        context.onFailure(e);
      }
    }

    private ToolFiles files(CredentialsBlock block) throws IOException, InterruptedException {
      FilePath workspace = getContext().get(FilePath.class);
      if (workspace == null) {
        throw new AbortException(
            FUNCTION
                + ": configFile writes a file for the tools, so it needs a workspace: put the block"
                + " inside node (the options of a Declarative stage come before its agent: put it"
                + " inside steps), or leave configFile out and let the tools have an access"
                + " token.");
      }
      return new ToolFiles(block, workspace);
    }
  }

  /** What Jenkins knows of the step. */
  @Extension
  public static final class DescriptorImpl extends AccountStepDescriptor {
    @Override
    public String getFunctionName() {
      return FUNCTION;
    }

    @Override
    public String getDisplayName() {
      return "Give other tools a short-lived Google Cloud token";
    }

    @Override
    public boolean takesImplicitBlockArgument() {
      return true;
    }

    @Override
    public Set<? extends Class<?>> getRequiredContext() {
      return Set.of(Run.class, TaskListener.class);
    }

    @Override
    public @Nullable String argumentsToString(Map<String, Object> arguments) {
      Object id = arguments.get("credentialsId");
      return id == null ? null : id.toString();
    }
  }
}
