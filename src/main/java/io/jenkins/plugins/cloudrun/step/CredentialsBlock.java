package io.jenkins.plugins.cloudrun.step;

import io.jenkins.plugins.cloudrun.durable.Origin;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.WorkloadIdentityProvider;
import io.jenkins.plugins.cloudrun.platform.Platform;
import io.jenkins.plugins.cloudrun.platform.ToolConfiguration;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose token the tools of a block are given, by name; and, in memory alone, the tokens that they
 * were given. What a Pipeline saves has no token, not even an encrypted one: after a restart the
 * block asks for another.
 */
final class CredentialsBlock implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String item;
  private final int run;
  private final String actor;
  private final @Nullable String credentialsId;
  private final @Nullable String impersonate;
  private final @Nullable String provider;
  private transient @Nullable Set<String> given;

  CredentialsBlock(Origin origin, Account account) {
    this.item = origin.item();
    this.run = origin.run().orElseThrow();
    this.actor = origin.actor();
    this.credentialsId = account.credentialsId().orElse(null);
    this.impersonate = account.impersonate().orElse(null);
    this.provider =
        account.workloadIdentityProvider().map(WorkloadIdentityProvider::value).orElse(null);
  }

  /**
   * A token that is good for ten minutes at least. Asks Google at most once an hour, and otherwise
   * answers at once.
   *
   * @throws IOException with what to do when there is none
   */
  RegistryToken token() throws IOException {
    try {
      RegistryToken token = Platform.get().registryToken(origin(), asked());
      remember(token.text());
      return token;
    } catch (Failure e) {
      throw new IOException("withCloudRunCredentials: " + e.explanation(), e);
    }
  }

  /**
   * What tools need to prove by themselves who they are; the identity token was made just now.
   *
   * @throws IOException with what to do when there is none
   */
  ToolConfiguration configuration() throws IOException {
    try {
      ToolConfiguration made = Platform.get().toolConfiguration(origin(), asked());
      remember(made.token());
      return made;
    } catch (Failure e) {
      throw new IOException("withCloudRunCredentials: " + e.explanation(), e);
    }
  }

  /** The project that the credentials are at home in; null if they do not say. */
  @Nullable String home() throws IOException {
    try {
      return Platform.get().home(origin(), asked()).map(ProjectId::value).orElse(null);
    } catch (Failure e) {
      throw new IOException("withCloudRunCredentials: " + e.explanation(), e);
    }
  }

  private Origin origin() {
    return new Origin(item, Optional.of(run), actor);
  }

  private Account asked() {
    return new Account(
        Optional.ofNullable(credentialsId),
        Optional.ofNullable(impersonate),
        Optional.ofNullable(provider).map(WorkloadIdentityProvider::new));
  }

  private synchronized void remember(String token) {
    Set<String> tokens = given;
    if (tokens == null) {
      tokens = new LinkedHashSet<>();
      given = tokens;
    }
    tokens.add(token);
  }

  /** The tokens that were given since Jenkins started. */
  synchronized List<String> given() {
    Set<String> tokens = given;
    return tokens == null ? List.of() : new ArrayList<>(tokens);
  }

  /** As whom tools in the block act, for people. */
  String account() {
    String own =
        credentialsId == null
            ? "the controller's own credentials"
            : "the credential '" + credentialsId + "'";
    return impersonate == null ? own : impersonate + ", by " + own;
  }
}
