package io.jenkins.plugins.cloudrun.image.dockerfile;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.image.layer.EntriesLayer;
import io.jenkins.plugins.cloudrun.image.layer.LayerEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Brings what two tools made into one shape: a line of text for each path, and the configuration.
 */
final class Comparison {
  private Comparison() {}

  /** A folder on disk, as root sees it. */
  static Map<String, String> files(Path root, boolean times) throws Exception {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (file.equals(root)) {
          continue;
        }
        Map<String, Object> attributes =
            Files.readAttributes(file, "unix:*", LinkOption.NOFOLLOW_LINKS);
        boolean link = Files.isSymbolicLink(file);
        boolean folder = Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
        String what =
            link
                ? "link to " + Files.readSymbolicLink(file)
                : folder ? "folder" : "file " + hash(Files.newInputStream(file));
        long time = ((FileTime) attributes.get("lastModifiedTime")).toMillis() / 1000;
        all.put(
            "/" + root.relativize(file),
            line(
                what,
                link ? 0777 : (int) attributes.get("mode") & 07777,
                (int) attributes.get("uid"),
                (int) attributes.get("gid"),
                times && !folder ? time : 0));
      }
    }
    return all;
  }

  /** What our layers make of the base. */
  static Map<String, String> files(ImageTree base, List<EntriesLayer> layers, boolean times)
      throws Exception {
    ImageTree tree = base.copy();
    for (EntriesLayer layer : layers) {
      String last = "";
      for (LayerEntry entry : layer.entries()) {
        if (last.compareTo(entry.path()) >= 0) {
          throw new AssertionError("out of order: " + entry.path() + " after " + last);
        }
        last = entry.path();
        tree.put(entry);
      }
    }
    Map<String, String> all = new TreeMap<>();
    for (LayerEntry entry : tree.all()) {
      boolean folder = entry.kind() == LayerEntry.Kind.FOLDER;
      String what =
          switch (entry.kind()) {
            case SYMBOLIC_LINK -> "link to " + entry.target();
            case FOLDER -> "folder";
            default -> "file " + hash(entry.content().orElseThrow().open());
          };
      all.put(
          entry.path(),
          line(
              what,
              entry.mode(),
              entry.uid(),
              entry.gid(),
              times && !folder ? entry.modified().getEpochSecond() : 0));
    }
    return all;
  }

  private static String line(String what, int mode, long uid, long gid, long time) {
    return String.format(Locale.ROOT, "%s %04o %d:%d %d", what, mode, uid, gid, time);
  }

  private static String hash(InputStream in) throws Exception {
    try (in) {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      hash.update(in.readAllBytes());
      return HexFormat.of().formatHex(hash.digest()).substring(0, 12);
    }
  }

  /** Of an image's stored configuration, what a container gets. */
  static Map<String, String> config(JsonObject image) {
    JsonObject run = image.getAsJsonObject("config");
    Map<String, String> all = new TreeMap<>();
    for (String key :
        List.of("Entrypoint", "Cmd", "User", "WorkingDir", "StopSignal", "Shell", "Healthcheck")) {
      put(all, key, run.get(key));
    }
    put(all, "OnBuild", run.get("OnBuild"));
    put(all, "author", image.get("author"));
    for (String key : List.of("ExposedPorts", "Volumes")) {
      JsonElement set = run.get(key);
      if (set != null && set.isJsonObject() && !set.getAsJsonObject().isEmpty()) {
        all.put(key, new TreeSet<>(set.getAsJsonObject().keySet()).toString());
      }
    }
    TreeMap<String, String> labels = new TreeMap<>();
    if (run.get("Labels") != null && run.get("Labels").isJsonObject()) {
      run.getAsJsonObject("Labels")
          .entrySet()
          .forEach(label -> labels.put(label.getKey(), label.getValue().getAsString()));
    }
    labels.remove("io.buildah.version");
    all.put("Labels", labels.toString());
    TreeSet<String> env = new TreeSet<>();
    if (run.get("Env") != null && run.get("Env").isJsonArray()) {
      run.getAsJsonArray("Env").forEach(variable -> env.add(variable.getAsString()));
    }
    all.put("Env", env.toString());
    return all;
  }

  private static void put(Map<String, String> all, String key, JsonElement value) {
    boolean empty =
        value == null
            || value.isJsonNull()
            || (value.isJsonArray() && value.getAsJsonArray().isEmpty())
            || (value.isJsonPrimitive() && value.getAsString().isEmpty());
    if (!empty) {
      all.put(key, value.toString());
    }
  }

  /** The same of what our build describes. */
  static Map<String, String> config(DockerfileImage image) throws IOException {
    Map<String, String> all = new TreeMap<>();
    texts(all, "Entrypoint", image.entrypoint());
    texts(all, "Cmd", image.command());
    texts(all, "Shell", image.shell());
    texts(all, "OnBuild", image.triggers());
    text(all, "User", image.user());
    text(all, "WorkingDir", image.workdir());
    text(all, "StopSignal", image.stopSignal());
    image.author().ifPresent(author -> text(all, "author", author));
    image.healthcheck().ifPresent(check -> all.put("Healthcheck", check));
    if (!image.ports().isEmpty()) {
      all.put("ExposedPorts", new TreeSet<>(image.ports()).toString());
    }
    if (!image.volumes().isEmpty()) {
      all.put("Volumes", new TreeSet<>(image.volumes()).toString());
    }
    all.put("Labels", new TreeMap<>(image.labels()).toString());
    TreeSet<String> env = new TreeSet<>();
    image.env().forEach((name, value) -> env.add(name + "=" + value));
    all.put("Env", env.toString());
    return all;
  }

  private static void texts(Map<String, String> all, String key, List<String> values) {
    com.google.gson.JsonArray array = new com.google.gson.JsonArray();
    values.forEach(array::add);
    put(all, key, array);
  }

  private static void text(Map<String, String> all, String key, String value) {
    put(all, key, new com.google.gson.JsonPrimitive(value));
  }
}
