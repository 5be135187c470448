package io.jenkins.plugins.cloudrun.emulator.token;

import com.google.gson.JsonObject;
import java.net.URI;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The service accounts that exist, their keys, and who may make tokens for whom. */
public final class ServiceAccounts {
  private final Map<String, Account> accounts = new ConcurrentHashMap<>();
  private final Set<Grant> grants = ConcurrentHashMap.newKeySet();

  /**
   * An account with its one key.
   *
   * @param email {@code NAME@PROJECT.iam.gserviceaccount.com}
   * @param uniqueId the {@code sub} of its identity tokens: 21 digits
   * @param keyId the {@code kid} of what it signs
   */
  record Account(String email, String uniqueId, String keyId, KeyPair keys) {}

  private record Grant(String caller, String target) {}

  /** Makes the account if it is not there. */
  public ServiceAccounts create(String email) {
    account(email);
    return this;
  }

  /** Lets one account make tokens for another (roles/iam.serviceAccountTokenCreator). */
  public ServiceAccounts allowTokens(String caller, String target) {
    create(caller).create(target);
    grants.add(new Grant(caller, target));
    return this;
  }

  Account account(String email) {
    return accounts.computeIfAbsent(email, ServiceAccounts::made);
  }

  Optional<Account> find(String email) {
    return Optional.ofNullable(accounts.get(email));
  }

  Optional<Account> byUniqueId(String uniqueId) {
    return accounts.values().stream().filter(a -> a.uniqueId().equals(uniqueId)).findFirst();
  }

  boolean mayMakeTokens(String caller, String target) {
    return grants.contains(new Grant(caller, target));
  }

  /** The JSON key file of an account, made if it is not there. */
  String keyFile(String email, URI tokenUri) {
    Account account = account(email);
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(account.keys().getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    JsonObject key = new JsonObject();
    key.addProperty("type", "service_account");
    key.addProperty("project_id", project(email));
    key.addProperty("private_key_id", account.keyId());
    key.addProperty("private_key", pem);
    key.addProperty("client_email", email);
    key.addProperty("client_id", account.uniqueId());
    key.addProperty("auth_uri", "https://accounts.google.com/o/oauth2/auth");
    key.addProperty("token_uri", tokenUri.toString());
    key.addProperty("universe_domain", "googleapis.com");
    return key.toString();
  }

  static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("RSA is part of every JDK", e);
    }
  }

  private static Account made(String email) {
    long number = Integer.toUnsignedLong(email.hashCode());
    return new Account(
        email, String.format("1%020d", number), String.format("%040x", number), newKeys());
  }

  private static String project(String email) {
    int at = email.indexOf('@');
    int dot = email.indexOf('.', at + 1);
    return at < 0 || dot < 0 ? "project" : email.substring(at + 1, dot);
  }
}
