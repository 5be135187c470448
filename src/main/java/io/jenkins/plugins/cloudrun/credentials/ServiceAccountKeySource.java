package io.jenkins.plugins.cloudrun.credentials;

import hudson.Extension;
import hudson.model.Descriptor;
import hudson.security.AccessControlled;
import hudson.util.FormValidation;
import hudson.util.Secret;
import io.jenkins.plugins.cloudrun.gcp.Identity;
import io.jenkins.plugins.cloudrun.gcp.IdentityTexts;
import java.util.Optional;
import org.jenkinsci.Symbol;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The key of a service account. */
public final class ServiceAccountKeySource extends IdentitySource {
  private static final long serialVersionUID = 1L;

  private final Secret key;

  /**
   * @param key the JSON key file
   */
  @DataBoundConstructor
  public ServiceAccountKeySource(Secret key) {
    this.key = key;
  }

  public Secret getKey() {
    return key;
  }

  @Override
  Identity identity(IdentityTokens tokens) {
    return Identity.key(key.getPlainText());
  }

  @Override
  Optional<String> who() {
    return IdentityTexts.email(key.getPlainText());
  }

  @Override
  String by() {
    return "a key";
  }

  /** What Jenkins knows of the kind. */
  @Extension(ordinal = -10)
  @Symbol("serviceAccountKey")
  public static final class DescriptorImpl extends Descriptor<IdentitySource> {
    @Override
    public String getDisplayName() {
      return "Key of a service account";
    }

    @POST
    public FormValidation doCheckKey(
        @AncestorInPath @Nullable AccessControlled context, @QueryParameter String value) {
      return IdentityForm.checked(
          context,
          () -> {
            String text = IdentityForm.plain(value);
            if (text.isEmpty()) {
              return FormValidation.error("Paste the JSON key file of a service account.");
            }
            Optional<String> wrong = IdentityTexts.wrongInKey(text, GoogleAccess.get().settings());
            return wrong.isPresent()
                ? FormValidation.error(wrong.get())
                : FormValidation.warning(IdentityForm.LONG_LIVED);
          });
    }
  }
}
