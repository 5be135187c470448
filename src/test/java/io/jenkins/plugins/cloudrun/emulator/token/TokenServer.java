package io.jenkins.plugins.cloudrun.emulator.token;

import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.emulator.Principal;
import io.jenkins.plugins.cloudrun.emulator.Tokens;
import io.jenkins.plugins.cloudrun.emulator.loopback.Call;
import io.jenkins.plugins.cloudrun.emulator.loopback.Loopback;
import io.jenkins.plugins.cloudrun.emulator.token.AssertionCheck.Proof;
import io.jenkins.plugins.cloudrun.emulator.token.IssuedTokens.AccessToken;
import java.io.IOException;
import java.net.URI;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Google's token endpoints on one loopback port: {@code /token} (oauth2.googleapis.com), {@code
 * /v1/token} (sts.googleapis.com), {@code /v1/projects/-/serviceAccounts/} (iamcredentials), {@code
 * /computeMetadata/} and {@code /oauth2/v3/certs}.
 */
public final class TokenServer implements Tokens, AutoCloseable {
  private final List<Request> journal = new CopyOnWriteArrayList<>();
  private final ReadWriteLock answering = new ReentrantReadWriteLock();
  private final AtomicInteger failures = new AtomicInteger();
  private final ServiceAccounts accounts = new ServiceAccounts();
  private final Clock clock = Clock.systemUTC();
  private final IssuedTokens tokens = new IssuedTokens(accounts, clock);
  private final FederatedTokens federation = new FederatedTokens(tokens, clock);
  private final Loopback server;
  private volatile Duration lifetime = Duration.ofHours(1);
  private volatile Optional<String> machineAccount = Optional.empty();

  private TokenServer(int port) throws IOException {
    server = Loopback.start("token-server", port, this::answer);
  }

  /**
   * A request that was answered; never a token.
   *
   * @param path such as {@code /token}
   * @param subject the account a token was asked for, as far as it was understood
   * @param status of the answer
   */
  public record Request(String path, String subject, int status) {}

  /** Starts on a free port. */
  public static TokenServer start() throws IOException {
    return start(0);
  }

  public static TokenServer start(int port) throws IOException {
    return new TokenServer(port);
  }

  /** The root of all endpoints. */
  public URI uri() {
    return server.uri();
  }

  /** The OAuth token endpoint that stands in the keys. */
  public URI tokenUri() {
    return server.uri().resolve("/token");
  }

  /** The accounts that exist and who may make tokens for whom. */
  public ServiceAccounts accounts() {
    return accounts;
  }

  /** A JSON key of the account, which is made if it is not there. */
  public String serviceAccountKey(String email) {
    return accounts.keyFile(email, tokenUri());
  }

  /** An access token without asking over HTTP, for tests of other endpoints. */
  public String accessTokenFor(String email) {
    accounts.create(email);
    return tokens.issue(email, lifetime).value();
  }

  /** An identity token without asking over HTTP, for tests of other endpoints. */
  public String identityTokenFor(String email, String audience) {
    return tokens.identityToken(accounts.account(email), audience, true, lifetime);
  }

  /** How long tokens live that are made from now on; at first an hour. */
  public void setLifetime(Duration lifetime) {
    this.lifetime = lifetime;
  }

  /** Ends every access token at once, whatever the clients believe. */
  public void revokeAccessTokens() {
    tokens.revokeAll();
  }

  /** Gives the machine an account: the metadata server then makes tokens for it. */
  public void setMachineAccount(String email) {
    accounts.create(email);
    machineAccount = Optional.of(email);
  }

  /** Answers the next requests with 503, as an outage does. */
  public void failNext(int requests) {
    failures.set(requests);
  }

  /**
   * Trusts an issuer of identity tokens for workload identity federation.
   *
   * @param provider {@code
   *     //iam.googleapis.com/projects/N/locations/global/workloadIdentityPools/P/providers/X}
   * @param issuer the {@code iss} of its tokens
   * @return allows one subject of it to make tokens for an account
   */
  public Federation trust(String provider, String issuer, PublicKey key) {
    federation.trust(provider, issuer, key);
    return (subject, email) ->
        accounts.allowTokens(FederatedTokens.principal(provider, subject), email);
  }

  /** A trusted issuer. */
  public interface Federation {
    /** Lets the subject of an issuer's token act as a service account. */
    void allowSubject(String subject, String email);
  }

  /** What was asked so far, in order. */
  public List<Request> requests() {
    // Whoever has an answer finds it here: it is noted only after it was sent.
    answering.writeLock().lock();
    try {
      return List.copyOf(journal);
    } finally {
      answering.writeLock().unlock();
    }
  }

  @Override
  public Optional<Principal> accessToken(String bearer) {
    return tokens.accessToken(bearer);
  }

  @Override
  public Optional<String> identity(String bearer, Set<String> audiences) {
    return tokens.identity(bearer, audiences);
  }

  private void answer(Call call) throws IOException {
    answering.readLock().lock();
    try {
      noted(call);
    } finally {
      answering.readLock().unlock();
    }
  }

  private void noted(Call call) throws IOException {
    String subject = "";
    try {
      if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw Refusal.oauth(503, "internal_failure", "The service is unavailable, try again.");
      }
      String path = call.path();
      if (path.equals("/token") && call.method().equals("POST")) {
        subject = oauth(call);
      } else if (path.equals(FederatedTokens.PATH) && call.method().equals("POST")) {
        call.reply(200, federation.exchange(call.text(1 << 20), lifetime));
      } else if (path.equals("/oauth2/v3/certs")) {
        call.reply(200, tokens.keySet());
      } else if (path.startsWith(KeyCertificate.PATH)) {
        subject = path.substring(KeyCertificate.PATH.length());
        call.reply(200, KeyCertificate.of(accounts.account(subject)));
      } else if (IamCredentials.isFor(path)) {
        subject = IamCredentials.subject(path);
        call.reply(200, new IamCredentials(accounts, tokens).answer(call, lifetime));
      } else if (MetadataServer.isFor(path)) {
        subject = machineAccount.orElse("");
        new MetadataServer(accounts, tokens).answer(call, machineAccount, lifetime);
      } else {
        call.reply(404, "There is no " + call + " here.\n");
      }
    } catch (Refusal refusal) {
      call.reply(refusal.status, refusal.body);
    } finally {
      journal.add(new Request(call.path(), subject, call.status()));
    }
  }

  private String oauth(Call call) throws IOException, Refusal {
    Map<String, String> form = Call.form(call.text(1 << 20));
    Proof proof =
        new AssertionCheck(accounts, tokenUri(), clock)
            .check(form.getOrDefault("grant_type", ""), form.getOrDefault("assertion", ""));
    String audience = proof.jwt().claim("target_audience");
    JsonObject answer = new JsonObject();
    if (audience.isEmpty()) {
      AccessToken token = tokens.issue(proof.account().email(), lifetime);
      answer.addProperty("access_token", token.value());
      answer.addProperty("expires_in", lifetime.toSeconds());
      answer.addProperty("token_type", "Bearer");
    } else {
      answer.addProperty(
          "id_token", tokens.identityToken(proof.account(), audience, true, lifetime));
    }
    call.reply(200, answer);
    return proof.account().email();
  }

  @Override
  public void close() {
    server.close();
  }
}
