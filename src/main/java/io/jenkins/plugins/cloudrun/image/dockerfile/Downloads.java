package io.jenkins.plugins.cloudrun.image.dockerfile;

import io.jenkins.plugins.cloudrun.image.layer.Content;
import io.jenkins.plugins.cloudrun.image.layer.FileContent;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.Sha256;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;

/** Fetches what {@code ADD} names by URL. */
final class Downloads {
  private static final long MOST_BYTES = 2L << 30;
  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private final HttpClient.Builder http;
  private final Consumer<String> warnings;
  private final long mostBytes;

  /**
   * @param http with the proxy that applies here
   */
  Downloads(HttpClient.Builder http, Consumer<String> warnings) {
    this(http, warnings, MOST_BYTES);
  }

  Downloads(HttpClient.Builder http, Consumer<String> warnings, long mostBytes) {
    this.http = http;
    this.warnings = warnings;
    this.mostBytes = mostBytes;
  }

  /**
   * @param name the last part of the URL's path
   */
  record Download(String name, Content content) {}

  static boolean isRemote(String source) {
    return source.matches("(?s)(https?|git|ssh)://.*|git@.*");
  }

  /**
   * @throws InvalidValueException for a git repository, which only a builder can check out
   */
  static URI uri(String source) {
    if (source.startsWith("git") || source.startsWith("ssh") || source.matches(".*\\.git(#.*)?")) {
      throw new InvalidValueException(
          "ADD cannot check out the git repository '"
              + source
              + "' here: check it out in an earlier step of the build and COPY it.");
    }
    try {
      URI uri = URI.create(source);
      if (uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new InvalidValueException("'" + source + "' is no URL.");
  }

  /**
   * @param checksum {@code sha256:…}, which the bytes must have
   * @param work where the file is put
   */
  Download fetch(URI uri, Optional<String> checksum, Path work)
      throws Failure, IOException, InterruptedException {
    if (checksum.isPresent() && !checksum.get().matches("sha256:[0-9a-f]{64}")) {
      throw new InvalidValueException(
          "--checksum is sha256: and 64 hexadecimal digits, not '" + checksum.get() + "'.");
    }
    // Without query and user, which may be secrets.
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String shown = uri.getScheme() + "://" + uri.getHost() + port + uri.getPath();
    String path = uri.getPath() == null ? "" : uri.getPath();
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (name.isEmpty()) {
      throw new InvalidValueException("'" + shown + "' names no file: its path ends with a slash.");
    }
    Path file = Files.createTempFile(work, "download", "");
    String digest = "sha256:" + receive(uri, shown, file);
    if (checksum.isPresent() && !checksum.get().equals(digest)) {
      throw new InvalidValueException(
          "'" + shown + "' has the checksum " + digest + ", not " + checksum.get() + ".");
    }
    if (checksum.isEmpty()) {
      warnings.accept(
          "ADD fetched '"
              + shown
              + "', which may be another file tomorrow: write --checksum="
              + digest
              + " to be told.");
    }
    return new Download(name, new FileContent(file, Files.size(file), digest, true));
  }

  private String receive(URI uri, String shown, Path file)
      throws Failure, IOException, InterruptedException {
    HttpClient client =
        http.connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NORMAL).build();
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(ANSWER).GET().build();
    HttpResponse<InputStream> response;
    try {
      response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new Failure.Transient(
          "Could not download '" + shown + "': " + e.getMessage(), Optional.empty(), e);
    }
    MessageDigest hash = Sha256.hasher();
    try (InputStream in = response.body();
        OutputStream out = Files.newOutputStream(file)) {
      if (response.statusCode() != 200) {
        throw new InvalidValueException(
            "'" + shown + "' could not be downloaded: status " + response.statusCode() + ".");
      }
      byte[] buffer = new byte[1 << 16];
      long size = 0;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (Thread.interrupted()) {
          throw new InterruptedException("Interrupted while downloading " + shown);
        }
        size += read;
        if (size > mostBytes) {
          throw new InvalidValueException(
              "'" + shown + "' has more than " + (mostBytes >> 20) + " MiB: fetch it otherwise.");
        }
        hash.update(buffer, 0, read);
        out.write(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(hash.digest());
  }
}
