package io.jenkins.plugins.cloudrun.gcp;

import com.google.api.client.http.HttpTransport;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.ComputeEngineCredentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ImpersonatedCredentials;
import io.jenkins.plugins.cloudrun.gcp.Proof.Place;
import io.jenkins.plugins.cloudrun.gcp.Proof.Proven;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.ServiceAccount;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An identity that was proven, as whom it acts in the end. */
final class Acting {
  private static final Duration LIFETIME = Duration.ofHours(1);
  private static final Pattern HOME =
      Pattern.compile("@([a-z0-9-]+)\\.iam\\.gserviceaccount\\.com");

  private final Identity identity;
  private final Proven proven;
  private final List<ServiceAccount> chain;
  private final GoogleCredentials credentials;
  private final HttpTransport transport;

  private Acting(Identity identity, Proven proven, Place place) {
    this.identity = identity;
    this.proven = proven;
    List<ServiceAccount> all = new ArrayList<>(proven.through());
    all.addAll(identity.chain());
    this.chain = List.copyOf(all);
    this.transport = place.transport().create();
    this.credentials = chain.isEmpty() ? proven.credentials() : impersonating(place);
  }

  static Acting as(Identity identity, Place place) throws Failure {
    return new Acting(identity, identity.proof().proven(place), place);
  }

  GoogleCredentials credentials() {
    return credentials;
  }

  /** Takes newer identity tokens, if the identity is one. */
  Optional<FreshToken> fresh() {
    return proven.fresh();
  }

  /** One request: the IAM Credentials API follows the delegates by itself. */
  private GoogleCredentials impersonating(Place place) {
    List<String> names = chain.stream().map(ServiceAccount::value).toList();
    return ImpersonatedCredentials.newBuilder()
        .setSourceCredentials(proven.credentials())
        .setDelegates(names.subList(0, names.size() - 1))
        .setTargetPrincipal(names.get(names.size() - 1))
        .setScopes(place.scopes())
        .setLifetime((int) LIFETIME.toSeconds())
        .setHttpTransportFactory(place.transport())
        .build();
  }

  /**
   * Gets a token and says whose it is.
   *
   * @throws Failure saying why there is none
   */
  IdentityFacts facts() throws Failure {
    try {
      AccessToken token = credentials.refreshAccessToken();
      String who = who();
      return new IdentityFacts(
          who,
          project(who),
          token.getExpirationTime().toInstant(),
          proven.key().isPresent(),
          proven.key().flatMap(key -> KeyAge.made(key, transport)));
    } catch (IOException e) {
      throw Failures.token(e, "an access token");
    } catch (RuntimeException e) {
      // The metadata server that does not say whose account it has.
      throw Failures.token(new IOException(e), "an access token");
    }
  }

  private String who() {
    if (!chain.isEmpty()) {
      return chain.get(chain.size() - 1).value();
    }
    return proven
        .who()
        .orElseGet(
            () ->
                credentials instanceof ComputeEngineCredentials machine
                    ? machine.getAccount()
                    : "the controller's own account");
  }

  private Optional<String> project(String who) {
    Matcher home = HOME.matcher(who);
    return identity
        .project()
        .map(ProjectId::value)
        .or(() -> chain.isEmpty() ? proven.project() : Optional.empty())
        .or(() -> home.find() ? Optional.of(home.group(1)) : Optional.empty())
        .or(
            () ->
                credentials instanceof ComputeEngineCredentials machine
                    ? Optional.ofNullable(machine.getProjectId()).filter(id -> !id.isEmpty())
                    : Optional.empty());
  }

  /**
   * What a configuration for other tools holds, which prove themselves with the same token.
   *
   * @throws Failure.Permanent when the identity is none that others may prove
   */
  ExternalAccountFile file(Place place) throws Failure {
    if (proven.federated().isEmpty()) {
      throw place.refused(
          "cannot be written into a file for other tools: a file would hold a key, or nothing. Only"
              + " workload identity federation by an identity token of Jenkins can; or let the"
              + " tools have an access token (without configFile)");
    }
    if (chain.size() > 1) {
      throw place.refused(
          "impersonates "
              + chain.size()
              + " accounts one after the other, and other tools' configuration knows only one; let"
              + " the last of them be impersonated directly, or let the tools have an access token"
              + " (without configFile)");
    }
    FederatedProof federated = proven.federated().get();
    SubjectToken token = federated.subject().orElseThrow();
    Endpoints endpoints = place.settings().endpoints();
    return new ExternalAccountFile(
        federated.provider(),
        federated.type(),
        token.text(),
        token.expires(),
        chain.stream().findFirst(),
        endpoints.redirected(URI.create(Endpoints.GOOGLE_EXCHANGE)).toString(),
        endpoints.iamCredentialsBase());
  }
}
