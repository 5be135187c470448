package io.jenkins.plugins.cloudrun.gcp;

import com.google.api.client.http.HttpResponseException;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An API that is off, as the answer itself says: {@code google.rpc.ErrorInfo} with the reason
 * {@code SERVICE_DISABLED}, or, from a registry, the same sentence without it.
 *
 * @param service such as {@code run.googleapis.com}
 * @param title such as {@code Cloud Run Admin API}
 * @param consumer in whose project it is off, by id or number. That is the project that the call is
 *     charged to, which for some APIs is the one of the credentials and not the one that was asked
 *     about.
 */
record SwitchedOff(String service, String title, String consumer) {
  private static final Pattern SERVICE = Pattern.compile("[a-z0-9.-]+\\.googleapis\\.com");
  private static final Pattern CONSUMER = Pattern.compile("[a-z0-9.:-]+");
  private static final Pattern SENTENCE =
      Pattern.compile(
          "([A-Z][A-Za-z0-9 ()-]{0,80}) has not been used in project ([a-z0-9.:-]+) before or it is"
              + " disabled\\. Enable it by visiting \\S*/apis/api/([a-z0-9.-]+)/overview");

  /** What a failure says of it; empty if that is not why the call failed. */
  static Optional<SwitchedOff> of(Failure failure) {
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof HttpResponseException answer) {
        Optional<SwitchedOff> told =
            ApiError.details(answer).stream()
                .filter(detail -> detail.reason().equals("SERVICE_DISABLED"))
                .flatMap(detail -> of(detail.metadata()).stream())
                .findFirst();
        if (told.isPresent()) {
          return told;
        }
      }
    }
    Matcher said = SENTENCE.matcher(failure.explanation());
    return said.find()
        ? Optional.of(new SwitchedOff(said.group(3), said.group(1).strip(), said.group(2)))
        : Optional.empty();
  }

  private static Optional<SwitchedOff> of(Map<String, String> metadata) {
    String service = metadata.getOrDefault("service", "");
    String consumer = metadata.getOrDefault("consumer", "").replaceFirst("^projects/", "");
    // Both go into a command.
    return SERVICE.matcher(service).matches() && CONSUMER.matcher(consumer).matches()
        ? Optional.of(
            new SwitchedOff(service, metadata.getOrDefault("serviceTitle", service), consumer))
        : Optional.empty();
  }
}
