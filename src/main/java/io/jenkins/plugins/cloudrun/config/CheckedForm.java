package io.jenkins.plugins.cloudrun.config;

import hudson.model.Descriptor.FormException;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.util.List;
import java.util.function.Consumer;
import net.sf.json.JSONObject;

/** Refuses a form as a whole when one of its fields cannot be read. */
final class CheckedForm {
  private static final List<String> ENDPOINTS =
      List.of(
          "apiEndpoint",
          "tokenEndpoint",
          "iamCredentialsEndpoint",
          "metadataEndpoint",
          "loggingEndpoint",
          "storageEndpoint",
          "cloudBuildEndpoint",
          "containerAnalysisEndpoint",
          "monitoringEndpoint");

  private CheckedForm() {}

  static void check(JSONObject form) throws FormException {
    for (String field : ENDPOINTS) {
      parsed(form, field, Addresses::endpoint);
    }
    parsed(form, "registries", Addresses::hosts);
    parsed(form, "callsPerMinute", CallLimit::parse);
  }

  private static void parsed(JSONObject form, String field, Consumer<String> parser)
      throws FormException {
    if (form.get(field) instanceof String text) {
      try {
        parser.accept(text);
      } catch (InvalidValueException e) {
        throw new FormException(
            "Cloud Run: " + e.getMessage() + " Nothing of Cloud Run was saved.", e, field);
      }
    }
  }
}
