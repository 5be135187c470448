package io.jenkins.plugins.cloudrun.image.supply;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A package or a file in an image.
 *
 * @param ecosystem type of the package URL: {@code maven}, {@code npm}, {@code pypi}, {@code
 *     golang}, {@code deb}, {@code apk}, {@code generic}; {@code file} for a plain file
 * @param group empty if there is none
 * @param version empty if it is not known
 * @param sha256 of the file that holds it, in hexadecimal digits; empty if there is no such file
 * @param sha1 likewise
 * @param path in the image, where it was found
 * @param qualifiers of the package URL
 */
record Part(
    String ecosystem,
    String group,
    String name,
    String version,
    String sha256,
    String sha1,
    String path,
    Map<String, String> qualifiers) {
  static final String FILE = "file";

  Part {
    qualifiers = Map.copyOf(qualifiers);
  }

  /** Without qualifiers. */
  Part(
      String ecosystem,
      String group,
      String name,
      String version,
      String sha256,
      String sha1,
      String path) {
    this(ecosystem, group, name, version, sha256, sha1, path, Map.of());
  }

  /**
   * A package of the operating system.
   *
   * @param group the distribution
   * @param architecture empty if it is not known
   * @param distro with its version, empty if it is not known
   */
  static Part ofSystem(
      String ecosystem,
      String group,
      String name,
      String version,
      String architecture,
      String distro,
      String path) {
    Map<String, String> qualifiers = new TreeMap<>(Map.of("arch", architecture, "distro", distro));
    qualifiers.values().removeIf(String::isEmpty);
    return new Part(ecosystem, group, name, version, "", "", path, qualifiers);
  }

  boolean isFile() {
    return ecosystem.equals(FILE);
  }

  /** Empty for files, and for names that no package can have. */
  Optional<String> purl() {
    if (isFile()) {
      return Optional.empty();
    }
    try {
      TreeMap<String, String> all = new TreeMap<>(qualifiers);
      if (ecosystem.equals("generic") && !sha256.isEmpty()) {
        all.put("checksum", "sha256:" + sha256);
      }
      return Optional.of(
          new PackageURL(
                  ecosystem,
                  group.isEmpty() ? null : group,
                  name,
                  version.isEmpty() ? null : version,
                  all,
                  null)
              .canonicalize());
    } catch (MalformedPackageURLException e) {
      return Optional.empty();
    }
  }
}
