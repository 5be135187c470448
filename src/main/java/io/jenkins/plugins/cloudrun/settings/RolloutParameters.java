package io.jenkins.plugins.cloudrun.settings;

import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.Region;
import io.jenkins.plugins.cloudrun.model.TargetName;
import io.jenkins.plugins.cloudrun.promotion.FreezeOverride;
import io.jenkins.plugins.cloudrun.promotion.Rules;
import io.jenkins.plugins.cloudrun.rollout.Admission;
import io.jenkins.plugins.cloudrun.rollout.Approval;
import io.jenkins.plugins.cloudrun.rollout.CanaryStep;
import io.jenkins.plugins.cloudrun.rollout.Plan;
import io.jenkins.plugins.cloudrun.rollout.Policy;
import io.jenkins.plugins.cloudrun.rollout.Policy.Concurrent;
import io.jenkins.plugins.cloudrun.rollout.Shift;
import io.jenkins.plugins.cloudrun.rollout.gate.Gate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the parameters that every step which shifts traffic has. */
public final class RolloutParameters {
  private static final String BOTH = "region and regions are both given: name one of them.";

  private RolloutParameters() {}

  /**
   * How the traffic is to get there.
   *
   * @throws InvalidValueException naming what is refused
   */
  static Shift shift(
      @Nullable List<GateSettings> gates,
      Plan.Traffic traffic,
      @Nullable List<CanaryStepSettings> canary,
      @Nullable String onFailure,
      Expander expander) {
    return new Shift(
        gates(gates, expander),
        traffic,
        canary(canary, expander),
        new Parameters(expander)
            .choice("onFailure", onFailure, Plan.OnFailure.values(), Plan.OnFailure.ROLLBACK));
  }

  /**
   * The gates that are asked for.
   *
   * @throws InvalidValueException naming what is refused
   */
  public static List<Gate> gates(@Nullable List<GateSettings> given, Expander expander) {
    List<Gate> gates = new ArrayList<>();
    for (GateSettings gate : given == null ? List.<GateSettings>of() : given) {
      gates.add(gate.toGate(expander));
    }
    return gates;
  }

  /**
   * The canary steps that are asked for, as they were given.
   *
   * @throws InvalidValueException naming what is refused
   */
  public static List<CanaryStep> canary(
      @Nullable List<CanaryStepSettings> given, Expander expander) {
    List<CanaryStep> steps = new ArrayList<>();
    for (CanaryStepSettings step : given == null ? List.<CanaryStepSettings>of() : given) {
      steps.add(step.toStep(expander));
    }
    return steps;
  }

  static Policy policy(
      @Nullable String concurrent, boolean force, Parameters read, Optional<Approval> approval) {
    return new Policy(
        read.choice("concurrent", concurrent, Concurrent.values(), Policy.DEFAULT.concurrent()),
        force,
        approval);
  }

  /**
   * What the target asks that is named, beside what the settings ask themselves. Also of a deploy
   * without traffic: on a service that is not there yet it gets all of it.
   */
  static Policy admitted(
      Policy own,
      Optional<TargetName> target,
      Optional<String> override,
      People people,
      TargetCircumstances around) {
    if (target.isEmpty()) {
      if (override.isPresent()) {
        throw new InvalidValueException(
            "override is for the freezes of a target, and no target is named: leave it out, or name"
                + " the target.");
      }
      return own;
    }
    Rules rules = around.terms(target.get()).rules();
    Optional<FreezeOverride> overridden = override.map(around::override);
    if (rules.approval().isEmpty() && rules.freezes().isEmpty()) {
      return own;
    }
    return new Policy(
        own.concurrent(),
        own.force(),
        PromotionApproval.of(rules.approval(), own.approval(), people),
        Optional.of(new Admission(target.get(), rules, overridden)));
  }

  /**
   * @param traffic where it ends, if that can be said
   */
  static Optional<Approval> approval(
      @Nullable ApprovalSettings given,
      @Nullable String traffic,
      Expander expander,
      People people) {
    Optional<Approval> approval =
        Optional.ofNullable(given).map(settings -> settings.toApproval(expander, people));
    if (approval.isPresent()
        && new Parameters(expander)
            .text(traffic)
            .filter(Parameters.spelled(Plan.Traffic.NONE)::equals)
            .isPresent()) {
      throw new InvalidValueException(
          "approval is for a share of the traffic, and with traffic 'none' there is none: give it"
              + " to the cloudRunTraffic that shifts it.");
    }
    return approval;
  }

  static ListBoxModel concurrentChoices() {
    return SettingsDescriptor.choices(
        "Wait for its turn", "wait", "Supersede it", "supersede", "Fail", "fail");
  }

  /** The field {@code regions} of a form. */
  static FormValidation regionsCheck(
      @Nullable Item item, @Nullable String value, @Nullable String region) {
    FormValidation checked = FormCheck.lines(item, value, Region::new);
    return checked.kind != FormValidation.Kind.OK
            || Given.text(value) == null
            || Given.text(region) == null
            || !FormCheck.mayConfigure(item)
        ? checked
        : FormValidation.error(BOTH);
  }

  /** The field {@code traffic} of a form. */
  static FormValidation trafficCheck(
      @Nullable Item item,
      @Nullable String value,
      @Nullable String percent,
      @Nullable String interval) {
    if (Parameters.spelled(Plan.Traffic.NONE).equals(Given.text(value))) {
      return percent == null || !FormCheck.mayConfigure(item)
          ? FormValidation.ok()
          : FormValidation.error("With no traffic there is no canary: take its steps away.");
    }
    return FormCheck.warned(
        item, value, FormValidation.ok(), text -> Oddities.traffic(percent, interval));
  }

  /** One region, or several one after the other. */
  static List<Region> regions(
      CommonSettings settings, @Nullable List<String> several, Parameters read) {
    if (several == null) {
      List<Region> known = settings.knownRegions(read);
      // Says what is missing if there is none.
      return known.isEmpty() ? List.of(settings.regionId(read)) : known;
    }
    if (settings.getRegion() != null) {
      throw new InvalidValueException(BOTH);
    }
    Set<Region> known = new HashSet<>();
    List<Region> regions = new ArrayList<>();
    for (String text : read.list("regions", several)) {
      Region region = read.required("regions", text, Region::new, "['europe-west1']");
      if (!known.add(region)) {
        throw new InvalidValueException("regions names '" + region + "' twice.");
      }
      regions.add(region);
    }
    return regions;
  }
}
