package io.jenkins.plugins.cloudrun.settings;

import io.jenkins.plugins.cloudrun.model.Durations;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is legal and yet hardly meant: warnings for forms. Nothing here asks the network, and what
 * cannot be read is left to the fields' own checks.
 */
final class Oddities {
  private static final Pattern SECRET =
      Pattern.compile("(?i).*(PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|CREDENTIAL).*");

  /** How a row of the other table reads: a secret of Secret Manager and its version. */
  private static final Pattern REFERENCE =
      Pattern.compile("[A-Za-z0-9_/-]+:(latest|[0-9]+)|\\$\\{?\\w+}?");

  private static final Duration SHORT_BAKE = Duration.ofMinutes(1);
  private static final long GIBIBYTE = 1L << 30;

  private Oddities() {}

  static Optional<String> image(String text) {
    ImageReference image = ImageReference.parse(text);
    return image.digest().isEmpty() && image.tag().filter(tag -> !tag.equals("latest")).isEmpty()
        ? Optional.of(
            "The tag latest is another image after each push: whoever reads the job cannot tell"
                + " what it deploys. Name the commit's tag, a digest, or what an earlier step"
                + " built.")
        : Optional.empty();
  }

  static Optional<String> base(String text) {
    // Docker Hub's short names are no references of the model.
    String name = text.substring(text.lastIndexOf('/') + 1);
    boolean fixed = name.contains("@") || name.contains(":") && !name.endsWith(":latest");
    return fixed || text.equals("scratch")
        ? Optional.empty()
        : Optional.of(
            "The tag latest moves to another major version one day. Name a version, or a digest.");
  }

  /**
   * @param cpu of the same container, if it is given
   */
  static Optional<String> concurrency(int requests, @Nullable String cpu) {
    boolean part = millis(cpu).filter(millis -> millis < 1000).isPresent();
    if (part) {
      return requests > 1
          ? Optional.of("With less than 1 CPU Cloud Run takes no other concurrency than 1.")
          : Optional.empty();
    }
    return requests == 1
        ? Optional.of(
            "One request at a time: each that comes meanwhile starts an instance of its own. Right"
                + " only for code that cannot do two things at once.")
        : Optional.empty();
  }

  static Optional<String> resources(@Nullable String cpu, @Nullable String memory) {
    Optional<Long> cpus = millis(cpu);
    Optional<Long> bytes = bytes(memory);
    if (cpus.isEmpty() || bytes.isEmpty()) {
      return Optional.empty();
    }
    long least = cpus.get() >= 8000 ? 4 : cpus.get() >= 4000 ? 2 : 0;
    return bytes.get() < least * GIBIBYTE
        ? Optional.of(
            cpu + " CPUs need at least " + least + "Gi of memory: Cloud Run refuses less.")
        : Optional.empty();
  }

  static Optional<String> mostInstances(int most) {
    return most == 1
        ? Optional.of(
            "One instance at most: requests that it cannot take are refused with status 429, and"
                + " nothing serves while it is replaced.")
        : Optional.empty();
  }

  static Optional<String> everyone(String choice) {
    return choice.equals("true")
        ? Optional.of("Anyone on the internet may call the service, unless its ingress is limited.")
        : Optional.empty();
  }

  static Optional<String> onFailure(String choice) {
    return choice.equals("keep")
        ? Optional.of(
            "A revision that turns out bad keeps the share of the users' requests that it has"
                + " until somebody looks.")
        : Optional.empty();
  }

  /**
   * @param percent of a canary step, if there is one
   * @param interval of a gate; null if there is no gate
   */
  static Optional<String> traffic(@Nullable String percent, @Nullable String interval) {
    return percent != null && interval == null
        ? Optional.of(
            "A canary without a gate: the next share comes after the bake time whatever happens."
                + " Add a gate.")
        : Optional.empty();
  }

