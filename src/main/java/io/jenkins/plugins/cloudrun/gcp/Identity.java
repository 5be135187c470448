package io.jenkins.plugins.cloudrun.gcp;

import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.ServiceAccount;
import io.jenkins.plugins.cloudrun.model.Sha256;
import io.jenkins.plugins.cloudrun.model.WorkloadIdentityProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who a credential is to Google: how it proves that, and as whom it acts by way of others. It holds
 * secrets, lives for one look, and never shows them.
 */
public final class Identity {
  private final Proof proof;
  private final List<ServiceAccount> chain;
  private final Optional<ProjectId> project;

  private Identity(Proof proof, List<ServiceAccount> chain, Optional<ProjectId> project) {
    this.proof = proof;
    this.chain = List.copyOf(chain);
    this.project = project;
  }

  private static Identity of(Proof proof) {
    return new Identity(proof, List.of(), Optional.empty());
  }

  /**
   * What a secret file or text holds: a service account's key, or, for a provider, an identity
   * token.
   */
  public static Identity text(String text, Optional<WorkloadIdentityProvider> provider) {
    boolean json = text.stripLeading().startsWith("{");
    return !json && provider.isPresent() ? token(text, provider.get()) : key(text);
  }

  /**
   * @param text the key file of a service account
   */
  public static Identity key(String text) {
    return of(new KeyProof(text));
  }

  /**
   * @param text an identity token that the provider takes
   */
  public static Identity token(String text, WorkloadIdentityProvider provider) {
    return of(FederatedProof.of(provider, text));
  }

  /**
   * @param text a configuration of the kind {@code external_account}
   * @param token the identity token that takes the place of the configuration's own source, or
   *     empty if that is to be asked
   */
  public static Identity externalAccount(String text, Optional<String> token) {
    return of(new ExternalProof(text, token));
  }

  /** The service account of the machine that Jenkins runs on, by its metadata server. */
  public static Identity metadataServer() {
    return of(MachineProof.METADATA_SERVER);
  }

  /** Whatever Google's libraries find on the controller. */
  static Identity applicationDefault() {
    return of(MachineProof.APPLICATION_DEFAULT);
  }

  /**
   * The same, acting as another.
   *
   * @param accounts each may make tokens for the next; the last one is the one to act as
   */
  public Identity acting(List<ServiceAccount> accounts) {
    List<ServiceAccount> longer = new ArrayList<>(chain);
    longer.addAll(accounts);
    return new Identity(proof, longer, project);
  }

  /** The same, at home in a project. */
  public Identity in(Optional<ProjectId> home) {
    return new Identity(proof, chain, home);
  }

  Proof proof() {
    return proof;
  }

  List<ServiceAccount> chain() {
    return chain;
  }

  Optional<ProjectId> project() {
    return project;
  }

  /**
   * The same for the same content, whatever the credential is called: tells sessions apart without
   * holding a secret. Identity tokens that say the same are one, though each was made anew.
   */
  String fingerprint() {
    return proof.getClass().getSimpleName() + Sha256.hex(proof.content()) + chain;
  }
}
