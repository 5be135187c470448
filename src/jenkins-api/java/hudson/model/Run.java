package hudson.model;

import hudson.EnvVars;
import hudson.ExtensionPoint;
import hudson.security.ACL;
import hudson.security.AccessControlled;
import hudson.security.Permission;
import hudson.security.PermissionGroup;
import hudson.security.PermissionScope;
import java.io.File;
import java.io.IOException;
import java.util.List;
import jenkins.console.WithConsoleUrl;
import jenkins.model.HistoricalBuild;
import jenkins.util.io.OnMaster;
import org.kohsuke.stapler.StaplerProxy;

public abstract class Run<JobT extends Job<JobT, RunT>, RunT extends Run<JobT, RunT>>
    extends Actionable
    implements ExtensionPoint,
        Comparable<RunT>,
        AccessControlled,
        PersistenceRoot,
        DescriptorByNameOwner,
        OnMaster,
        StaplerProxy,
        HistoricalBuild,
        WithConsoleUrl {
  public static final PermissionGroup PERMISSIONS = new PermissionGroup(Run.class, null);
  public static final Permission UPDATE =
      new Permission(PERMISSIONS, "Update", null, null, PermissionScope.RUN);
  protected final transient JobT project;
  public transient int number;
  protected volatile Result result;

  private final long timestamp;

  protected Run(JobT job) throws IOException {
    this(job, System.currentTimeMillis());
  }

  protected Run(JobT job, long timestamp) {
    this.project = job;
    this.timestamp = timestamp;
  }

  public JobT getParent() {
    return project;
  }

  @Override
  public int getNumber() {
    return number;
  }

  public String getId() {
    return Integer.toString(number);
  }

  @Override
  public String getDisplayName() {
    return "#" + number;
  }

  @Override
  public String getFullDisplayName() {
    return project.getFullDisplayName() + " " + getDisplayName();
  }

  @Override
  public String getUrl() {
    return project.getUrl() + number + "/";
  }

  public String getExternalizableId() {
    return project.getFullName() + "#" + number;
  }

  public static Run<?, ?> fromExternalizableId(String id) throws IllegalArgumentException {
    throw new UnsupportedOperationException();
  }

  @Override
  public Result getResult() {
    return result;
  }

  public void setResult(Result r) {
    result = r;
  }

  @Override
  public boolean isBuilding() {
    return result == null;
  }

  public EnvVars getEnvironment(TaskListener listener) throws IOException, InterruptedException {
    return new EnvVars();
  }

  public List<Cause> getCauses() {
    return List.of();
  }

  public <T extends Cause> T getCause(Class<T> type) {
    return null;
  }

  public final long getTimeInMillis() {
    return timestamp;
  }

  public final long getStartTimeInMillis() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String getConsoleUrl() {
    return getUrl() + "console";
  }

  public final String getAbsoluteUrl() {
    throw new UnsupportedOperationException();
  }

  public RunT getPreviousBuild() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int compareTo(RunT that) {
    return Integer.compare(number, ((Run<?, ?>) that).number);
  }

  @Override
  public ACL getACL() {
    throw new UnsupportedOperationException();
  }

  @Override
  public File getRootDir() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Object getTarget() {
    throw new UnsupportedOperationException();
  }

  @Override
  public synchronized void save() throws IOException {}
}
