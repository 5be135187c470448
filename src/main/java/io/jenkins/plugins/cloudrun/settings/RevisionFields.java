package io.jenkins.plugins.cloudrun.settings;

import io.jenkins.plugins.cloudrun.rollout.port.RevisionSettings;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundSetter;

/** The parameters of a revision besides its container, and of who may call the service. */
public abstract class RevisionFields extends ContainerFields {
  private static final long serialVersionUID = 1L;

  private @Nullable Integer concurrency;
  private @Nullable String timeout;
  private @Nullable Integer minInstances;
  private @Nullable Integer maxInstances;
  private @Nullable Integer port;
  private @Nullable Boolean allowUnauthenticated;

  public @Nullable Integer getConcurrency() {
    return concurrency;
  }

  @DataBoundSetter
  public void setConcurrency(@Nullable Integer concurrency) {
    this.concurrency = concurrency;
  }

  public @Nullable String getTimeout() {
    return timeout;
  }

  @DataBoundSetter
  public void setTimeout(@Nullable String timeout) {
    this.timeout = Given.text(timeout);
  }

  public @Nullable Integer getMinInstances() {
    return minInstances;
  }

  @DataBoundSetter
  public void setMinInstances(@Nullable Integer minInstances) {
    this.minInstances = minInstances;
  }

  public @Nullable Integer getMaxInstances() {
    return maxInstances;
  }

  @DataBoundSetter
  public void setMaxInstances(@Nullable Integer maxInstances) {
    this.maxInstances = maxInstances;
  }

  public @Nullable Integer getPort() {
    return port;
  }

  @DataBoundSetter
  public void setPort(@Nullable Integer port) {
    this.port = port;
  }

  public @Nullable Boolean getAllowUnauthenticated() {
    return allowUnauthenticated;
  }

  @DataBoundSetter
  public void setAllowUnauthenticated(@Nullable Boolean allowUnauthenticated) {
    this.allowUnauthenticated = allowUnauthenticated;
  }

  final Optional<Boolean> everyone() {
    return Optional.ofNullable(allowUnauthenticated);
  }

  final RevisionSettings revision(Parameters read) {
    return new RevisionSettings(
        container(read, read.number(port)),
        read.number(concurrency),
        read.duration("timeout", timeout),
        read.number(minInstances),
        read.number(maxInstances),
        serviceAccountEmail(read),
        labelMap(read));
  }
}
