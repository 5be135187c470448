package io.jenkins.plugins.cloudrun.emulator.storage;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;

/** All buckets: what is in them lies in a folder, what is known of it in memory. */
public final class Buckets {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]");

  private final Path folder;
  private final String projectNumber;
  private final Map<String, Bucket> buckets = new HashMap<>();
  private long lastGeneration;

  /**
   * @param folder for the bytes; made if it is not there
   * @param projectNumber of the project that the buckets belong to
   */
  Buckets(Path folder, String projectNumber) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.projectNumber = projectNumber;
  }

  /** Makes a bucket, if it is not there. */
  public synchronized Buckets create(String name) {
    buckets.computeIfAbsent(name, n -> new Bucket(n, projectNumber, new JsonObject(), false));
    return this;
  }

  /** Makes a bucket of somebody else: its name is taken, and nobody here may use it. */
  public synchronized Buckets createForeign(String name) {
    buckets.put(name, new Bucket(name, "999999999999", new JsonObject(), true));
    return this;
  }

  public synchronized boolean exists(String name) {
    return buckets.containsKey(name);
  }

  /** The names of a bucket's objects, in order. */
  public synchronized List<String> names(String bucket) {
    return List.copyOf(bucket(bucket).objects.keySet());
  }

  /** What an object holds now. */
  public byte[] content(String bucket, String object) throws IOException {
    StoredObject found = object(bucket, object, OptionalLong.empty());
    try (InputStream in = Files.newInputStream(found.file())) {
      return in.readNBytes(Math.toIntExact(found.size()));
    }
  }

  /** The bytes of a version of an object, if it is there. */
  public Optional<InputStream> open(String bucket, String object, OptionalLong generation)
      throws IOException {
    try {
      return Optional.of(Files.newInputStream(object(bucket, object, generation).file()));
    } catch (StorageError e) {
      return Optional.empty();
    }
  }

  /** Adds to the end of an object as a composition does: a new version that has no MD5. */
  public synchronized void append(String bucket, String object, String text) throws IOException {
    Bucket in = bucket(bucket);
    StoredObject old = in.objects.get(object);
    Path file = old == null ? newFile() : old.file();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    // Not a channel: an interrupt would close it half-way.
    try (OutputStream out = new FileOutputStream(file.toFile(), true)) {
      out.write(bytes);
    }
    long size = (old == null ? 0 : old.size()) + bytes.length;
    int components = old == null ? 1 : old.components() + 1;
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    StoredObject made =
        new StoredObject(
            bucket,
            object,
            generation(),
            size,
            "text/plain",
            "",
            Checksums.of(file, size).crc32c(),
            components,
            file,
            now,
            now);
    in.objects.put(object, made);
  }

  /** The project's own, by name. */
  synchronized JsonObject list(String prefix, String root) {
    JsonArray items = new JsonArray();
    buckets.values().stream()
        .filter(bucket -> !bucket.foreign && bucket.name.startsWith(prefix))
        .sorted(Comparator.comparing((Bucket bucket) -> bucket.name))
        .forEach(bucket -> items.add(bucket.json(root)));
    JsonObject list = new JsonObject();
    list.addProperty("kind", "storage#buckets");
    if (!items.isEmpty()) {
      list.add("items", items);
    }
    return list;
  }

  synchronized Bucket bucket(String name) {
    Bucket bucket = buckets.get(name);
    if (bucket == null) {
      throw StorageError.noBucket();
    }
    return bucket;
  }

  synchronized Bucket insert(JsonObject given) {
    String name = given.has("name") ? given.get("name").getAsString() : "";
    if (!NAME.matcher(name).matches() || name.startsWith("goog")) {
      throw StorageError.invalid("Invalid bucket name: '" + name + "'");
    }
    Bucket there = buckets.get(name);
    if (there != null) {
      throw StorageError.of(
          409,
          "conflict",
          there.foreign
              ? "The requested bucket name is not available. The bucket namespace is shared by all"
                  + " users of the system. Please select a different name and try again."
              : "Your previous request to create the named bucket succeeded and you already own"
                  + " it.");
    }
    Bucket made = new Bucket(name, projectNumber, given, false);
    buckets.put(name, made);
    return made;
  }

  synchronized StoredObject object(String bucket, String name, OptionalLong generation) {
    StoredObject object = bucket(bucket).objects.get(name);
    if (object == null || generation.isPresent() && generation.getAsLong() != object.generation()) {
      throw StorageError.noObject(bucket, name);
    }
    return object;
  }

  synchronized List<StoredObject> objects(String bucket, String prefix) {
    return bucket(bucket).objects.values().stream()
        .filter(object -> object.name().startsWith(prefix))
        .toList();
  }

  /** Refuses unless the object has this generation; 0 is none. */
  synchronized void check(String bucket, String name, OptionalLong ifGenerationMatch) {
    StoredObject object = bucket(bucket).objects.get(name);
    if (ifGenerationMatch.isPresent()
        && ifGenerationMatch.getAsLong() != (object == null ? 0 : object.generation())) {
      throw StorageError.precondition();
    }
  }

  /** Makes a file, which is complete, the object's content. */
  synchronized StoredObject put(
      String bucket, String name, String contentType, OptionalLong ifGenerationMatch, Path file)
      throws IOException {
    check(bucket, name, ifGenerationMatch);
    Checksums sums = Checksums.of(file, Files.size(file));
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    StoredObject object =
        new StoredObject(
            bucket,
            name,
            generation(),
            Files.size(file),
            contentType,
            sums.md5(),
            sums.crc32c(),
            0,
            file,
            now,
            now);
    bucket(bucket).objects.put(name, object);
    return object;
  }

  synchronized void delete(
      String bucket, String name, OptionalLong generation, OptionalLong ifGenerationMatch) {
    StoredObject there = object(bucket, name, generation);
    check(bucket, name, ifGenerationMatch);
    bucket(bucket).objects.remove(there.name());
  }

  synchronized void deleteBucket(String name) {
    if (!bucket(name).objects.isEmpty()) {
      throw StorageError.of(409, "conflict", "The bucket you tried to delete is not empty.");
    }
    buckets.remove(name);
  }

  /** A new empty file for bytes that come in. */
  Path newFile() throws IOException {
    return Files.createFile(folder.resolve(UUID.randomUUID().toString()));
  }

  /** Microseconds, as the service numbers versions. */
  private long generation() {
    lastGeneration =
        Math.max(lastGeneration + 1, ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
    return lastGeneration;
  }
}
