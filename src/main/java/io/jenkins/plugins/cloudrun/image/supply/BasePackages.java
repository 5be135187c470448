package io.jenkins.plugins.cloudrun.image.supply;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the package databases of an image list: that of dpkg (also in parts, as distroless images
 * have it) and that of apk.
 */
public final class BasePackages {
  /** None, or they are not known. */
  public static final BasePackages NONE = new BasePackages(List.of());

  private static final String STATUS = "/var/lib/dpkg/status";
  private static final List<String> APK =
      List.of("/lib/apk/db/installed", "/usr/lib/apk/db/installed");
  private static final List<String> RELEASE = List.of("/etc/os-release", "/usr/lib/os-release");
  private static final int MOST = 15_000;
  private static final int FIELDS = 6;

  private final List<Part> parts;

  private BasePackages(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /** Where they are: files, and folders of files. */
  public static List<String> places() {
    List<String> places = new ArrayList<>(List.of(STATUS, STATUS + ".d"));
    places.addAll(APK);
    places.addAll(RELEASE);
    return places;
  }

  /**
   * Reads them. What is no package is passed over.
   *
   * @param files by their paths, of those that are there
   */
  public static BasePackages of(Map<String, byte[]> files) {
    OsRelease release =
        OsRelease.of(
            RELEASE.stream()
                .filter(files::containsKey)
                .findFirst()
                .map(files::get)
                .orElse(new byte[0]));
    List<Part> parts = new ArrayList<>();
    new TreeMap<>(files)
        .forEach(
            (path, bytes) -> {
              if (path.startsWith(STATUS) && !path.endsWith(".md5sums")) {
                parts.addAll(PackageDatabase.DPKG.parts(bytes, path, release));
              } else if (APK.contains(path)) {
                parts.addAll(PackageDatabase.APK.parts(bytes, path, release));
              }
            });
    return new BasePackages(parts.size() > MOST ? parts.subList(0, MOST) : parts);
  }

  public int count() {
    return parts.size();
  }

  List<Part> parts() {
    return parts;
  }

  /** To be kept, and read back by {@link #parse}. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      text.append(
          String.join(
              "\t",
              part.ecosystem(),
              part.group(),
              part.name(),
              part.version(),
              part.qualifiers().getOrDefault("arch", ""),
              part.qualifiers().getOrDefault("distro", "")));
      text.append('\t').append(part.path()).append('\n');
    }
    return text.toString();
  }

  /** What does not look as {@link #text} writes it is passed over. */
  public static BasePackages parse(String text) {
    List<Part> parts = new ArrayList<>();
    text.lines()
        .map(line -> line.split("\t", -1))
        .filter(fields -> fields.length == FIELDS + 1)
        .forEach(f -> parts.add(Part.ofSystem(f[0], f[1], f[2], f[3], f[4], f[5], f[FIELDS])));
    return new BasePackages(parts);
  }
}
