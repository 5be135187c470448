package io.jenkins.plugins.cloudrun.image.supply;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Which Maven package a jar is: what Maven wrote into it, else what its manifest and its name say.
 * Jars in it (as fat jars have them) are looked at, too.
 */
final class JarParts {
  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_DEPTH = 2;
  private static final int MOST_PARTS = 5000;
  private static final Pattern POM = Pattern.compile("META-INF/maven/[^/]+/[^/]+/pom\\.properties");
  private static final Pattern NAME =
      Pattern.compile("(.+?)-(\\d[A-Za-z0-9.+_-]*|[A-Za-z0-9.]+-SNAPSHOT)");

  private final List<Part> found;

  JarParts(List<Part> found) {
    this.found = found;
  }

  static boolean isJar(String path) {
    return path.endsWith(".jar") || path.endsWith(".war");
  }

  /**
   * @param path of the jar; in another one, both with '!' between them
   */
  void read(String path, InputStream in) throws IOException {
    read(path, in, 0);
  }

  private void read(String path, InputStream in, int depth) throws IOException {
    int place = found.size();
    List<Properties> poms = new ArrayList<>();
    Attributes main = new Attributes();
    HashedStream hashed = new HashedStream(in);
    ZipInputStream zip = new ZipInputStream(hashed);
    try {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName();
        if (POM.matcher(name).matches()) {
          Properties pom = new Properties();
          pom.load(new ByteArrayInputStream(zip.readNBytes(MOST_BYTES)));
          poms.add(pom);
        } else if (name.equals("META-INF/MANIFEST.MF")) {
          main =
              new Manifest(new ByteArrayInputStream(zip.readNBytes(MOST_BYTES)))
                  .getMainAttributes();
        } else if (isJar(name) && depth < MOST_DEPTH && found.size() < MOST_PARTS) {
          read(path + "!/" + name, new Unclosed(zip), depth + 1);
        }
      }
    } catch (java.util.zip.ZipException | IllegalArgumentException e) {
      // Not a zip that Java reads: its digests still say which file it is.
    }
    hashed.drain();
    found.add(place, part(path, poms, main, hashed.sha256(), hashed.sha1()));
  }

  private static Part part(
      String path, List<Properties> poms, Attributes main, String sha256, String sha1) {
    String file = path.substring(path.lastIndexOf('/') + 1);
    String base = file.substring(0, file.length() - 4);
    Optional<Properties> own =
        poms.size() == 1
            ? Optional.of(poms.get(0))
            : poms.stream()
                .filter(pom -> base.startsWith(pom.getProperty("artifactId", "?")))
                .max(
                    java.util.Comparator.comparingInt(
                        pom -> pom.getProperty("artifactId", "").length()));
    if (own.isPresent() && complete(own.get())) {
      Properties pom = own.get();
      return new Part(
          "maven",
          pom.getProperty("groupId").strip(),
          pom.getProperty("artifactId").strip(),
          pom.getProperty("version").strip(),
          sha256,
          sha1,
          path);
    }
    Map<String, String> said = new TreeMap<>();
    main.forEach((key, value) -> said.put(key.toString(), value.toString().strip()));
    Matcher name = NAME.matcher(base);
    String artifact = name.matches() ? name.group(1) : base;
    String version =
        name.matches()
            ? name.group(2)
            : said.getOrDefault("Implementation-Version", said.getOrDefault("Bundle-Version", ""));
    String group = said.getOrDefault("Implementation-Vendor-Id", "");
    return group.matches("[A-Za-z0-9_.-]+") && !version.isEmpty()
        ? new Part("maven", group, artifact, version, sha256, sha1, path)
        : new Part("generic", "", artifact, version, sha256, sha1, path);
  }

  private static boolean complete(Properties pom) {
    return pom.containsKey("groupId")
        && pom.containsKey("artifactId")
        && pom.containsKey("version");
  }

  /** An entry of a zip: what reads it must not close the zip. */
  private static final class Unclosed extends java.io.FilterInputStream {
    Unclosed(InputStream in) {
      super(in);
    }

    @Override
    public void close() {
      // The zip around it is still read.
    }
  }
}
