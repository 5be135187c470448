package io.jenkins.plugins.cloudrun.gcp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.gcp.Proof.Place;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.ServiceAccount;
import io.jenkins.plugins.cloudrun.model.WorkloadIdentityProvider;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A configuration of the kind {@code external_account}, checked. Whoever may write a credential
 * must not decide what the controller reads, runs or asks, nor where it sends what it got: no file,
 * program or environment is ever taken, and an address only if it is one of the administrator's.
 *
 * @param source where the identity token comes from, unless it is given
 */
record ExternalAccount(
    WorkloadIdentityProvider provider,
    String type,
    List<ServiceAccount> through,
    Optional<Source> source) {
  private static final Set<String> TYPES =
      Set.of(FederatedProof.JWT, "urn:ietf:params:oauth:token-type:id_token");
  private static final Pattern IMPERSONATION =
      Pattern.compile("/v1/projects/-/serviceAccounts/([^/:?#]+):generateAccessToken");

  /**
   * An address of the administrator's that gives an identity token.
   *
   * @param field of its JSON that is the token; empty if the answer is the token
   */
  record Source(URI url, Map<String, String> headers, Optional<String> field) {}

  /**
   * @param given whether the identity token comes from elsewhere, whatever the configuration says
   */
  static ExternalAccount parse(String text, boolean given, Place place) throws Failure {
    JsonObject json;
    try {
      json = JsonParser.parseString(text).getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw place.refused(
          "is not JSON. It must hold a configuration as 'gcloud iam workload-identity-pools"
              + " create-cred-config' writes it");
    }
    if (!text(json, "type").equals("external_account")) {
      throw place.refused(
          "is of the type '"
              + GoogleKey.printable(text(json, "type"))
              + "'; a configuration of the type 'external_account' is needed");
    }
    String type = text(json, "subject_token_type");
    if (!TYPES.contains(type)) {
      throw place.refused(
          "is for tokens of the type '"
              + GoogleKey.printable(type)
              + "'; only identity tokens (JSON web tokens) are exchanged");
    }
    Endpoints endpoints = place.settings().endpoints();
    String exchange = text(json, "token_url");
    if (!exchange.equals(Endpoints.GOOGLE_EXCHANGE)
        && !exchange.equals(
            endpoints.redirected(URI.create(Endpoints.GOOGLE_EXCHANGE)).toString())) {
      throw place.refused(
          "names the token endpoint '"
              + GoogleKey.printable(exchange)
              + "', which is neither Google's nor the one that an administrator has set"
              + " (Manage Jenkins, System, Cloud Run); nothing was sent there");
    }
    return new ExternalAccount(
        provider(text(json, "audience"), place),
        type,
        through(text(json, "service_account_impersonation_url"), place),
        given ? Optional.empty() : Optional.of(source(json, place)));
  }

  private static WorkloadIdentityProvider provider(String audience, Place place) throws Failure {
    try {
      return new WorkloadIdentityProvider(audience);
    } catch (InvalidValueException e) {
      throw place.refused(
          "names the audience '"
              + GoogleKey.printable(audience)
              + "', which is no provider of a workload identity pool");
    }
  }

  private static List<ServiceAccount> through(String url, Place place) throws Failure {
    if (url.isEmpty()) {
      return List.of();
    }
    for (String base :
        List.of(Endpoints.GOOGLE_IAM, place.settings().endpoints().iamCredentialsBase())) {
      if (url.startsWith(base + "/")) {
        Matcher path = IMPERSONATION.matcher(url.substring(base.length()));
        if (path.matches()) {
          try {
            return List.of(new ServiceAccount(path.group(1)));
          } catch (InvalidValueException e) {
            throw place.refused("impersonates what is no service account");
          }
        }
      }
    }
    throw place.refused(
        "names the impersonation endpoint '"
            + GoogleKey.printable(url)
            + "', which is neither Google's nor the one that an administrator has set; nothing was"
            + " sent there");
  }

  private static Source source(JsonObject json, Place place) throws Failure {
    JsonObject source =
        json.get("credential_source") instanceof JsonObject object ? object : new JsonObject();
    String url = text(source, "url");
    boolean onlyUrl = Set.of("url", "headers", "format").containsAll(source.keySet());
    if (url.isEmpty() || !onlyUrl) {
      throw place.refused(
          "tells the controller to read a file, a program or its environment for the identity token"
              + " (credential_source), which is never done. Name the Jenkins credential that issues"
              + " the token in its place");
    }
    URI address = uri(url, place);
    if (!place.settings().endpoints().administrators(address)
        || !place.settings().applicationDefaultCredentials()) {
      throw place.refused(
          "tells the controller to ask '"
              + GoogleKey.printable(url)
              + "' for the identity token (credential_source); that is done only if it is on a"
              + " server that an administrator has set as an endpoint, and if jobs may act as the"
              + " controller itself (Manage Jenkins, System, Cloud Run). Name the Jenkins"
              + " credential that issues the token in its place; nothing was asked");
    }
    Map<String, String> headers = new LinkedHashMap<>();
    if (source.get("headers") instanceof JsonObject given) {
      for (String name : given.keySet()) {
        headers.put(name, text(given, name));
      }
    }
    Optional<String> field =
        source.get("format") instanceof JsonObject format && text(format, "type").equals("json")
            ? Optional.of(text(format, "subject_token_field_name"))
            : Optional.empty();
    return new Source(address, headers, field);
  }

  private static URI uri(String text, Place place) throws Failure {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw place.refused("names the address '" + GoogleKey.printable(text) + "', which is none");
    }
  }

  private static String text(JsonObject json, String field) {
    JsonElement value = json.get(field);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }
}
