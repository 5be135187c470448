package io.jenkins.plugins.cloudrun.credentials;

import hudson.Extension;
import hudson.model.Descriptor;
import io.jenkins.plugins.cloudrun.gcp.Identity;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** The account of the machine in Google Cloud that Jenkins runs on. */
public final class MetadataServerSource extends IdentitySource {
  private static final long serialVersionUID = 1L;

  @DataBoundConstructor
  public MetadataServerSource() {}

  @Override
  Identity identity(IdentityTokens tokens) {
    return Identity.metadataServer();
  }

  @Override
  String by() {
    return "Jenkins' own machine";
  }

  /** What Jenkins knows of the kind. */
  @Extension
  @Symbol("metadataServer")
  public static final class DescriptorImpl extends Descriptor<IdentitySource> {
    @Override
    public String getDisplayName() {
      return "The machine that Jenkins runs on (metadata server)";
    }

    /** Whether an administrator has allowed it. */
    public boolean isAllowed() {
      return GoogleAccess.get().settings().applicationDefaultCredentials();
    }
  }
}