  static Optional<String> bake(String text) {
    Duration bake = Durations.parse(text);
    return bake.compareTo(SHORT_BAKE) < 0
        ? Optional.of(
            "Hardly a request comes within "
                + text
                + ", and Cloud Monitoring shows one only after some minutes: the gates have nothing"
                + " to go by.")
        : Optional.empty();
  }

  static Optional<String> approvers(String by) {
    return Pattern.compile("(^|,)\\s*authenticated\\s*(,|$)").matcher(by).find()
        ? Optional.of(
            "Everybody who is logged in may answer, also who started the build unless notBy says"
                + " otherwise.")
        : Optional.empty();
  }

  static Optional<String> failBuild(String checked) {
    return checked.equals("false")
        ? Optional.of(
            "The build goes on as if nothing had happened when this fails: look at the outcome.")
        : Optional.empty();
  }

  static Optional<String> unwatched(String checked) {
    return checked.equals("false")
        ? Optional.of("Nothing looks after the execution: a failure fails no build.")
        : Optional.empty();
  }

  static Optional<String> force(String checked) {
    return checked.equals("true")
        ? Optional.of(
            "An image that failed on this service is tried again each time. Switch it off when the"
                + " cause is mended.")
        : Optional.empty();
  }

  static Optional<String> parallelism(int atOnce, @Nullable String tasks) {
    return number(tasks).filter(all -> atOnce > all).isPresent()
        ? Optional.of("More tasks at once than there are: the job has only " + tasks + ".")
        : Optional.empty();
  }

  static Optional<String> lint(String choice) {
    return choice.equals("off")
        ? Optional.of("Nobody is told of a key in the image, or that it runs as root.")
        : Optional.empty();
  }

  static Optional<String> user(String text) {
    return text.matches("(root|0+)(:.*)?")
        ? Optional.of("The container runs as root. A number such as 1000 works with every base.")
        : Optional.empty();
  }

  static Optional<String> entries(String severity) {
    return severity.equals("DEFAULT") || severity.equals("DEBUG") || severity.equals("INFO")
        ? Optional.of("Every line that the application writes counts, not only complaints.")
        : Optional.empty();
  }

  /** A variable whose value is written where everybody who may read the job can read it. */
  static Optional<String> variable(String name, @Nullable String value) {
    return value != null
            && !value.isBlank()
            && SECRET.matcher(name).matches()
            && !REFERENCE.matcher(value.trim()).matches()
        ? Optional.of(
            "That looks like a secret. Here everybody who may read the job reads it: keep it in"
                + " Secret Manager and name it under Variables from Secret Manager.")
        : Optional.empty();
  }

  static Optional<Integer> number(@Nullable String text) {
    return text != null && text.trim().matches("[0-9]{1,9}")
        ? Optional.of(Integer.valueOf(text.trim()))
        : Optional.empty();
  }

  private static Optional<Long> millis(@Nullable String cpu) {
    String text = cpu == null ? "" : cpu.trim();
    if (text.matches("[0-9]{1,5}m")) {
      return Optional.of(Long.valueOf(text.substring(0, text.length() - 1)));
    }
    return text.matches("[0-9]{1,2}(\\.[0-9]{1,3})?")
        ? Optional.of(Math.round(Double.parseDouble(text) * 1000))
        : Optional.empty();
  }

  private static Optional<Long> bytes(@Nullable String memory) {
    String text = memory == null ? "" : memory.trim();
    if (!text.matches("[0-9]{1,9}(Ki|Mi|Gi|k|M|G)?")) {
      return Optional.empty();
    }
    String digits = text.replaceAll("[^0-9]", "");
    long unit =
        switch (text.substring(digits.length())) {
          case "Ki" -> 1L << 10;
          case "Mi" -> 1L << 20;
          case "Gi" -> GIBIBYTE;
          case "k" -> 1_000L;
          case "M" -> 1_000_000L;
          case "G" -> 1_000_000_000L;
          default -> 1L;
        };
    return Optional.of(Long.parseLong(digits) * unit);
  }
}
