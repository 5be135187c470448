package io.jenkins.plugins.cloudrun.emulator.project;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.emulator.Access;
import io.jenkins.plugins.cloudrun.emulator.Options;
import io.jenkins.plugins.cloudrun.emulator.http.ApiException;
import io.jenkins.plugins.cloudrun.emulator.http.Context;
import io.jenkins.plugins.cloudrun.emulator.http.Handlers;
import io.jenkins.plugins.cloudrun.emulator.http.Route;
import java.util.List;
import java.util.Optional;

/**
 * Service Usage's {@code services.batchGet}, and {@code testIamPermissions} of Resource Manager and
 * IAM. All answer at the Admin API's address.
 */
public final class ProjectApis {
  private static final Route SERVICES =
      Route.of(
          "ServiceUsage.BatchGetServices", "GET", "/v1/{parent=projects/*}/services:batchGet", "");
  private static final Route PROJECT =
      Route.of(
          "Projects.TestIamPermissions",
          "POST",
          "/v3/{resource=projects/*}:testIamPermissions",
          "*");
  private static final Route ACCOUNT =
      Route.of(
          "IAM.TestIamPermissions",
          "POST",
          "/v1/{resource=projects/*/serviceAccounts/*}:testIamPermissions",
          "*");
  public static final List<Route> ROUTES = List.of(SERVICES, PROJECT, ACCOUNT);

  private static final int MOST_SERVICES = 30;

  private final Options options;
  private final Access access;

  public ProjectApis(Options options, Access access) {
    this.options = options;
    this.access = access;
  }

  public void register(Handlers handlers) {
    handlers.raw(SERVICES.rpc(), this::services);
    handlers.raw(PROJECT.rpc(), this::project);
    handlers.raw(ACCOUNT.rpc(), this::account);
  }

  private String services(String body, Context context) {
    String parent = path(context, "parent");
    access.check(context.caller(), "serviceusage.services.get", parent);
    String names = context.query().getOrDefault("names", "");
    if (names.isEmpty() || names.lines().count() > MOST_SERVICES) {
      throw ApiException.invalid("Between 1 and 30 names must be given.");
    }
    JsonArray services = new JsonArray();
    names
        .lines()
        .forEach(
            name -> {
              if (!name.startsWith(parent + "/services/") || !name.endsWith(".googleapis.com")) {
                throw ApiException.invalid("Invalid service name: " + name);
              }
              String service = name.substring(name.lastIndexOf('/') + 1);
              JsonObject one = new JsonObject();
              // Whatever the name that was asked, the answer has the project's number.
              one.addProperty(
                  "name", "projects/" + options.projectNumber() + "/services/" + service);
              one.addProperty(
                  "state",
                  access.isOn(service.substring(0, service.indexOf('.'))) ? "ENABLED" : "DISABLED");
              services.add(one);
            });
    JsonObject answer = new JsonObject();
    answer.add("services", services);
    return answer.toString();
  }

  private String project(String body, Context context) {
    access.checkApi("cloudresourcemanager.projects");
    return granted(body, context.caller().email(), true);
  }

  private String account(String body, Context context) {
    access.checkApi("iam.serviceAccounts");
    String resource = path(context, "resource");
    String account = resource.substring(resource.lastIndexOf('/') + 1);
    if (!access.exists(account)) {
      if (resource.startsWith("projects/-/")) {
        throw ApiException.denied("iam.serviceAccounts.testIamPermissions", resource);
      }
      throw ApiException.notFound("Unknown service account");
    }
    // Cloud Run spells the permission otherwise; both are the same one here.
    boolean may = access.may(context.caller().email(), "iam.serviceaccounts.actAs");
    return granted(body, context.caller().email(), may);
  }

  private String granted(String body, String email, boolean any) {
    JsonArray granted = new JsonArray();
    for (JsonElement each :
        JsonParser.parseString(body).getAsJsonObject().getAsJsonArray("permissions")) {
      if (any && access.may(email, each.getAsString())) {
        granted.add(each);
      }
    }
    JsonObject answer = new JsonObject();
    // A list without anything in it is left out.
    if (!granted.isEmpty()) {
      answer.add("permissions", granted);
    }
    return answer.toString();
  }

  private static String path(Context context, String field) {
    return Optional.ofNullable(context.path().get(field)).orElse("");
  }
}
