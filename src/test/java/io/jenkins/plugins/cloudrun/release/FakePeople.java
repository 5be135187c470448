package io.jenkins.plugins.cloudrun.release;

import hudson.model.Job;
import hudson.model.Run;
import hudson.security.Permission;
import io.jenkins.plugins.cloudrun.platform.Person;
import java.io.IOException;
import java.util.Set;

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
      super(null, name);
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
