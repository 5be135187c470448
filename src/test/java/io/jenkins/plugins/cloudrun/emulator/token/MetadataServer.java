package io.jenkins.plugins.cloudrun.emulator.token;

import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.emulator.loopback.Call;
import io.jenkins.plugins.cloudrun.emulator.token.IssuedTokens.AccessToken;
import io.jenkins.plugins.cloudrun.emulator.token.ServiceAccounts.Account;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The metadata server of a virtual machine, as far as application default credentials ask it. */
final class MetadataServer {
  static final String FLAVOR = "Metadata-Flavor";
  private static final String ROOT = "/computeMetadata/v1/";
  private static final String ACCOUNT = ROOT + "instance/service-accounts/default/";

  private final ServiceAccounts accounts;
  private final IssuedTokens tokens;

  MetadataServer(ServiceAccounts accounts, IssuedTokens tokens) {
    this.accounts = accounts;
    this.tokens = tokens;
  }

  /** The server is recognised by its root, which clients ask first. */
  static boolean isFor(String path) {
    return path.equals("/") || path.startsWith(ROOT);
  }

  void answer(Call call, Optional<String> email, Duration lifetime) throws IOException {
    call.with(FLAVOR, "Google");
    if (!call.header(FLAVOR).equals(Optional.of("Google"))) {
      call.reply(403, "Missing required header \"Metadata-Flavor: Google\".\n");
    } else if (call.path().equals("/")) {
      call.reply(200, "computeMetadata/\n");
    } else if (email.isEmpty() || !call.path().startsWith(ACCOUNT)) {
      call.reply(404, "There is no " + call.path() + " here.\n");
    } else {
      account(call, accounts.account(email.get()), lifetime);
    }
  }

  private void account(Call call, Account account, Duration lifetime) throws IOException {
    switch (call.path().substring(ACCOUNT.length())) {
      case "email" -> call.reply(200, account.email());
      case "token" -> {
        AccessToken token = tokens.issue(account.email(), lifetime);
        JsonObject answer = new JsonObject();
        answer.addProperty("access_token", token.value());
        answer.addProperty("expires_in", lifetime.toSeconds());
        answer.addProperty("token_type", "Bearer");
        call.reply(200, answer);
      }
      case "identity" -> {
        Optional<String> audience = call.query("audience").filter(text -> !text.isEmpty());
        if (audience.isEmpty()) {
          call.reply(400, "non-empty audience parameter required\n");
        } else {
          boolean full = call.query("format").equals(Optional.of("full"));
          call.reply(200, tokens.identityToken(account, audience.get(), full, lifetime));
        }
      }
      default -> call.reply(404, "There is no " + call.path() + " here.\n");
    }
  }
}
