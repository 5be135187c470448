package io.jenkins.plugins.cloudrun.image.supply;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Databases of installed packages: paragraphs of fields, with an empty line after each. */
enum PackageDatabase {
  /** By deb-control(5); a paragraph of {@code status} also says whether it is still installed. */
  DPKG("deb", "debian", "Package", "Version", "Architecture"),

  /** Fields of one letter. */
  APK("apk", "alpine", "P", "V", "A");

  private static final String STATUS = "Status";

  /** What could break a line of a list or a document is no name. */
  private static final Pattern WORD = Pattern.compile("[\\p{Graph}]{1,200}");

  private final String type;
  private final String usual;
  private final String name;
  private final String version;
  private final String architecture;
  private final Set<String> fields;

  PackageDatabase(String type, String usual, String name, String version, String architecture) {
    this.type = type;
    this.usual = usual;
    this.name = name;
    this.version = version;
    this.architecture = architecture;
    this.fields = Set.of(name, version, architecture, STATUS);
  }

  /**
   * The packages that are installed.
   *
   * @param path of the database, for the list
   */
  List<Part> parts(byte[] database, String path, OsRelease release) {
    List<Part> parts = new ArrayList<>();
    Map<String, String> paragraph = new HashMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new ByteArrayInputStream(database), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isBlank()) {
          part(paragraph, path, release).ifPresent(parts::add);
          paragraph.clear();
          continue;
        }
        int colon = line.indexOf(':');
        if (colon > 0 && fields.contains(line.substring(0, colon))) {
          paragraph.putIfAbsent(line.substring(0, colon), line.substring(colon + 1).strip());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    part(paragraph, path, release).ifPresent(parts::add);
    return parts;
  }

  private Optional<Part> part(Map<String, String> paragraph, String path, OsRelease release) {
    String status = paragraph.getOrDefault(STATUS, "install ok installed");
    String word = paragraph.getOrDefault(name, "");
    String number = paragraph.getOrDefault(version, "");
    if (!status.endsWith(" installed")
        || !WORD.matcher(word).matches()
        || !WORD.matcher(number).matches()) {
      return Optional.empty();
    }
    String built = paragraph.getOrDefault(architecture, "");
    return Optional.of(
        Part.ofSystem(
            type,
            release.id().isEmpty() ? usual : release.id(),
            word,
            number,
            WORD.matcher(built).matches() ? built : "",
            release.distro(),
            path));
  }
}
