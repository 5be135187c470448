package hudson.model;

import hudson.ExtensionPoint;
import java.util.Collection;
import jenkins.model.ModelObjectWithChildren;
import jenkins.widgets.HasWidgets;
import org.kohsuke.stapler.StaplerOverridable;

public abstract class Job<JobT extends Job<JobT, RunT>, RunT extends Run<JobT, RunT>>
    extends AbstractItem
    implements ExtensionPoint, StaplerOverridable, ModelObjectWithChildren, HasWidgets {
  protected Job(ItemGroup parent, String name) {
    super(parent, name);
  }

  public RunT getLastBuild() {
    throw new UnsupportedOperationException();
  }

  public RunT getBuildByNumber(int n) {
    throw new UnsupportedOperationException();
  }

  @SuppressWarnings("rawtypes")
  public <T extends JobProperty> T getProperty(Class<T> clazz) {
    throw new UnsupportedOperationException();
  }

  public boolean isBuilding() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Collection<?> getOverrides() {
    throw new UnsupportedOperationException();
  }
}
