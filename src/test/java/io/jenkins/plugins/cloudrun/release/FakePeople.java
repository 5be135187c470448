package io.jenkins.plugins.cloudrun.release;

import hudson.model.AbstractItem;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Job;
import hudson.model.ModelObject;
import hudson.model.Run;
import hudson.security.Permission;
import io.jenkins.plugins.cloudrun.platform.Person;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** People with their permissions, and a job and builds that know them. */
final class FakePeople {
  private FakePeople() {}

  /** Whom a job refuses. */
  static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(Permission permission) {
      super(permission.name);
    }
  }

  /** Somebody; the empty id for who is not logged in. */
  record Somebody(String id, Set<String> groups) implements Person {
    @Override
    public boolean known() {
      return !id.isEmpty();
    }

    @Override
    public boolean is(String other) {
      return known() && id.equalsIgnoreCase(other);
    }

    @Override
    public boolean in(String group) {
      return known() && groups.contains(group);
    }
  }

  /** A job that grants what it is told. */
  static final class FakeJob extends Job<FakeJob, FakeRun> {
    Set<Permission> granted = Set.of();

    FakeJob(String name) {
      this(null, name);
    }

    FakeJob(@Nullable FakeFolder folder, String name) {
      super(folder, name);
    }

    @Override
    public boolean hasPermission(Permission permission) {
      return granted.contains(permission);
    }

    @Override
    public void checkPermission(Permission permission) {
      if (!hasPermission(permission)) {
        throw new RefusedException(permission);
      }
    }
  }

  /** A folder that grants what it is told. */
  static final class FakeFolder extends AbstractItem implements ItemGroup<FakeJob> {
    Set<Permission> granted = Set.of();

    FakeFolder(String name) {
      super(null, name);
    }

    @Override
    public boolean hasPermission(Permission permission) {
      return granted.contains(permission);
    }

    @Override
    public Collection<FakeJob> getItems() {
      return List.of();
    }

    @Override
    public @Nullable FakeJob getItem(String job) {
      return null;
    }
  }

  /** The page of the whole Jenkins, without one. */
  static final class Everything extends ReleasePage {
    boolean mayView;

    @Override
    public ModelObject getOwner() {
      return () -> "Jenkins";
    }

    @Override
    public String getUrl() {
      return "cloud-run/";
    }

    @Override
    @Nullable Item place() {
      return null;
    }

    @Override
    boolean covers(String item) {
      return true;
    }

    @Override
    boolean mayView() {
      return mayView;
    }

    @Override
    boolean mayViewSome() {
      return Board.any(this, new Visible());
    }

    @Override
    public String getTitle() {
      return "";
    }

    @Override
    public String getEmptyText() {
      return "";
    }
  }

  /** A build by number, which counts how often it is written. */
  static final class FakeRun extends Run<FakeJob, FakeRun> {
    int saves;

    FakeRun(FakeJob job, int number) throws IOException {
      super(job);
      this.number = number;
    }

    @Override
    public synchronized void save() {
      saves++;
    }
  }
}
