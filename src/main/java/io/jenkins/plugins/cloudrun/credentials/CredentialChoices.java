package io.jenkins.plugins.cloudrun.credentials;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.model.Item;
import hudson.model.Queue;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/** The field {@code credentialsId} of a form. */
public final class CredentialChoices {
  private CredentialChoices() {}

  /**
   * What the form may offer. Who may not see the item's credentials gets the current value alone.
   *
   * @param item the item that is being configured, or null outside of one
   */
  public static ListBoxModel choices(@Nullable Item item, @Nullable String current) {
    return choices(
        item, current, GoogleCloudIdentity.class, FileCredentials.class, StringCredentials.class);
  }

  /** The same for what issues identity tokens. */
  static ListBoxModel tokenChoices(@Nullable Item item, @Nullable String current) {
    return choices(item, current, FileCredentials.class, StringCredentials.class);
  }

  /**
   * The identity token that a credential holds while nothing is built.
   *
   * @param item whose credentials are being edited, or null for those of Jenkins itself
   */
  static String tokenText(@Nullable Item item, String id) throws Failure {
    Optional<StandardCredentials> found =
        CredentialsProvider.lookupCredentialsInItem(
                StandardCredentials.class, item, authentication(item), List.of())
            .stream()
            .filter(credential -> credential.getId().equals(id))
            .findFirst();
    if (found.isEmpty()) {
      throw IdentityForm.refused(
          "There is no credential '" + id + "' here that could issue the identity token.");
    }
    return JenkinsKeys.text(found.get(), id);
  }

  /** The same for a registry of base images: a user name and password will do there. */
  public static ListBoxModel registryChoices(@Nullable Item item, @Nullable String current) {
    return choices(
        item,
        current,
        GoogleCloudIdentity.class,
        FileCredentials.class,
        StringCredentials.class,
        StandardUsernamePasswordCredentials.class);
  }

  private static ListBoxModel choices(
      @Nullable Item item, @Nullable String current, Class<?>... kinds) {
    StandardListBoxModel model = new StandardListBoxModel();
    String value = current == null ? "" : current;
    if (!maySee(item)) {
      model.includeCurrentValue(value);
      return model;
    }
    model.includeEmptyValue();
    model.includeMatchingAs(
        authentication(item),
        item,
        StandardCredentials.class,
        List.of(),
        CredentialsMatchers.anyOf(
            Stream.of(kinds)
                .map(CredentialsMatchers::instanceOf)
                .toArray(CredentialsMatcher[]::new)));
    model.includeCurrentValue(value);
    return model;
  }

  /** Whether the item may use the credential, as far as the person may know. */
  public static FormValidation check(@Nullable Item item, @Nullable String value) {
    if (item == null || value == null || value.isBlank() || value.contains("$") || !maySee(item)) {
      return FormValidation.ok();
    }
    boolean known =
        CredentialsProvider.lookupCredentialsInItem(
                StandardCredentials.class, item, authentication(item), List.of())
            .stream()
            .anyMatch(credential -> credential.getId().equals(value));
    return known
        ? FormValidation.ok()
        : FormValidation.error("There is no credential '" + value + "' that this job may use.");
  }

  /** Whether the person may see which credentials the item may use. */
  public static boolean maySee(@Nullable Item item) {
    return item == null
        ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
        : item.hasPermission(Item.EXTENDED_READ)
            || item.hasPermission(CredentialsProvider.USE_ITEM);
  }

  /** Whether the person may act with the credentials that the item may use. */
  public static boolean mayUse(Item item) {
    return item.hasPermission(CredentialsProvider.USE_ITEM);
  }

  private static Authentication authentication(@Nullable Item item) {
    return item instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : ACL.SYSTEM2;
  }
}
