package io.jenkins.plugins.cloudrun.credentials;

import com.cloudbees.plugins.credentials.CredentialsNameProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.NameWith;
import com.cloudbees.plugins.credentials.impl.BaseStandardCredentials;
import hudson.Extension;
import hudson.model.Item;
import hudson.security.AccessControlled;
import hudson.util.FormValidation;
import io.jenkins.plugins.cloudrun.gcp.Identity;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.ServiceAccount;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jenkinsci.Symbol;
import org.jspecify.annotations.Nullable;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** Who Jenkins, or a part of it, is to Google Cloud. */
@NameWith(GoogleCloudIdentity.Name.class)
public final class GoogleCloudIdentity extends BaseStandardCredentials {
  private static final long serialVersionUID = 1L;

  private final IdentitySource source;
  private @Nullable List<ImpersonatedAccount> impersonate;
  private @Nullable String project;

  /**
   * @param scope as of all credentials
   * @param id that jobs name; null for a new one
   * @param source how the identity is proven
   */
  @DataBoundConstructor
  public GoogleCloudIdentity(
      @Nullable CredentialsScope scope,
      @Nullable String id,
      @Nullable String description,
      IdentitySource source) {
    super(scope, id, description);
    this.source = source;
  }

  public IdentitySource getSource() {
    return source;
  }

  /** Each may make tokens for the next; the last one is the one to act as. */
  public List<ImpersonatedAccount> getImpersonate() {
    return impersonate == null ? List.of() : new ArrayList<>(impersonate);
  }

  @DataBoundSetter
  public void setImpersonate(@Nullable List<ImpersonatedAccount> impersonate) {
    this.impersonate =
        impersonate == null || impersonate.isEmpty() ? null : new ArrayList<>(impersonate);
  }

  /** That the identity is at home in; null if that follows from the account. */
  public @Nullable String getProject() {
    return project;
  }

  @DataBoundSetter
  public void setProject(@Nullable String project) {
    this.project = IdentityForm.given(project).orElse(null);
  }

  /** What it is to Google now. */
  Identity identity(IdentityTokens tokens) throws Failure {
    try {
      List<ServiceAccount> chain =
          getImpersonate().stream()
              .map(account -> new ServiceAccount(account.getServiceAccount()))
              .toList();
      return source
          .identity(tokens)
          .acting(chain)
          .in(Optional.ofNullable(project).map(ProjectId::new));
    } catch (InvalidValueException e) {
      throw unusable(e.getMessage());
    }
  }

  private Failure.Permanent unusable(@Nullable String why) {
    return IdentityForm.refused("The credential '" + getId() + "' cannot be used: " + why);
  }

  /** Says in lists whom one acts as, and how that is proven; no secret. */
  public static final class Name extends CredentialsNameProvider<GoogleCloudIdentity> {
    @Override
    public String getName(GoogleCloudIdentity credentials) {
      List<ImpersonatedAccount> chain = credentials.getImpersonate();
      Optional<String> who =
          chain.isEmpty()
              ? credentials.source.who()
              : Optional.of(chain.get(chain.size() - 1).getServiceAccount());
      String by = credentials.source.by();
      String name = who.map(account -> account + " by " + by).orElse(by);
      String description = credentials.getDescription();
      return description == null || description.isBlank() ? name : name + " (" + description + ")";
    }
  }

  /** What Jenkins knows of the kind. */
  @Extension
  @Symbol("googleCloudIdentity")
  public static final class DescriptorImpl extends BaseStandardCredentialsDescriptor {
    @Override
    public String getDisplayName() {
      return "Google Cloud identity";
    }

    @Override
    public String getIconClassName() {
      return "symbol-cloud";
    }

    @POST
    public FormValidation doCheckProject(
        @AncestorInPath @Nullable AccessControlled context, @QueryParameter String value) {
      return IdentityForm.optional(context, value, ProjectId::new);
    }

    /** The button: asks Google as whoever is in the form, for those who may edit it. */
    @POST
    public FormValidation doAsk(
        StaplerRequest2 request,
        @AncestorInPath @Nullable AccessControlled context,
        @AncestorInPath @Nullable Item item) {
      return IdentityQuestion.asked(request, context, item);
    }
  }
}
