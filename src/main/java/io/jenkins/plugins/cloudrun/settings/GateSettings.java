package io.jenkins.plugins.cloudrun.settings;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.cloudrun.model.Durations;
import io.jenkins.plugins.cloudrun.rollout.gate.Gate;
import io.jenkins.plugins.cloudrun.rollout.gate.Terms;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * Something that a new revision must satisfy before it gets traffic. What all kinds have is when
 * they are asked, and how long nobody may be able to tell.
 */
public abstract class GateSettings extends AbstractDescribableImpl<GateSettings>
    implements ExtensionPoint, Serializable {
  private static final long serialVersionUID = 1L;

  private @Nullable String delay;
  private @Nullable String interval;
  private @Nullable String inconclusiveFor;
  private @Nullable String errorsFor;

  /** The kind's terms when nothing is said. */
  protected abstract Terms usual();

  public final @Nullable String getDelay() {
    return delay;
  }

  @DataBoundSetter
  public final void setDelay(@Nullable String delay) {
    this.delay = Given.text(delay, Durations.text(usual().delay()));
  }

  public final @Nullable String getInterval() {
    return interval;
  }

  @DataBoundSetter
  public final void setInterval(@Nullable String interval) {
    this.interval = Given.text(interval, usual().interval().map(Durations::text).orElse(""));
  }

  public final @Nullable String getInconclusiveFor() {
    return inconclusiveFor;
  }

  @DataBoundSetter
  public final void setInconclusiveFor(@Nullable String inconclusiveFor) {
    this.inconclusiveFor = Given.text(inconclusiveFor, Durations.text(usual().inconclusiveFor()));
  }

  public final @Nullable String getErrorsFor() {
    return errorsFor;
  }

  @DataBoundSetter
  public final void setErrorsFor(@Nullable String errorsFor) {
    this.errorsFor = Given.text(errorsFor, Durations.text(usual().errorsFor()));
  }

  /** The terms that are asked for. */
  final Terms terms(Parameters read, @Nullable Integer count, Duration within) {
    Optional<Duration> every = read.duration("The gate's interval", interval);
    return new Terms(
        read.duration("The gate's delay", delay).orElse(usual().delay()),
        every.isPresent() ? every : usual().interval(),
        count == null ? usual().count() : count,
        within,
        read.duration("The gate's inconclusiveFor", inconclusiveFor)
            .orElse(usual().inconclusiveFor()),
        read.duration("The gate's errorsFor", errorsFor).orElse(usual().errorsFor()));
  }

  /**
   * The gate that these settings ask for.
   *
   * @throws io.jenkins.plugins.cloudrun.model.InvalidValueException naming what is refused
   */
  public abstract Gate toGate(Expander expander);

  /** What Jenkins knows of a kind of gate. */
  public abstract static class GateDescriptor extends Descriptor<GateSettings> {
    static List<GateDescriptor> known() {
      return ExtensionList.lookup(GateDescriptor.class);
    }

    /** Settings that are complete without what is probed. */
    protected abstract GateSettings sample();

    /** Converts settings in which only one field is given: the conversion does the checking. */
    final FormValidation probe(
        @Nullable Item item, @Nullable String value, Probe<GateSettings, String> setter) {
      return FormCheck.optional(item, value, text -> converted(gate -> setter.set(gate, text)));
    }

    private void converted(Consumer<GateSettings> change) {
      GateSettings settings = sample();
      change.accept(settings);
      settings.toGate(Expander.NONE);
    }

    @POST
    public FormValidation doCheckDelay(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return probe(item, value, GateSettings::setDelay);
    }

    @POST
    public FormValidation doCheckInterval(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return probe(item, value, GateSettings::setInterval);
    }

    @POST
    public FormValidation doCheckInconclusiveFor(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return probe(item, value, GateSettings::setInconclusiveFor);
    }

    @POST
    public FormValidation doCheckErrorsFor(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return probe(item, value, GateSettings::setErrorsFor);
    }
  }

  /** A setter of settings. */
  interface Probe<S, V> {
    void set(S settings, V value);
  }
}
