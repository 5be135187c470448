package io.jenkins.plugins.cloudrun.front;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.image.ImageRequestJson;
import io.jenkins.plugins.cloudrun.image.lint.Finding;
import io.jenkins.plugins.cloudrun.model.Severity;
import io.jenkins.plugins.cloudrun.model.WorkloadIdentityProvider;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import io.jenkins.plugins.cloudrun.scan.ScanPlan;
import io.jenkins.plugins.cloudrun.settings.RegistryLogin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Orders and findings as text, so that a step can save them. Whoever saves an order encrypts it:
 * values of variables may be secret.
 */
public final class ImageOrderJson {
  private ImageOrderJson() {}

  public static String write(ImageOrder order) {
    JsonObject json = new JsonObject();
    json.addProperty("request", ImageRequestJson.write(order.request()));
    order.account().credentialsId().ifPresent(id -> json.addProperty("credentialsId", id));
    order.account().impersonate().ifPresent(who -> json.addProperty("impersonate", who));
    order
        .account()
        .workloadIdentityProvider()
        .ifPresent(by -> json.addProperty("workloadIdentityProvider", by.value()));
    order
        .base()
        .ifPresent(
            login -> {
              json.addProperty("baseRegistry", login.registry());
              json.addProperty("baseCredentialsId", login.credentialsId());
            });
    order
        .scan()
        .ifPresent(
            scan -> {
              json.addProperty("failOn", scan.failOn().name());
              json.addProperty("within", scan.within().toString());
            });
    return json.toString();
  }

  /**
   * @throws io.jenkins.plugins.cloudrun.model.InvalidValueException if the request is of another
   *     version
   */
  public static ImageOrder read(String text) {
    JsonObject json = JsonParser.parseString(text).getAsJsonObject();
    return new ImageOrder(
        ImageRequestJson.read(json.get("request").getAsString()),
        new Account(
            maybe(json, "credentialsId"),
            maybe(json, "impersonate"),
            maybe(json, "workloadIdentityProvider").map(WorkloadIdentityProvider::new)),
        maybe(json, "baseRegistry")
            .map(
                registry ->
                    new RegistryLogin(registry, json.get("baseCredentialsId").getAsString())),
        maybe(json, "failOn")
            .map(
                failOn ->
                    new ScanPlan(
                        Severity.parse(failOn), Duration.parse(json.get("within").getAsString()))));
  }

  /** Findings, in their order. */
  public static String write(List<Finding> findings) {
    JsonArray array = new JsonArray();
    for (Finding finding : findings) {
      JsonObject json = new JsonObject();
      json.addProperty("id", finding.id());
      json.addProperty("severity", finding.severity().name());
      json.addProperty("file", finding.file());
      json.addProperty("line", finding.line());
      json.addProperty("message", finding.message());
      json.addProperty("advice", finding.advice());
      array.add(json);
    }
    return array.toString();
  }

  /** What {@link #write(List)} wrote. */
  public static List<Finding> findings(String text) {
    List<Finding> findings = new ArrayList<>();
    for (JsonElement element : JsonParser.parseString(text).getAsJsonArray()) {
      JsonObject json = element.getAsJsonObject();
      findings.add(
          new Finding(
              json.get("id").getAsString(),
              Finding.Severity.valueOf(json.get("severity").getAsString()),
              json.get("file").getAsString(),
              json.get("line").getAsInt(),
              json.get("message").getAsString(),
              json.get("advice").getAsString()));
    }
    return findings;
  }

  private static Optional<String> maybe(JsonObject json, String name) {
    return json.has(name) ? Optional.of(json.get(name).getAsString()) : Optional.empty();
  }
}
