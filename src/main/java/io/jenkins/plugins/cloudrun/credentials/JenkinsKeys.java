package io.jenkins.plugins.cloudrun.credentials;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.Job;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.gcp.Identity;
import io.jenkins.plugins.cloudrun.gcp.KeySource;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import io.jenkins.plugins.cloudrun.model.WorkloadIdentityProvider;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/**
 * Keys out of Jenkins' credentials, looked up as the build may use them: its own authentication,
 * its folders. When the build is gone but what it began goes on, the job's authentication decides.
 * A credential that was withdrawn is refused from then on.
 */
public final class JenkinsKeys implements KeySource {
  private static final int MOST_BYTES = 64 * 1024;
  private static final int MOST_TRACKED = 1000;

  /**
   * Uses that were recorded already: each look at the outside asks again, and each record is a
   * file.
   */
  private final Set<String> tracked =
      Collections.newSetFromMap(
          Collections.synchronizedMap(
              new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                  return size() > MOST_TRACKED;
                }
              }));

  private final Whereabouts whereabouts = new Whereabouts(System::nanoTime);

  /** An item has another full name. */
  public void renamed(String former, String now) {
    whereabouts.moved(former, now);
  }

  @Override
  public String key(Origin origin, String credentialsId) throws Failure {
    return text(found(origin, credentialsId), credentialsId);
  }

  @Override
  public Identity identity(
      Origin origin, String credentialsId, Optional<WorkloadIdentityProvider> provider)
      throws Failure {
    StandardCredentials found = found(origin, credentialsId);
    return found instanceof GoogleCloudIdentity identity
        ? identity.identity(id -> key(origin, id))
        : Identity.text(text(found, credentialsId), provider);
  }

  /** A user's password for a registry; empty if the credential is of another kind. */
  public Optional<RegistryToken> password(Origin origin, String credentialsId) throws Failure {
    return found(origin, credentialsId) instanceof StandardUsernamePasswordCredentials login
        ? Optional.of(
            RegistryToken.password(login.getUsername(), login.getPassword().getPlainText()))
        : Optional.empty();
  }

  private StandardCredentials found(Origin origin, String credentialsId) throws Failure {
    try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
      Item item = origin.item().isEmpty() ? null : item(origin.item());
      // A matrix job is a group of its configurations, and a job all the same.
      boolean place = item instanceof ItemGroup<?> && !(item instanceof Job<?, ?>);
      if (origin.item().isEmpty() || place) {
        return ofPlace(item, credentialsId);
      }
      if (item == null && whereabouts.vanishing(origin.item())) {
        throw new Failure.Transient(
            "The job " + origin.item() + " is not there: it may be about to be renamed.",
            Optional.empty(),
            null);
      }
      if (item != null) {
        whereabouts.seen(origin.item());
      }
      if (!(item instanceof Job<?, ?> job)) {
        throw refused(
            "The job "
                + origin.item()
                + " is gone, and with it the right to use the credential '"
                + credentialsId
                + "'.");
      }
      Run<?, ?> run = origin.run().isPresent() ? job.getBuildByNumber(origin.run().get()) : null;
      StandardCredentials found =
          run != null ? ofRun(run, credentialsId) : ofJob(job, credentialsId);
      if (found == null) {
        throw refused(
            "There is no credential '"
                + credentialsId
                + "' that "
                + origin.item()
                + " may use. Create a Google Cloud identity with that id, or a secret file or"
                + " secret text that holds a service account's key, in the job's folder or"
                + " globally; or correct credentialsId.");
      }
      if (tracked.add(origin.item() + "#" + origin.run() + " " + credentialsId)) {
        if (run != null) {
          CredentialsProvider.track(run, found);
        } else {
          CredentialsProvider.track((Item) job, found);
        }
      }
      return found;
    }
  }

  private @Nullable Item item(String name) {
    Item item = Jenkins.get().getItemByFullName(name);
    return item != null ? item : Jenkins.get().getItemByFullName(whereabouts.now(name));
  }

  private static @Nullable StandardCredentials ofRun(Run<?, ?> run, String id) {
    return CredentialsProvider.findCredentialById(id, StandardCredentials.class, run, List.of());
  }

  /**
   * Of a folder, or of Jenkins itself: for a person whose right to use them there was asked before.
   * What only Jenkins itself may use is left out.
   */
  private static StandardCredentials ofPlace(@Nullable Item folder, String id) throws Failure {
    return CredentialsProvider.lookupCredentialsInItem(
            StandardCredentials.class, folder, ACL.SYSTEM2, List.of())
        .stream()
        .filter(credential -> credential.getId().equals(id))
        .filter(credential -> credential.getScope() != CredentialsScope.SYSTEM)
        .findFirst()
        .orElseThrow(
            () ->
                refused(
                    "There is no credential '"
                        + id
                        + "' that jobs "
                        + (folder == null ? "" : "in " + folder.getFullName() + " ")
                        + "may use."));
  }

  private static @Nullable StandardCredentials ofJob(Job<?, ?> job, String id) {
    Authentication own =
        job instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : Jenkins.ANONYMOUS2;
    StandardCredentials found = first(job, own, id);
    if (found == null
        && !own.equals(ACL.SYSTEM2)
        && job.getACL().hasPermission2(own, CredentialsProvider.USE_ITEM)) {
      found = first(job, ACL.SYSTEM2, id);
    }
    return found;
  }

  private static @Nullable StandardCredentials first(Job<?, ?> job, Authentication who, String id) {
    return CredentialsProvider.lookupCredentialsInItem(
            StandardCredentials.class, job, who, List.of())
        .stream()
        .filter(credential -> credential.getId().equals(id))
        .findFirst()
        .orElse(null);
  }

  static String text(StandardCredentials credential, String id) throws Failure {
    if (credential instanceof StringCredentials secret) {
      return secret.getSecret().getPlainText();
    }
    if (credential instanceof FileCredentials file) {
      try (InputStream content = file.getContent()) {
        byte[] bytes = content.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
          throw refused(
              "The credential '"
                  + id
                  + "' is a file of more than 64 KiB: that is no service account's key.");
        }
        return new String(bytes, StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw refused("The credential '" + id + "' cannot be read: " + e.getMessage() + ".");
      }
    }
    throw refused(
        "The credential '"
            + id
            + "' is of another kind ("
            + credential.getClass().getSimpleName()
            + "): a Google Cloud identity, or a secret file or secret text with a service account's"
            + " key, is needed.");
  }

  private static Failure.Permanent refused(String message) {
    return new Failure.Permanent(Failure.Reason.UNAUTHENTICATED, message, null);
  }
}
