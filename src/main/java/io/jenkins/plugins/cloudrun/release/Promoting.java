package io.jenkins.plugins.cloudrun.release;

import hudson.security.Permission;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.ServiceKey;
import io.jenkins.plugins.cloudrun.model.Target;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.platform.Person;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.rollout.Serving;
import java.util.List;
import java.util.Optional;

/** To bring what serves in one target to another one. */
public final class Promoting extends Deed {
  static final String NAME = "promote";

  private final ServicePage page;
  private final Optional<TargetName> from;

  /**
   * @param from the target that the service lies in
   */
  Promoting(ServicePage page, Optional<TargetName> from) {
    super(page.getJob(), page.parent().getOwner(), page.getUrl());
    this.page = page;
    this.from = from;
  }

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  Permission permission() {
    return CloudRunPermissions.PROMOTE;
  }

  @Override
  public String getDisplayName() {
    return "Promote " + page.getDisplayName();
  }

  @Override
  public String getText() {
    return "The image that serves in "
        + from.map(TargetName::value).orElse("this target")
        + digest().map(d -> " (" + d + ")").orElse("")
        + " goes to the target that you choose: copied by its digest, with the settings that the"
        + " service has there, over that target's own gates, traffic steps and approvals.";
  }

  private Optional<String> digest() {
    return page.serving()
        .flatMap(Serving::digest)
        .map(digest -> digest.value().substring(0, "sha256:".length() + 12));
  }

  @Override
  public String getObstacle() {
    if (from.isEmpty()) {
      return "The "
          + page.key()
          + " lies in no target, so there is none that it could be promoted from. Targets are"
          + " configured for the whole Jenkins or on a folder.";
    }
    if (page.serving().flatMap(Serving::digest).isEmpty()) {
      return "It is not known which image serves: the next rollout tells.";
    }
    return others().isEmpty()
        ? "There is no other target that " + getJob().getFullName() + " may use."
        : "";
  }

  /** In the order of their configuration: promotions mostly go on to a later one. */
  private List<Target> others() {
    return Platform.get().targets(getJob()).stream()
        .filter(target -> !Optional.of(target.name()).equals(from))
        .toList();
  }

  @Override
  public String getButton() {
    return "Promote";
  }

  @Override
  public String getChoiceLabel() {
    return "To";
  }

  /** Those after this one first. */
  @Override
  public List<Choice> getChoices() {
    List<TargetName> order = Platform.get().targets(getJob()).stream().map(Target::name).toList();
    int here = from.map(order::indexOf).orElse(-1);
    int all = order.size();
    return others().stream()
        .sorted(
            (a, b) ->
                Integer.compare(
                    Math.floorMod(order.indexOf(a.name()) - here, all),
                    Math.floorMod(order.indexOf(b.name()) - here, all)))
        .map(target -> new Choice(target.name().value(), words(target)))
        .toList();
  }

  private static String words(Target target) {
    String place = Visible.place(target);
    return target.name().value() + (place.isEmpty() ? "" : " (" + place + ")");
  }

  @Override
  public String getOption() {
    return getJob().hasPermission(CloudRunPermissions.APPROVE)
        ? "Even in a freeze of that target: it is recorded that you overrode it, and why"
        : "";
  }

  @Override
  public String getSeen() {
    return page.serving().flatMap(Serving::digest).map(ImageDigest::value).orElse("");
  }

  @Override
  Result perform(Person person, Filled form) {
    if (!form.seen().equals(getSeen())) {
      return Result.refused(
          Answers.CONFLICT,
          "Another image serves now than when you opened the form: look again, and decide anew.");
    }
    Optional<Target> to =
        others().stream().filter(t -> t.name().value().equals(form.choice())).findFirst();
    if (to.isEmpty()) {
      return Result.refused(Answers.BAD_REQUEST, "Choose one of the targets.");
    }
    String busy = busy(to.get());
    if (!busy.isEmpty()) {
      return Result.refused(Answers.CONFLICT, busy);
    }
    try {
      PagePromotion.Begun begun =
          new PagePromotion(getJob(), person, page.clock())
              .start(
                  new PagePromotion.Wish(
                      page.key().service(),
                      from.orElseThrow(),
                      to.get().name(),
                      page.serving().flatMap(Serving::digest),
                      form.reason(),
                      form.option()));
      return Result.done(
          begun
              .rollout()
              .map(id -> "../../../../rollout/" + id + "/")
              .orElseGet(() -> toRoot() + getJob().getUrl()));
    } catch (InvalidValueException e) {
      return Result.refused(Answers.CONFLICT, String.valueOf(e.getMessage()));
    }
  }

  /** A form that is sent twice finds its own rollout under way. */
  private String busy(Target to) {
    return to.regions().stream()
        .map(
            region ->
                Returns.busy(
                    new ServiceKey(
                        to.project().orElse(page.key().project()), region, page.key().service())))
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** From the address that the form is sent to. */
  private String toRoot() {
    return "../".repeat((int) getUrl().chars().filter(c -> c == '/').count());
  }
}
