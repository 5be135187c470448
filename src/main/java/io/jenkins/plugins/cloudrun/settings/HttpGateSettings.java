package io.jenkins.plugins.cloudrun.settings;

import hudson.Extension;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.cloudrun.model.Durations;
import io.jenkins.plugins.cloudrun.rollout.gate.Gate;
import io.jenkins.plugins.cloudrun.rollout.gate.HttpGate;
import io.jenkins.plugins.cloudrun.rollout.gate.JsonPath;
import io.jenkins.plugins.cloudrun.rollout.gate.Terms;
import java.util.function.Consumer;
import org.jenkinsci.Symbol;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A GET of the new revision's own URL: {@code http('/healthz')}. */
public final class HttpGateSettings extends GateSettings {
  private static final long serialVersionUID = 1L;

  private final @Nullable String path;
  private @Nullable Integer status;
  private @Nullable String bodyContains;
  private @Nullable String jsonPath;
  private @Nullable String latency;
  private @Nullable Integer consecutive;
  private @Nullable String within;

  @DataBoundConstructor
  public HttpGateSettings(@Nullable String path) {
    this.path = Given.text(path);
  }

  @Override
  protected Terms usual() {
    return HttpGate.DEFAULT_TERMS;
  }

  public @Nullable String getPath() {
    return path;
  }

  public @Nullable Integer getStatus() {
    return status;
  }

  @DataBoundSetter
  public void setStatus(@Nullable Integer status) {
    this.status = Given.number(status, HttpGate.DEFAULT_STATUS);
  }

  public @Nullable String getBodyContains() {
    return bodyContains;
  }

  @DataBoundSetter
  public void setBodyContains(@Nullable String bodyContains) {
    this.bodyContains = Given.text(bodyContains);
  }

  public @Nullable String getJsonPath() {
    return jsonPath;
  }

  @DataBoundSetter
  public void setJsonPath(@Nullable String jsonPath) {
    this.jsonPath = Given.text(jsonPath);
  }

  public @Nullable String getLatency() {
    return latency;
  }

  @DataBoundSetter
  public void setLatency(@Nullable String latency) {
    this.latency = Given.text(latency);
  }

  public @Nullable Integer getConsecutive() {
    return consecutive;
  }

  @DataBoundSetter
  public void setConsecutive(@Nullable Integer consecutive) {
    this.consecutive = Given.number(consecutive, HttpGate.DEFAULT_CONSECUTIVE);
  }

  public @Nullable String getWithin() {
    return within;
  }

  @DataBoundSetter
  public void setWithin(@Nullable String within) {
    this.within = Given.text(within, Durations.text(HttpGate.DEFAULT_WITHIN));
  }

  @Override
  public Gate toGate(Expander expander) {
    Parameters read = new Parameters(expander);
    return new HttpGate(
        read.required("The gate's path", path, text -> text, "http('/healthz')"),
        status == null ? HttpGate.DEFAULT_STATUS : status,
        read.text(bodyContains),
        read.parsed("The gate's jsonPath", jsonPath, JsonPath::new),
        read.duration("The gate's latency", latency),
        terms(
            read,
            consecutive,
            read.duration("The gate's within", within).orElse(HttpGate.DEFAULT_WITHIN)));
  }

  /** What Jenkins knows of this gate. */
  @Extension
  @Symbol("http")
  public static final class DescriptorImpl extends GateDescriptor {
    @Override
    public String getDisplayName() {
      return "HTTP request";
    }

    @Override
    protected GateSettings sample() {
      return new HttpGateSettings("/");
    }

    @POST
    public FormValidation doCheckJsonPath(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      // A path begins with the sign that elsewhere begins a variable.
      return FormCheck.verbatim(item, value, text -> probe("/", gate -> gate.setJsonPath(text)));
    }

    @POST
    public FormValidation doCheckPath(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.required(
          item, value, "Name the path, such as /healthz.", text -> probe(text, gate -> {}));
    }

    @POST
    public FormValidation doCheckStatus(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.number(item, value, n -> probe("/", gate -> gate.setStatus(n)));
    }

    @POST
    public FormValidation doCheckLatency(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.optional(item, value, text -> probe("/", gate -> gate.setLatency(text)));
    }

    @POST
    public FormValidation doCheckConsecutive(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.number(item, value, n -> probe("/", gate -> gate.setConsecutive(n)));
    }

    @POST
    public FormValidation doCheckWithin(
        @AncestorInPath @Nullable Item item, @QueryParameter String value) {
      return FormCheck.optional(item, value, text -> probe("/", gate -> gate.setWithin(text)));
    }

    private static void probe(String path, Consumer<HttpGateSettings> field) {
      HttpGateSettings settings = new HttpGateSettings(path);
      field.accept(settings);
      settings.toGate(Expander.NONE);
    }
  }
}
