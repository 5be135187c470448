package hudson.model;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.scm.ChangeLogSet;
import hudson.util.VariableResolver;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import jenkins.model.lazy.LazyBuildMixIn;
import jenkins.scm.RunWithSCM;

public abstract class AbstractBuild<P extends AbstractProject<P, R>, R extends AbstractBuild<P, R>>
    extends Run<P, R>
    implements Queue.Executable, LazyBuildMixIn.LazyLoadingRun<P, R>, RunWithSCM<P, R> {
  protected AbstractBuild(P job) throws IOException {
    super(job);
  }

  public final P getProject() {
    return getParent();
  }

  /** Null before the build has a workspace. */
  public final FilePath getWorkspace() {
    throw new UnsupportedOperationException();
  }

  public Node getBuiltOn() {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<ChangeLogSet<? extends ChangeLogSet.Entry>> getChangeSets() {
    throw new UnsupportedOperationException();
  }

  public Map<String, String> getBuildVariables() {
    throw new UnsupportedOperationException();
  }

  public final VariableResolver<String> getBuildVariableResolver() {
    throw new UnsupportedOperationException();
  }

  @Override
  public EnvVars getEnvironment(TaskListener log) throws IOException, InterruptedException {
    return super.getEnvironment(log);
  }
}
