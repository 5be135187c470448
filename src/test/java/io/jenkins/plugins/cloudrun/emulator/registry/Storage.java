package io.jenkins.plugins.cloudrun.emulator.registry;

import io.jenkins.plugins.cloudrun.emulator.Registry.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Blobs, manifests and tags as files. A blob is stored once and linked into each image that has it.
 * Files appear complete, by a move; names of our own begin with an underscore, as no part of an
 * image's path may.
 */
final class Storage {
  private final Path blobs;
  private final Path repositories;
  private final Path incoming;

  Storage(Path folder) throws IOException {
    blobs = Files.createDirectories(folder.resolve("blobs"));
    repositories = Files.createDirectories(folder.resolve("repositories"));
    incoming = Files.createDirectories(folder.resolve("incoming"));
    try (Stream<Path> left = Files.list(incoming)) {
      for (Path file : left.toList()) {
        Files.delete(file);
      }
    }
  }

  void create(String project, String repository) throws IOException {
    Files.createDirectories(repositories.resolve(project).resolve(repository).resolve("_created"));
  }

  boolean exists(ImagePath image) {
    return Files.exists(
        repositories.resolve(image.project()).resolve(image.repository()).resolve("_created"));
  }

  /** A file for bytes that come in, not there yet. */
  Path newFile() {
    return incoming.resolve(UUID.randomUUID().toString());
  }

  /** Makes a file of {@link #newFile()} the blob of this digest, which the caller has checked. */
  void adopt(ImagePath image, Path file, String digest) throws IOException {
    Files.move(file, stored(digest), StandardCopyOption.ATOMIC_MOVE);
    link(image, digest);
  }

  /** Shows a stored blob in an image. */
  void link(ImagePath image, String digest) throws IOException {
    Files.createDirectories(folder(image, "_blobs").resolve(hex(digest)));
  }

  /** The file of a blob, if the image has it. */
  Optional<Path> blob(ImagePath image, String digest) {
    Path file = stored(digest);
    return Files.exists(folder(image, "_blobs").resolve(hex(digest))) && Files.exists(file)
        ? Optional.of(file)
        : Optional.empty();
  }

  Optional<Manifest> manifest(ImagePath image, String tagOrDigest) {
    if (!Digests.isValid(tagOrDigest) && !Manifests.isTag(tagOrDigest)) {
      return Optional.empty();
    }
    try {
      String digest =
          Digests.isValid(tagOrDigest)
              ? tagOrDigest
              : Files.readString(folder(image, "_tags").resolve(tagOrDigest));
      Path file = folder(image, "_manifests").resolve(hex(digest));
      String[] parts = Files.readString(file).split("\n", 2);
      return Optional.of(new Manifest(parts[0], digest, parts[1]));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All manifests of an image, in the order of their digests. */
  List<Manifest> manifests(ImagePath image) throws IOException {
    Path folder = folder(image, "_manifests");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> "sha256:" + file.getFileName())
          .sorted()
          .flatMap(digest -> manifest(image, digest).stream())
          .toList();
    }
  }

  /** Stores a manifest; its media type is the first line of the file. */
  void put(ImagePath image, Manifest manifest) throws IOException {
    Path file = folder(image, "_manifests").resolve(hex(manifest.digest()));
    write(file, manifest.mediaType() + "\n" + manifest.content());
  }

  void tag(ImagePath image, String tag, String digest) throws IOException {
    write(folder(image, "_tags").resolve(tag), digest);
  }

  /** The tags of an image in the order of the alphabet; empty if there is no such image. */
  List<String> tags(ImagePath image) throws IOException {
    Path folder = folder(image, "_tags");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** Copies a stream into a new file and makes it a blob. */
  String add(ImagePath image, InputStream content) throws IOException {
    Path file = newFile();
    String digest = Digests.copy(content, file);
    adopt(image, file, digest);
    return digest;
  }

  private void write(Path file, String text) throws IOException {
    Path complete = newFile();
    Files.write(complete, text.getBytes(StandardCharsets.UTF_8));
    Files.createDirectories(file.getParent());
    Files.move(complete, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private Path stored(String digest) {
    return blobs.resolve(hex(digest));
  }

  private Path folder(ImagePath image, String name) {
    return repositories.resolve(image.text()).resolve(name);
  }

  private static String hex(String digest) {
    return digest.substring(digest.indexOf(':') + 1);
  }
}
