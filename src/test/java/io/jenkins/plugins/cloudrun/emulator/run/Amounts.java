package io.jenkins.plugins.cloudrun.emulator.run;

import io.jenkins.plugins.cloudrun.emulator.http.ApiException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Quantities of cpu and memory. */
final class Amounts {
  private static final Pattern CPU = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(m?)");
  private static final Pattern MEMORY = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(|[kMGTKE]i?)");
  private static final Map<String, Long> UNITS =
      Map.of(
          "",
          1L,
          "k",
          1_000L,
          "M",
          1_000_000L,
          "G",
          1_000_000_000L,
          "Ki",
          1L << 10,
          "Mi",
          1L << 20,
          "Gi",
          1L << 30);

  private Amounts() {}

  /** Thousandths of a cpu. */
  static long millicpu(String field, String text) {
    Matcher matcher = CPU.matcher(text);
    if (!matcher.matches()) {
      throw ApiException.violation(field, "Invalid value specified for cpu. '" + text + "'");
    }
    BigDecimal value = new BigDecimal(matcher.group(1));
    return (matcher.group(2).isEmpty() ? value.movePointRight(3) : value).longValue();
  }

  /** Bytes. */
  static long bytes(String field, String text) {
    Matcher matcher = MEMORY.matcher(text);
    if (!matcher.matches() || !UNITS.containsKey(matcher.group(2))) {
      throw ApiException.violation(field, "Invalid value specified for memory. '" + text + "'");
    }
    return new BigDecimal(matcher.group(1))
        .multiply(BigDecimal.valueOf(UNITS.getOrDefault(matcher.group(2), 1L)))
        .longValue();
  }
}
