package io.jenkins.plugins.cloudrun.release;

import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Job;
import hudson.model.ParameterDefinition;
import hudson.model.ParameterValue;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Queue;
import hudson.model.SimpleParameterDefinition;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.front.DurableId;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.model.ServiceName;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.platform.Person;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.platform.PromotionTerms;
import io.jenkins.plugins.cloudrun.promotion.AuditEntry;
import io.jenkins.plugins.cloudrun.promotion.FreezeOverride;
import io.jenkins.plugins.cloudrun.rollout.Plan;
import io.jenkins.plugins.cloudrun.rollout.Rollout;
import io.jenkins.plugins.cloudrun.settings.Expander;
import io.jenkins.plugins.cloudrun.settings.People;
import io.jenkins.plugins.cloudrun.settings.PromoteSettings;
import io.jenkins.plugins.cloudrun.settings.PromotionCircumstances;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import jenkins.model.ParameterizedJobMixIn;

/**
 * A promotion that a person asks for on a page. A job that has the parameter {@link #TO} promotes
 * by its own Pipeline: it is built with the parameters below. For any other job a rollout begins as
 * the job's, with its credentials and the targets that it may use.
 */
public final class PagePromotion {
  /** Names of the parameters with which a job's own Pipeline is built; those it lacks are left. */
  public static final String SERVICE = "CLOUD_RUN_PROMOTE_SERVICE";

  public static final String FROM = "CLOUD_RUN_PROMOTE_FROM";
  public static final String TO = "CLOUD_RUN_PROMOTE_TO";
  public static final String DIGEST = "CLOUD_RUN_PROMOTE_DIGEST";
  public static final String REASON = "CLOUD_RUN_PROMOTE_REASON";

  /** The reason again when a freeze is to be overridden; else empty. */
  public static final String OVERRIDE = "CLOUD_RUN_PROMOTE_OVERRIDE";

  private final Job<?, ?> job;
  private final Person person;
  private final Clock clock;

  /**
   * @param person who asks; whether they may is asked of {@code job} and this thread's user
   */
  public PagePromotion(Job<?, ?> job, Person person, Clock clock) {
    this.job = job;
    this.person = person;
    this.clock = clock;
  }

  /**
   * What is asked for.
   *
   * @param digest empty for what has all traffic at the source
   * @param reason for the record; may be empty unless a freeze is overridden
   * @param override whether a freeze does not count
   */
  public record Wish(
      ServiceName service,
      TargetName from,
      TargetName to,
      Optional<ImageDigest> digest,
      String reason,
      boolean override) {
    public Wish {
      reason = reason.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    }
  }

  /**
   * What was begun.
   *
   * @param rollout the id of the rollout, when one was started; {@code of(id)} of the job's page
   *     finds it
   * @param queued the address of the queue's item relative to Jenkins' root, when the job's own
   *     Pipeline is to run
   */
  public record Begun(Optional<String> rollout, Optional<String> queued) {}

  /**
   * Starts it. Whether the rules of the target allow it is decided, and recorded, by what is
   * started; what can be refused at once is.
   *
   * @throws InvalidValueException why it is not begun, for the person
   * @throws hudson.security.AccessDeniedException3 without the permission to promote on the job, or
   *     to approve when a freeze is to be overridden
   */
  public Begun start(Wish wish) {
    job.checkPermission(CloudRunPermissions.PROMOTE);
    if (!person.known()) {
      throw new InvalidValueException("Log in to promote: it is recorded who did.");
    }
    if (wish.reason().length() > AuditEntry.LONGEST_REASON) {
      throw new InvalidValueException(
          "The reason is longer than " + AuditEntry.LONGEST_REASON + " characters.");
    }
    if (wish.override()) {
      job.checkPermission(CloudRunPermissions.APPROVE);
      if (wish.reason().isEmpty()) {
        throw new InvalidValueException("A freeze is overridden with a reason: say why.");
      }
    }
    // Refuses what cannot be, such as a target that is not there, whoever does it then.
    Plan plan = plan(wish);
    return pipeline(wish).orElseGet(() -> builtIn(wish, plan));
  }

  private Begun builtIn(Wish wish, Plan plan) {
    // Nothing a person sends twice on purpose is the same promotion.
    String id = DurableId.of("p", job.getFullName(), 0, UUID.randomUUID().toString());
    Origin origin =
        new Origin(
            job.getFullName(),
            Optional.empty(),
            "Promoted from "
                + wish.from()
                + " by "
                + person.id()
                + (wish.reason().isEmpty() ? "" : " (" + wish.reason() + ")"),
            Optional.of(wish.to()));
    Platform.get().rollouts().start(Rollout.start(id, origin, plan, clock.instant()));
    return new Begun(Optional.of(id), Optional.empty());
  }

  private Plan plan(Wish wish) {
    PromoteSettings settings =
        new PromoteSettings(wish.service().value(), wish.from().value(), wish.to().value());
    settings.setDigest(wish.digest().map(ImageDigest::value).orElse(""));
    settings.setReason(wish.reason());
    if (wish.override()) {
      settings.setOverride(wish.reason());
    }
    return settings.toPlan(Expander.NONE.in(job), new Asked());
  }

  /** The page's person stands behind it, and the authors of what serves at the source. */
  private final class Asked implements PromotionCircumstances {
    @Override
    public PromotionTerms terms(TargetName to) {
      return Platform.get().promotion(job, to);
    }

    @Override
    public People people(List<ServiceKey> sources) {
      return new People() {
        @Override
        public List<String> starters() {
          return List.of(person.id());
        }

        @Override
        public List<String> authors() {
          return List.copyOf(BuildPromotion.authorsOf(sources));
        }
      };
    }

    @Override
    public FreezeOverride override(String reason) {
      return new FreezeOverride(person.id(), reason);
    }
  }

  private Optional<Begun> pipeline(Wish wish) {
    ParametersDefinitionProperty property = job.getProperty(ParametersDefinitionProperty.class);
    if (property == null || property.getParameterDefinition(TO) == null) {
      return Optional.empty();
    }
    Map<String, String> given =
        Map.of(
            SERVICE, wish.service().value(),
            FROM, wish.from().value(),
            TO, wish.to().value(),
            DIGEST, wish.digest().map(ImageDigest::value).orElse(""),
            REASON, wish.reason(),
            OVERRIDE, wish.override() ? wish.reason() : "");
    List<ParameterValue> values = new ArrayList<>();
    for (ParameterDefinition definition : property.getParameterDefinitions()) {
      String value = given.get(definition.getName());
      if (value != null && definition instanceof SimpleParameterDefinition simple) {
        values.add(value(simple, value));
      } else {
        ParameterValue usual = definition.getDefaultParameterValue();
        if (usual != null) {
          values.add(usual);
        }
      }
    }
    Queue.Item item =
        ParameterizedJobMixIn.scheduleBuild2(
            job,
            0,
            new CauseAction(new Cause.UserIdCause(person.id())),
            new ParametersAction(values));
    if (item == null) {
      throw new InvalidValueException(
          job.getFullName() + " cannot be built: it may be disabled, or Jenkins is going down.");
    }
    return Optional.of(new Begun(Optional.empty(), Optional.of(item.getUrl())));
  }

  /** A choice takes none but its own. */
  private static ParameterValue value(SimpleParameterDefinition definition, String value) {
    try {
      return definition.createValue(value);
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException(
          "The job's parameter "
              + definition.getName()
              + " does not take '"
              + value
              + "': "
              + e.getMessage());
    }
  }
}
