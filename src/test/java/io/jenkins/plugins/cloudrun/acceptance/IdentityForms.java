package io.jenkins.plugins.cloudrun.acceptance;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** The form of a Google Cloud identity as a browser sends it. */
final class IdentityForms {
  static final String STORE = "credentials/store/system/domain/_/";
  private static final String ROOM = "io.jenkins.plugins.cloudrun.credentials.";

  /** Where the button "Check" asks. */
  static final String ASK = "descriptorByName/" + ROOM + "GoogleCloudIdentity/ask";

  private IdentityForms() {}

  /** By the key of an account: as it was pasted, or, untouched, encrypted. */
  static JsonObject key(String id, String key) {
    JsonObject source = source("ServiceAccountKeySource");
    source.addProperty("key", key);
    return form(id, source);
  }

  /** By an identity token that another credential holds. */
  static JsonObject federation(String id, String provider, String tokens, String serviceAccount) {
    JsonObject source = source("WorkloadIdentitySource");
    source.addProperty("provider", provider);
    source.addProperty("tokenCredentialsId", tokens);
    source.addProperty("serviceAccount", serviceAccount);
    return form(id, source);
  }

  /**
   * By a configuration as gcloud writes it.
   *
   * @param tokens the credential that issues the token; empty for none
   */
  static JsonObject external(String id, String configuration, String tokens) {
    JsonObject source = source("ExternalAccountSource");
    source.addProperty("configuration", configuration);
    source.addProperty("tokenCredentialsId", tokens);
    return form(id, source);
  }

  /** By the machine that Jenkins runs on. */
  static JsonObject machine(String id) {
    return form(id, source("MetadataServerSource"));
  }

  /** The same, acting as others. */
  static JsonObject impersonating(JsonObject form, String... accounts) {
    JsonArray rows = new JsonArray();
    for (String account : accounts) {
      JsonObject row = new JsonObject();
      row.addProperty("serviceAccount", account);
      rows.add(row);
    }
    form.add("impersonate", rows);
    return form;
  }

  /** As the page for a new one wraps it. */
  static JsonObject made(JsonObject form) {
    JsonObject page = new JsonObject();
    page.addProperty("", "0");
    page.add("credentials", form);
    return page;
  }

  private static JsonObject form(String id, JsonObject source) {
    JsonObject form = new JsonObject();
    form.addProperty("scope", "GLOBAL");
    form.addProperty("id", id);
    form.addProperty("description", "of a test");
    form.addProperty("project", "");
    form.addProperty("stapler-class", ROOM + "GoogleCloudIdentity");
    form.addProperty("$class", ROOM + "GoogleCloudIdentity");
    form.add("source", source);
    return form;
  }

  private static JsonObject source(String kind) {
    JsonObject source = new JsonObject();
    source.addProperty("stapler-class", ROOM + kind);
    source.addProperty("$class", ROOM + kind);
    return source;
  }
}
