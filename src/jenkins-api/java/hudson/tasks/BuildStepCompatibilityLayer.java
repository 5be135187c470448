package hudson.tasks;

import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.AbstractProject;
import hudson.model.Action;
import hudson.model.BuildListener;
import java.io.IOException;
import java.util.Collection;
import java.util.List;

public abstract class BuildStepCompatibilityLayer implements BuildStep {
  @Override
  public boolean prebuild(AbstractBuild<?, ?> build, BuildListener listener) {
    return true;
  }

  @Override
  public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
      throws InterruptedException, IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public Action getProjectAction(AbstractProject<?, ?> project) {
    return null;
  }

  @Override
  public Collection<? extends Action> getProjectActions(AbstractProject<?, ?> project) {
    return List.of();
  }
}
