package io.jenkins.plugins.cloudrun.settings;

import hudson.Extension;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.cloudrun.model.Durations;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.rollout.gate.Gate;
import io.jenkins.plugins.cloudrun.rollout.gate.MetricsGate;
import io.jenkins.plugins.cloudrun.rollout.gate.PromQuery;
import io.jenkins.plugins.cloudrun.rollout.gate.Terms;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jenkinsci.Symbol;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What Cloud Monitoring measured: {@code metrics(errorRate: '1%', latencyP99: '800ms')}. */
public final class MetricsGateSettings extends GateSettings {
  private static final long serialVersionUID = 1L;

  private @Nullable String errorRate;
  private @Nullable String latencyP50;
  private @Nullable String latencyP95;
  private @Nullable String latencyP99;
  private @Nullable Integer minRequests;
  private @Nullable String window;
  private @Nullable String compareWith;
  private @Nullable String query;
  private @Nullable Integer count;

  @DataBoundConstructor
  public MetricsGateSettings() {}

  @Override
  protected Terms usual() {
    return MetricsGate.DEFAULT_TERMS;
  }

  public @Nullable String getErrorRate() {
    return errorRate;
  }

  @DataBoundSetter
  public void setErrorRate(@Nullable String errorRate) {
    this.errorRate = Given.text(errorRate);
  }

  public @Nullable String getLatencyP50() {
    return latencyP50;
  }

  @DataBoundSetter
  public void setLatencyP50(@Nullable String latencyP50) {
    this.latencyP50 = Given.text(latencyP50);
  }

  public @Nullable String getLatencyP95() {
    return latencyP95;
  }

  @DataBoundSetter
  public void setLatencyP95(@Nullable String latencyP95) {
    this.latencyP95 = Given.text(latencyP95);
  }

  public @Nullable String getLatencyP99() {
    return latencyP99;
  }

  @DataBoundSetter
  public void setLatencyP99(@Nullable String latencyP99) {
    this.latencyP99 = Given.text(latencyP99);
  }

  public @Nullable Integer getMinRequests() {
    return minRequests;
  }

  @DataBoundSetter
  public void setMinRequests(@Nullable Integer minRequests) {
    this.minRequests = minRequests;
  }

  public @Nullable String getWindow() {
    return window;
  }

  @DataBoundSetter
  public void setWindow(@Nullable String window) {
    this.window = Given.text(window, Durations.text(MetricsGate.DEFAULT_WINDOW));
  }

  public @Nullable String getCompareWith() {
    return compareWith;
  }

  @DataBoundSetter
  public void setCompareWith(@Nullable String compareWith) {
    this.compareWith = Given.text(compareWith);
  }

  public @Nullable String getQuery() {
    return query;
  }

  @DataBoundSetter
  public void setQuery(@Nullable String query) {
    this.query = Given.text(query);
  }

  public @Nullable Integer getCount() {
    return count;
  }

  @DataBoundSetter
  public void setCount(@Nullable Integer count) {
    this.count = Given.number(count, MetricsGate.DEFAULT_TERMS.count());
  }

  @Override
  public Gate toGate(Expander expander) {
    Parameters read = new Parameters(expander);
    SortedMap<Integer, Duration> latencies = new TreeMap<>();
    read.duration("The gate's latencyP50", latencyP50).ifPresent(d -> latencies.put(50, d));
    read.duration("The gate's latencyP95", latencyP95).ifPresent(d -> latencies.put(95, d));
    read.duration("The gate's latencyP99", latencyP99).ifPresent(d -> latencies.put(99, d));
    Optional<Double> rate =
        read.parsed("The gate's errorRate", errorRate, MetricsGateSettings::percent);
    Optional<Double> ratio =
        read.parsed("The gate's compareWith", compareWith, MetricsGateSettings::number);
    boolean queryAlone = rate.isEmpty() && ratio.isEmpty() && latencies.isEmpty();
    int usualRequests = queryAlone ? 0 : MetricsGate.DEFAULT_MIN_REQUESTS;
    return new MetricsGate(
        rate,
        latencies,
        minRequests == null ? usualRequests : minRequests,
        read.duration("The gate's window", window).orElse(MetricsGate.DEFAULT_WINDOW),
        read.parsed("The gate's query", query, PromQuery::new),
        ratio,
        terms(read, count, Duration.ZERO));
  }

  /** {@code 1%}, {@code 0.5 %} or {@code 2}. */
  private static double percent(String text) {
    return number(text.endsWith("%") ? text.substring(0, text.length() - 1).trim() : text);
  }

  private static double number(String text) {
    if (!text.matches("[0-9]{1,6}(\\.[0-9]{1,6})?")) {
      throw new InvalidValueException("'" + text + "' is not a number such as 1 or 0.5.");
    }
    return Double.parseDouble(text);
  }

  /** What Jenkins knows of this gate. */
  @Extension
  @Symbol("metrics")
  public static final class DescriptorImpl extends GateDescriptor {
    @Override
    public String getDisplayName() {
      return "Metrics of Cloud Monitoring";
    }

    @Override
    protected GateSettings sample() {
      MetricsGateSettings settings = new MetricsGateSettings();
      settings.setErrorRate("1%");
      return settings;
    }

    private FormValidation check(
        @Nullable Item item, String value, Probe<MetricsGateSettings, String> setter) {
      return probe(item, value, (gate, text) -> setter.set((MetricsGateSettings) gate, text));
    }

    private FormValidation checkNumber(
        @Nullable Item item, String value, Probe<MetricsGateSettings, Integer> setter) {
      return FormCheck.number(
          item,
          value,
          number -> {
            MetricsGateSettings settings = (MetricsGateSettings) sample();
            setter.set(settings, number);
            settings.toGate(Expander.NONE);
          });
    }

    @POST
    public FormValidation doCheckErrorRate(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return check(item, value, MetricsGateSettings::setErrorRate);
    }

    @POST
    public FormValidation doCheckLatencyP50(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return check(item, value, MetricsGateSettings::setLatencyP50);
    }

    @POST
    public FormValidation doCheckLatencyP95(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return check(item, value, MetricsGateSettings::setLatencyP95);
    }

    @POST
    public FormValidation doCheckLatencyP99(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return check(item, value, MetricsGateSettings::setLatencyP99);
    }

    @POST
    public FormValidation doCheckMinRequests(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return checkNumber(item, value, MetricsGateSettings::setMinRequests);
    }

    @POST
    public FormValidation doCheckWindow(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return check(item, value, MetricsGateSettings::setWindow);
    }

    @POST
    public FormValidation doCheckCompareWith(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return check(item, value, MetricsGateSettings::setCompareWith);
    }

    @POST
    public FormValidation doCheckQuery(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return check(item, value, MetricsGateSettings::setQuery);
    }

    @POST
    public FormValidation doCheckCount(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return checkNumber(item, value, MetricsGateSettings::setCount);
    }
  }
}
