package io.jenkins.plugins.cloudrun.image.supply;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A package or a file in an image.
 *
 * @param ecosystem type of the package URL: {@code maven}, {@code npm}, {@code pypi}, {@code
 *     golang}, {@code generic}; {@code file} for a plain file
 * @param group empty if there is none
 * @param version empty if it is not known
 * @param sha256 of the file that holds it, in hexadecimal digits; empty if there is no such file
 * @param sha1 likewise
 * @param path in the image, where it was found
 */
record Part(
    String ecosystem,
    String group,
    String name,
    String version,
    String sha256,
    String sha1,
    String path) {
  static final String FILE = "file";

  boolean isFile() {
    return ecosystem.equals(FILE);
  }

  /** Empty for files, and for names that no package can have. */
  Optional<String> purl() {
    if (isFile()) {
      return Optional.empty();
    }
    try {
      TreeMap<String, String> qualifiers = new TreeMap<>();
      if (ecosystem.equals("generic") && !sha256.isEmpty()) {
        qualifiers.put("checksum", "sha256:" + sha256);
      }
      return Optional.of(
          new PackageURL(
                  ecosystem,
                  group.isEmpty() ? null : group,
                  name,
                  version.isEmpty() ? null : version,
                  qualifiers,
                  null)
              .canonicalize());
    } catch (MalformedPackageURLException e) {
      return Optional.empty();
    }
  }
}
