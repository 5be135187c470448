package io.jenkins.plugins.cloudrun.credentials;

import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.security.AccessControlled;
import hudson.util.FormValidation;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** One service account of a chain. */
public final class ImpersonatedAccount extends AbstractDescribableImpl<ImpersonatedAccount>
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String serviceAccount;

  /**
   * @param serviceAccount its e-mail address or unique id
   */
  @DataBoundConstructor
  public ImpersonatedAccount(String serviceAccount) {
    this.serviceAccount = IdentityForm.given(serviceAccount).orElse("");
  }

  public String getServiceAccount() {
    return serviceAccount;
  }

  /** What Jenkins knows of it. */
  @Extension
  public static final class DescriptorImpl extends Descriptor<ImpersonatedAccount> {
    @Override
    public String getDisplayName() {
      return "Service account";
    }

    @POST
    public FormValidation doCheckServiceAccount(
        @AncestorInPath @Nullable AccessControlled context, @QueryParameter String value) {
      return IdentityForm.required(context, value, IdentityForm::serviceAccount);
    }
  }
}
