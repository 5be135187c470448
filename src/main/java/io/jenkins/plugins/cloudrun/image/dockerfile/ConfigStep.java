package io.jenkins.plugins.cloudrun.image.dockerfile;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Instructions that change an image's configuration alone. */
final class ConfigStep {
  private static final Pattern PORT = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?(?:/(\\w+))?");
  private static final Pattern DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)(h|ms|us|ns|m|s)");
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  private final StageConfig config;
  private final UnaryOperator<String> expand;

  /**
   * @param expand replaces variables as they are before the instruction
   */
  ConfigStep(StageConfig config, UnaryOperator<String> expand) {
    this.config = config;
    this.expand = expand;
  }

  void run(Instruction instruction) {
    List<String> words = instruction.words();
    switch (instruction.keyword()) {
      case ENV -> config.env.putAll(pairs(instruction));
      case LABEL -> config.labels.putAll(pairs(instruction));
      case EXPOSE -> words.forEach(word -> ports(expand.apply(word)));
      case VOLUME -> words.forEach(word -> config.volumes.add(expand.apply(word)));
      case USER -> config.user = expand.apply(words.get(0));
      case STOPSIGNAL -> config.stopSignal = expand.apply(words.get(0));
      case MAINTAINER -> config.author = java.util.Optional.of(words.get(0));
      case SHELL -> config.shell = words;
      case CMD -> {
        config.command = command(instruction);
        config.commandSet = true;
      }
      case ENTRYPOINT -> {
        config.entrypoint = command(instruction);
        if (!config.commandSet) {
          config.command = List.of();
        }
      }
      case HEALTHCHECK -> config.healthcheck = java.util.Optional.of(healthcheck(instruction));
      case ONBUILD -> config.triggers.add(instruction.argument());
      default -> throw new IllegalArgumentException(instruction.keyword() + " changes files");
    }
  }

  private Map<String, String> pairs(Instruction instruction) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (Instruction.Pair pair : instruction.pairs()) {
      String name = expand.apply(pair.name());
      if (name.isBlank()) {
        throw new InvalidValueException(instruction.keyword() + " has a value without a name.");
      }
      pairs.put(name, expand.apply(pair.value().orElse("")));
    }
    return pairs;
  }

  private List<String> command(Instruction instruction) {
    if (instruction.json() || instruction.words().isEmpty()) {
      return instruction.words();
    }
    return config.inShell(instruction.words().get(0));
  }

  private void ports(String text) {
    for (String word : Words.plain(text)) {
      Matcher port = PORT.matcher(word);
      String protocol = port.matches() && port.group(3) != null ? port.group(3) : "tcp";
      protocol = protocol.toLowerCase(Locale.ROOT);
      if (!port.matches() || !List.of("tcp", "udp", "sctp").contains(protocol)) {
        throw new InvalidValueException(
            "'" + word + "' is no port: a number or a range such as 8000-8010, with /udp or not.");
      }
      int first = Integer.parseInt(port.group(1));
      int last = port.group(2) == null ? first : Integer.parseInt(port.group(2));
      if (first < 1 || last > 65535 || last < first) {
        throw new InvalidValueException("'" + word + "' is no port: 1 to 65535 are.");
      }
      for (int number = first; number <= last; number++) {
        config.ports.add(number + "/" + protocol);
      }
    }
  }

  private JsonObject healthcheck(Instruction instruction) {
    JsonObject check = new JsonObject();
    JsonArray test = new JsonArray();
    List<String> words = instruction.words();
    if (words.get(0).equals("NONE")) {
      test.add("NONE");
    } else if (instruction.json()) {
      words.forEach(test::add);
    } else {
      test.add("CMD-SHELL");
      new ArrayList<>(words.subList(1, words.size())).forEach(test::add);
    }
    check.add("Test", test);
    nanos(instruction, "interval", check, "Interval");
    nanos(instruction, "timeout", check, "Timeout");
    nanos(instruction, "start-period", check, "StartPeriod");
    nanos(instruction, "start-interval", check, "StartInterval");
    instruction
        .flag("retries")
        .ifPresent(
            retries -> {
              String value = expand.apply(retries);
              if (!value.matches("\\d{1,6}")) {
                throw new InvalidValueException(
                    "--retries is a whole number, not '" + value + "'.");
              }
              if (Integer.parseInt(value) > 0) {
                check.addProperty("Retries", Integer.parseInt(value));
              }
            });
    return check;
  }

  private void nanos(Instruction instruction, String flag, JsonObject check, String key) {
    instruction
        .flag(flag)
        .ifPresent(
            written -> {
              String text = expand.apply(written);
              Matcher part = DURATION.matcher(text);
              BigDecimal nanos = BigDecimal.ZERO;
              int end = 0;
              while (part.find() && part.start() == end) {
                nanos =
                    nanos.add(
                        new BigDecimal(part.group(1))
                            .multiply(BigDecimal.valueOf(NANOS.getOrDefault(part.group(2), 0L))));
                end = part.end();
              }
              if (end != text.length() || text.isEmpty()) {
                throw new InvalidValueException(
                    "--" + flag + " is a duration such as 30s or 1m30s, not '" + text + "'.");
              }
              if (nanos.signum() > 0) {
                check.addProperty(key, nanos.longValue());
              }
            });
  }
}
