package io.jenkins.plugins.cloudrun.rollout.port;

import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.durable.Json;
import io.jenkins.plugins.cloudrun.model.ContainerSettings;
import io.jenkins.plugins.cloudrun.model.SecretVersion;
import io.jenkins.plugins.cloudrun.model.WorkloadIdentityProvider;
import io.jenkins.plugins.cloudrun.rollout.port.Sessions.Account;
import java.util.LinkedHashMap;
import java.util.Map;

/** The parts that plans of rollouts and of job executions share, as JSON. */
public final class ContainerJson {
  private ContainerJson() {}

  public static JsonObject write(ContainerSettings container) {
    JsonObject json = new JsonObject();
    json.add("env", Json.map(container.env()));
    Map<String, String> secrets = new LinkedHashMap<>();
    container.secrets().forEach((name, secret) -> secrets.put(name, secret.toString()));
    json.add("secrets", Json.map(secrets));
    Json.put(json, "command", container.command());
    Json.put(json, "args", container.args());
    Json.put(json, "cpu", container.cpu());
    Json.put(json, "memory", container.memory());
    Json.put(json, "port", container.port());
    return json;
  }

  public static ContainerSettings read(JsonObject json) {
    Map<String, SecretVersion> secrets = new LinkedHashMap<>();
    Json.texts(json, "secrets")
        .forEach((name, secret) -> secrets.put(name, SecretVersion.parse(secret)));
    return new ContainerSettings(
        Json.texts(json, "env"),
        secrets,
        Json.maybeTexts(json, "command"),
        Json.maybeTexts(json, "args"),
        Json.maybe(json, "cpu"),
        Json.maybe(json, "memory"),
        Json.maybeNumber(json, "port"));
  }

  public static JsonObject write(Account account) {
    JsonObject json = new JsonObject();
    Json.put(json, "credentialsId", account.credentialsId());
    Json.put(json, "impersonate", account.impersonate());
    Json.put(
        json,
        "workloadIdentityProvider",
        account.workloadIdentityProvider().map(WorkloadIdentityProvider::value));
    return json;
  }

  public static Account account(JsonObject json) {
    return new Account(
        Json.maybe(json, "credentialsId"),
        Json.maybe(json, "impersonate"),
        Json.maybe(json, "workloadIdentityProvider").map(WorkloadIdentityProvider::new));
  }
}
