package io.jenkins.plugins.cloudrun.release;

import hudson.model.Item;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.front.BuildPeople;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.platform.PromotionTerms;
import io.jenkins.plugins.cloudrun.promotion.FreezeOverride;
import io.jenkins.plugins.cloudrun.rollout.Serving;
import io.jenkins.plugins.cloudrun.settings.People;
import io.jenkins.plugins.cloudrun.settings.PromotionCircumstances;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;

/** What a build that promotes goes by. */
public final class BuildPromotion implements PromotionCircumstances {
  private final Run<?, ?> run;

  public BuildPromotion(Run<?, ?> run) {
    this.run = run;
  }

  @Override
  public PromotionTerms terms(TargetName to) {
    return Platform.get().promotion(run.getParent(), to);
  }

  @Override
  public People people(List<ServiceKey> sources) {
    return new People() {
      @Override
      public List<String> starters() {
        return BuildPeople.of(run).starters();
      }

      @Override
      public List<String> authors() {
        Set<String> all = new LinkedHashSet<>(BuildPeople.of(run).authors());
        all.addAll(authorsOf(sources));
        return List.copyOf(all);
      }
    };
  }

  /** The authors of the builds that brought to the source what serves there. */
  static Set<String> authorsOf(List<ServiceKey> sources) {
    Set<String> all = new LinkedHashSet<>();
    for (ServiceKey key : sources) {
      Optional<Serving> serving = Platform.get().services().read(key).serving();
      serving
          .flatMap(BuildPromotion::build)
          .ifPresent(build -> all.addAll(BuildPeople.of(build).authors()));
    }
    return all;
  }

  private static Optional<Run<?, ?>> build(Serving serving) {
    Origin origin = serving.by();
    if (origin.run().isEmpty()) {
      return Optional.empty();
    }
    // Whoever promotes need not be allowed to read the job that deployed.
    try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
      Item item = Jenkins.get().getItemByFullName(origin.item());
      return item instanceof Job<?, ?> job
          ? Optional.<Run<?, ?>>ofNullable(job.getBuildByNumber(origin.run().get()))
              // A later one has that number when the job was deleted and made again.
              .filter(run -> run.getTimeInMillis() <= serving.since().toEpochMilli())
          : Optional.empty();
    }
  }

  /** By who started the build, or a build that started it. */
  @Override
  public FreezeOverride override(String reason) {
    for (String id : BuildPeople.of(run).starters()) {
      User user = User.getById(id, false);
      if (user != null && mayOverride(run.getParent(), user)) {
        return new FreezeOverride(id, reason);
      }
    }
    throw new InvalidValueException(
        "override: a freeze is overridden by somebody who has both permissions "
            + CloudRunPermissions.name(CloudRunPermissions.PROMOTE)
            + " and "
            + CloudRunPermissions.name(CloudRunPermissions.APPROVE)
            + " on "
            + run.getParent().getFullName()
            + ", and this build was not started by such a person. Leave override out, or let one of"
            + " them start it.");
  }

  private static boolean mayOverride(Job<?, ?> job, User user) {
    ACL acl = job.getACL();
    try {
      Authentication starter = user.impersonate2();
      return acl.hasPermission2(starter, CloudRunPermissions.PROMOTE)
          && acl.hasPermission2(starter, CloudRunPermissions.APPROVE);
    } catch (AuthenticationException gone) {
      // Whom the security realm does not know any more, or has disabled, overrides nothing.
      return false;
    }
  }
}
