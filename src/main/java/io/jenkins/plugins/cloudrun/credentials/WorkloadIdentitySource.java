package io.jenkins.plugins.cloudrun.credentials;

import hudson.Extension;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.security.AccessControlled;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.cloudrun.gcp.Identity;
import io.jenkins.plugins.cloudrun.model.WorkloadIdentityProvider;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.util.List;
import java.util.Optional;
import org.jenkinsci.Symbol;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * Workload identity federation: Jenkins issues an identity token for the build, Google takes it in
 * exchange for its own. There is no key.
 */
public final class WorkloadIdentitySource extends IdentitySource {
  private static final long serialVersionUID = 1L;

  private final String provider;
  private final String tokenCredentialsId;
  private @Nullable String serviceAccount;

  /**
   * @param provider full name of the workload identity provider
   * @param tokenCredentialsId the credential that issues the identity token
   */
  @DataBoundConstructor
  public WorkloadIdentitySource(String provider, String tokenCredentialsId) {
    this.provider = IdentityForm.given(provider).orElse("");
    this.tokenCredentialsId = IdentityForm.given(tokenCredentialsId).orElse("");
  }

  public String getProvider() {
    return provider;
  }

  public String getTokenCredentialsId() {
    return tokenCredentialsId;
  }

  /** Whom the pool's principal impersonates; null if it acts for itself. */
  public @Nullable String getServiceAccount() {
    return serviceAccount;
  }

  @DataBoundSetter
  public void setServiceAccount(@Nullable String serviceAccount) {
    this.serviceAccount = IdentityForm.given(serviceAccount).orElse(null);
  }

  @Override
  Identity identity(IdentityTokens tokens) throws Failure {
    WorkloadIdentityProvider taker = new WorkloadIdentityProvider(provider);
    Identity principal = Identity.token(tokens.text(tokenCredentialsId), taker);
    return serviceAccount == null
        ? principal
        : principal.acting(List.of(IdentityForm.serviceAccount(serviceAccount)));
  }

  @Override
  Optional<String> who() {
    return Optional.ofNullable(serviceAccount);
  }

  @Override
  String by() {
    return "a token of Jenkins for "
        + provider.replaceFirst("^.*/workloadIdentityPools/", "").replace("/providers/", "/");
  }

  @Override
  Optional<String> tokens() {
    return Optional.of(tokenCredentialsId);
  }

  /** What Jenkins knows of the kind. */
  @Extension(ordinal = 10)
  @Symbol("workloadIdentity")
  public static final class DescriptorImpl extends Descriptor<IdentitySource> {
    @Override
    public String getDisplayName() {
      return "Workload identity federation, from an identity token of Jenkins";
    }

    @POST
    public FormValidation doCheckProvider(
        @AncestorInPath @Nullable AccessControlled context, @QueryParameter String value) {
      return IdentityForm.required(context, value, WorkloadIdentityProvider::new);
    }

    @POST
    public FormValidation doCheckServiceAccount(
        @AncestorInPath @Nullable AccessControlled context, @QueryParameter String value) {
      return IdentityForm.optional(context, value, IdentityForm::serviceAccount);
    }

    @POST
    public ListBoxModel doFillTokenCredentialsIdItems(
        @AncestorInPath @Nullable Item item, @QueryParameter String tokenCredentialsId) {
      return CredentialChoices.tokenChoices(item, tokenCredentialsId);
    }

    @POST
    public FormValidation doCheckTokenCredentialsId(
        @AncestorInPath @Nullable AccessControlled context, @QueryParameter String value) {
      return IdentityForm.checked(
          context,
          () ->
              IdentityForm.given(value).isPresent()
                  ? FormValidation.ok()
                  : FormValidation.error(
                      "Choose the credential that issues the identity token: 'OpenID Connect id"
                          + " token', with this provider as its audience."));
    }
  }
}
