package io.jenkins.plugins.cloudrun.config;

import hudson.util.FormValidation;
import io.jenkins.plugins.cloudrun.gcp.Endpoints;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;
import jenkins.model.GlobalConfiguration;
import jenkins.model.Jenkins;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Where Google's services are, if not where they usually are: administrators alone decide it. */
public abstract class EndpointConfiguration extends GlobalConfiguration {
  private @Nullable String apiEndpoint;
  private @Nullable String tokenEndpoint;
  private @Nullable String iamCredentialsEndpoint;
  private @Nullable String metadataEndpoint;
  private @Nullable String loggingEndpoint;
  private @Nullable String storageEndpoint;
  private @Nullable String cloudBuildEndpoint;
  private @Nullable String containerAnalysisEndpoint;
  private @Nullable String monitoringEndpoint;

  final Endpoints endpoints() {
    return new Endpoints(
        uri(apiEndpoint),
        uri(tokenEndpoint),
        uri(iamCredentialsEndpoint),
        uri(metadataEndpoint),
        uri(loggingEndpoint),
        uri(storageEndpoint),
        uri(cloudBuildEndpoint),
        uri(containerAnalysisEndpoint),
        uri(monitoringEndpoint));
  }

  public @Nullable String getApiEndpoint() {
    return apiEndpoint;
  }

  @DataBoundSetter
  public void setApiEndpoint(@Nullable String apiEndpoint) {
    this.apiEndpoint = Addresses.endpoint(apiEndpoint);
    save();
  }

  public @Nullable String getTokenEndpoint() {
    return tokenEndpoint;
  }

  @DataBoundSetter
  public void setTokenEndpoint(@Nullable String tokenEndpoint) {
    this.tokenEndpoint = Addresses.endpoint(tokenEndpoint);
    save();
  }

  public @Nullable String getIamCredentialsEndpoint() {
    return iamCredentialsEndpoint;
  }

  @DataBoundSetter
  public void setIamCredentialsEndpoint(@Nullable String iamCredentialsEndpoint) {
    this.iamCredentialsEndpoint = Addresses.endpoint(iamCredentialsEndpoint);
    save();
  }

  public @Nullable String getMetadataEndpoint() {
    return metadataEndpoint;
  }

  @DataBoundSetter
  public void setMetadataEndpoint(@Nullable String metadataEndpoint) {
    this.metadataEndpoint = Addresses.endpoint(metadataEndpoint);
    save();
  }

  public @Nullable String getLoggingEndpoint() {
    return loggingEndpoint;
  }

  @DataBoundSetter
  public void setLoggingEndpoint(@Nullable String loggingEndpoint) {
    this.loggingEndpoint = Addresses.endpoint(loggingEndpoint);
    save();
  }

  public @Nullable String getStorageEndpoint() {
    return storageEndpoint;
  }

  @DataBoundSetter
  public void setStorageEndpoint(@Nullable String storageEndpoint) {
    this.storageEndpoint = Addresses.endpoint(storageEndpoint);
    save();
  }

  public @Nullable String getCloudBuildEndpoint() {
    return cloudBuildEndpoint;
  }

  @DataBoundSetter
  public void setCloudBuildEndpoint(@Nullable String cloudBuildEndpoint) {
    this.cloudBuildEndpoint = Addresses.endpoint(cloudBuildEndpoint);
    save();
  }

  public @Nullable String getContainerAnalysisEndpoint() {
    return containerAnalysisEndpoint;
  }

  @DataBoundSetter
  public void setContainerAnalysisEndpoint(@Nullable String containerAnalysisEndpoint) {
    this.containerAnalysisEndpoint = Addresses.endpoint(containerAnalysisEndpoint);
    save();
  }

  public @Nullable String getMonitoringEndpoint() {
    return monitoringEndpoint;
  }

  @DataBoundSetter
  public void setMonitoringEndpoint(@Nullable String monitoringEndpoint) {
    this.monitoringEndpoint = Addresses.endpoint(monitoringEndpoint);
    save();
  }

  @POST
  public FormValidation doCheckApiEndpoint(@QueryParameter String value) {
    return check(value);
  }

  @POST
  public FormValidation doCheckTokenEndpoint(@QueryParameter String value) {
    return check(value);
  }

  @POST
  public FormValidation doCheckIamCredentialsEndpoint(@QueryParameter String value) {
    return check(value);
  }

  @POST
  public FormValidation doCheckMetadataEndpoint(@QueryParameter String value) {
    return check(value);
  }

  @POST
  public FormValidation doCheckLoggingEndpoint(@QueryParameter String value) {
    return check(value);
  }

  @POST
  public FormValidation doCheckStorageEndpoint(@QueryParameter String value) {
    return check(value);
  }

  @POST
  public FormValidation doCheckCloudBuildEndpoint(@QueryParameter String value) {
    return check(value);
  }

  @POST
  public FormValidation doCheckContainerAnalysisEndpoint(@QueryParameter String value) {
    return check(value);
  }

  @POST
  public FormValidation doCheckMonitoringEndpoint(@QueryParameter String value) {
    return check(value);
  }

  private static FormValidation check(@Nullable String value) {
    return checked(value, Addresses::endpoint);
  }

  static FormValidation checked(@Nullable String value, Consumer<@Nullable String> parser) {
    Jenkins.get().checkPermission(Jenkins.ADMINISTER);
    try {
      parser.accept(value);
      return FormValidation.ok();
    } catch (InvalidValueException e) {
      return FormValidation.error(e.getMessage());
    }
  }

  private static Optional<URI> uri(@Nullable String text) {
    return text == null ? Optional.empty() : Optional.of(URI.create(text));
  }
}
