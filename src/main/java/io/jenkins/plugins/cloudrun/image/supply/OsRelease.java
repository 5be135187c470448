package io.jenkins.plugins.cloudrun.image.supply;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Which distribution an image is of, by its {@code os-release}.
 *
 * @param id such as {@code debian}; empty if it is not known
 * @param version such as {@code 12}; empty if it has none
 */
record OsRelease(String id, String version) {
  private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  /**
   * @param file empty if there is none
   */
  static OsRelease of(byte[] file) {
    Map<String, String> said = new TreeMap<>();
    new String(file, StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.strip().split("=", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> said.put(pair[0], pair[1].replaceAll("^[\"']|[\"']$", "")));
    String version = said.getOrDefault("VERSION_ID", said.getOrDefault("VERSION_CODENAME", ""));
    return new OsRelease(word(said.getOrDefault("ID", "")), word(version));
  }

  /** For package URLs: {@code debian-12}; empty if it is not known. */
  String distro() {
    return id.isEmpty() || version.isEmpty() ? id : id + "-" + version;
  }

  private static String word(String text) {
    return WORD.matcher(text).matches() ? text : "";
  }
}
