package io.jenkins.plugins.cloudrun.gcp;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.jenkins.plugins.cloudrun.gcp.Proof.Place;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.util.List;
import java.util.Optional;

/** What can be said of a key or a configuration without asking anybody; nothing of it is quoted. */
public final class IdentityTexts {
  private static final String BEGINNING = "The credential '' cannot be used: it ";

  private IdentityTexts() {}

  /** The service account that a key file is of; wherever its token endpoint is. */
  public static Optional<String> email(String key) {
    try {
      return JsonParser.parseString(key) instanceof JsonObject json
              && json.get("client_email") instanceof JsonPrimitive email
          ? Optional.of(GoogleKey.printable(email.getAsString()))
          : Optional.empty();
    } catch (JsonParseException e) {
      return Optional.empty();
    }
  }

  /** Why a key file would be refused, as a sentence. */
  public static Optional<String> wrongInKey(String key, GoogleSettings settings) {
    return wrong(
        place ->
            GoogleKey.parse(key, "", settings.endpoints())
                .credentials(place.transport(), place.scopes()),
        settings);
  }

  /**
   * Why an external account's configuration would be refused, as a sentence.
   *
   * @param token whether its identity token comes from elsewhere
   */
  public static Optional<String> wrongInExternalAccount(
      String configuration, boolean token, GoogleSettings settings) {
    return wrong(place -> ExternalAccount.parse(configuration, token, place), settings);
  }

  private interface Look {
    Object at(Place place) throws Failure;
  }

  private static Optional<String> wrong(Look look, GoogleSettings settings) {
    Place nowhere =
        new Place(
            "",
            settings,
            () -> {
              throw new IllegalStateException("nobody is asked");
            },
            List.of());
    try {
      Object unused = look.at(nowhere);
      return Optional.empty();
    } catch (Failure e) {
      return Optional.of(e.explanation().replace(BEGINNING, "It "));
    }
  }
}
