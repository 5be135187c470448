package io.jenkins.plugins.cloudrun.front;

import hudson.model.Cause;
import hudson.model.Run;
import hudson.model.User;
import io.jenkins.plugins.cloudrun.settings.People;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import jenkins.scm.RunWithSCM;

/** Who stands behind a build of Jenkins. */
public final class BuildPeople implements People {
  private final Run<?, ?> run;

  private BuildPeople(Run<?, ?> run) {
    this.run = run;
  }

  /** Looks when it is asked, and not before: the commits of a build are read from files. */
  public static People of(Run<?, ?> run) {
    return new BuildPeople(run);
  }

  @Override
  public List<String> starters() {
    List<String> ids = new ArrayList<>();
    run.getCauses().forEach(cause -> add(cause, ids));
    return ids;
  }

  /** Somebody may have started the build that started this one. */
  private static void add(Cause cause, List<String> ids) {
    if (cause instanceof Cause.UserIdCause user) {
      // Null when nobody was logged in.
      if (user.getUserId() != null) {
        ids.add(user.getUserId());
      }
    } else if (cause instanceof Cause.UpstreamCause upstream) {
      upstream.getUpstreamCauses().forEach(above -> add(above, ids));
    }
  }

  /** Those of failed builds before it too: their commits go out with this one. */
  @Override
  public List<String> authors() {
    return run instanceof RunWithSCM<?, ?> changed
        ? changed.getCulprits().stream().filter(Objects::nonNull).map(User::getId).toList()
        : List.of();
  }
}
