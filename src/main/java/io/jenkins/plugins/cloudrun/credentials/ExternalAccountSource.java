package io.jenkins.plugins.cloudrun.credentials;

import hudson.Extension;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.security.AccessControlled;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import hudson.util.Secret;
import io.jenkins.plugins.cloudrun.gcp.Identity;
import io.jenkins.plugins.cloudrun.gcp.IdentityTexts;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.util.Optional;
import org.jenkinsci.Symbol;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A configuration for an account outside of Google, as Google's tools write it. */
public final class ExternalAccountSource extends IdentitySource {
  private static final long serialVersionUID = 1L;

  private final Secret configuration;
  private @Nullable String tokenCredentialsId;

  /**
   * @param configuration JSON of the type {@code external_account}
   */
  @DataBoundConstructor
  public ExternalAccountSource(Secret configuration) {
    this.configuration = configuration;
  }

  public Secret getConfiguration() {
    return configuration;
  }

  /** The credential that issues the identity token, in place of the configuration's own source. */
  public @Nullable String getTokenCredentialsId() {
    return tokenCredentialsId;
  }

  @DataBoundSetter
  public void setTokenCredentialsId(@Nullable String tokenCredentialsId) {
    this.tokenCredentialsId = IdentityForm.given(tokenCredentialsId).orElse(null);
  }

  @Override
  Identity identity(IdentityTokens tokens) throws Failure {
    Optional<String> token =
        tokenCredentialsId == null
            ? Optional.empty()
            : Optional.of(tokens.text(tokenCredentialsId));
    return Identity.externalAccount(configuration.getPlainText(), token);
  }

  @Override
  String by() {
    return "an external account";
  }

  @Override
  Optional<String> tokens() {
    return Optional.ofNullable(tokenCredentialsId);
  }

  /** What Jenkins knows of the kind. */
  @Extension(ordinal = 5)
  @Symbol("externalAccount")
  public static final class DescriptorImpl extends Descriptor<IdentitySource> {
    @Override
    public String getDisplayName() {
      return "External account configuration";
    }

    @POST
    public FormValidation doCheckConfiguration(
        @AncestorInPath @Nullable AccessControlled context,
        @QueryParameter String value,
        @QueryParameter String tokenCredentialsId) {
      return IdentityForm.checked(
          context,
          () -> {
            String text = IdentityForm.plain(value);
            if (text.isEmpty()) {
              return FormValidation.error(
                  "Paste the JSON that 'gcloud iam workload-identity-pools create-cred-config'"
                      + " wrote.");
            }
            boolean token = IdentityForm.given(tokenCredentialsId).isPresent();
            return IdentityTexts.wrongInExternalAccount(text, token, GoogleAccess.get().settings())
                .map(FormValidation::error)
                .orElseGet(FormValidation::ok);
          });
    }

    @POST
    public ListBoxModel doFillTokenCredentialsIdItems(
        @AncestorInPath @Nullable Item item, @QueryParameter String tokenCredentialsId) {
      return CredentialChoices.tokenChoices(item, tokenCredentialsId);
    }
  }
}
