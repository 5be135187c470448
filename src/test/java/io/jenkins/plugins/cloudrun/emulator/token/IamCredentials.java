package io.jenkins.plugins.cloudrun.emulator.token;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.emulator.Principal;
import io.jenkins.plugins.cloudrun.emulator.loopback.Call;
import io.jenkins.plugins.cloudrun.emulator.token.IssuedTokens.AccessToken;
import io.jenkins.plugins.cloudrun.emulator.token.ServiceAccounts.Account;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The IAM Service Account Credentials API: one account makes tokens for another. */
final class IamCredentials {
  private static final Pattern PATH =
      Pattern.compile(
          "/v1/projects/-/serviceAccounts/([^/:]+):(generateAccessToken|generateIdToken)");
  private static final Duration LONGEST = Duration.ofHours(12);

  private final ServiceAccounts accounts;
  private final IssuedTokens tokens;

  IamCredentials(ServiceAccounts accounts, IssuedTokens tokens) {
    this.accounts = accounts;
    this.tokens = tokens;
  }

  static boolean isFor(String path) {
    return PATH.matcher(path).matches();
  }

  /** What was asked, for the journal: the method and the account. */
  static String subject(String path) {
    Matcher matcher = PATH.matcher(path);
    return matcher.matches() ? matcher.group(1) : "";
  }

  JsonObject answer(Call call, Duration defaultLifetime) throws IOException, Refusal {
    Matcher matcher = PATH.matcher(call.path());
    if (!matcher.matches() || !call.method().equals("POST")) {
      throw Refusal.api(404, "NOT_FOUND", "There is no " + call);
    }
    Principal caller =
        call.authorization("Bearer")
            .flatMap(tokens::accessToken)
            .orElseThrow(Refusal::unauthenticated);
    JsonObject request = call.json().orElseGet(JsonObject::new);
    boolean access = matcher.group(2).equals("generateAccessToken");
    String permission =
        access ? "iam.serviceAccounts.getAccessToken" : "iam.serviceAccounts.getOpenIdToken";
    Account target = reached(caller, delegates(request), matcher.group(1), permission);
    return access
        ? accessToken(target, request, defaultLifetime)
        : identityToken(target, request, defaultLifetime);
  }

  /** Follows the chain of delegates: each must have been granted the next. */
  private Account reached(Principal caller, List<String> chain, String target, String permission)
      throws Refusal {
    List<String> steps = new ArrayList<>(chain);
    steps.add(target);
    String holder = caller.email();
    for (String next : steps) {
      if (!accounts.mayMakeTokens(holder, next)) {
        throw Refusal.permission(permission);
      }
      holder = next;
    }
    return accounts.find(target).orElseThrow(() -> Refusal.permission(permission));
  }

  private JsonObject accessToken(Account target, JsonObject request, Duration defaultLifetime)
      throws Refusal {
    JsonElement scopes = request.get("scope");
    if (scopes == null || !scopes.isJsonArray() || scopes.getAsJsonArray().isEmpty()) {
      throw Refusal.api(400, "INVALID_ARGUMENT", "Scope required.");
    }
    Duration asked = lifetime(request, defaultLifetime);
    AccessToken token =
        tokens.issue(
            target.email(), asked.compareTo(defaultLifetime) > 0 ? defaultLifetime : asked);
    JsonObject answer = new JsonObject();
    answer.addProperty("accessToken", token.value());
    answer.addProperty("expireTime", token.expires().truncatedTo(ChronoUnit.SECONDS).toString());
    return answer;
  }

  private JsonObject identityToken(Account target, JsonObject request, Duration lifetime)
      throws Refusal {
    String audience = text(request, "audience");
    if (audience.isEmpty()) {
      throw Refusal.api(400, "INVALID_ARGUMENT", "Audience required.");
    }
    boolean withEmail = text(request, "includeEmail").equals("true");
    JsonObject answer = new JsonObject();
    answer.addProperty("token", tokens.identityToken(target, audience, withEmail, lifetime));
    return answer;
  }

  private static Duration lifetime(JsonObject request, Duration absent) throws Refusal {
    String text = text(request, "lifetime");
    if (text.isEmpty()) {
      return absent;
    }
    if (!text.matches("[0-9]{1,6}s")) {
      throw Refusal.api(400, "INVALID_ARGUMENT", "Invalid value at 'lifetime': " + text);
    }
    Duration asked = Duration.ofSeconds(Long.parseLong(text.substring(0, text.length() - 1)));
    if (asked.isZero() || asked.compareTo(LONGEST) > 0) {
      throw Refusal.api(
          400, "INVALID_ARGUMENT", "The lifetime must be within 1s and 43200s, not " + text);
    }
    return asked;
  }

  private static List<String> delegates(JsonObject request) {
    List<String> names = new ArrayList<>();
    JsonElement list = request.get("delegates");
    if (list != null && list.isJsonArray()) {
      for (JsonElement name : list.getAsJsonArray()) {
        names.add(name.getAsString().replaceFirst("^projects/-/serviceAccounts/", ""));
      }
    }
    return names;
  }

  private static String text(JsonObject object, String name) {
    JsonElement value = object.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }
}
