package io.jenkins.plugins.cloudrun.benchmark;

import com.google.gson.JsonElement;
import io.jenkins.plugins.cloudrun.image.DebianRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * How long the same bytes take with nothing around them: what no tool can do without, unless it
 * leaves a part out or uses all cores for it.
 */
final class PhysicalLimit {
  private static final int LEVEL = 6;

  private final Workbench bench;
  private final String base;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<String, List<Long>> nanos = new LinkedHashMap<>();

  /**
   * @param base the base image in its registry
   */
  PhysicalLimit(Workbench bench, String base) {
    this.bench = bench;
    this.base = base;
  }

  /** Medians in milliseconds by what was done. */
  Map<String, Double> measure(int times) throws Exception {
    for (int i = 0; i < times; i++) {
      once();
    }
    Map<String, Double> medians = new LinkedHashMap<>();
    nanos.forEach((what, list) -> medians.put(what, Figures.median(list)));
    return medians;
  }

  private void once() throws Exception {
    List<byte[]> files = new ArrayList<>();
    long start = System.nanoTime();
    for (Path file : bench.application().files()) {
      files.add(Files.readAllBytes(file));
    }
    lap("read libraries and classes", start);

    start = System.nanoTime();
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    files.forEach(digest::update);
    digest.digest();
    lap("sha256 of them", start);

    start = System.nanoTime();
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(LEVEL);
    try (OutputStream out = new DeflaterOutputStream(compressed, deflater, 1 << 16)) {
      for (byte[] file : files) {
        out.write(file);
      }
    } finally {
      deflater.end();
    }
    lap("gzip -6 of them on one core", start);

    start = System.nanoTime();
    List<byte[]> blobs = baseBlobs();
    lap("fetch the base's layers", start);

    blobs.add(compressed.toByteArray());
    try (DebianRegistry target = DebianRegistry.open(bench.empty("target-registry"))) {
      List<String> names = new ArrayList<>();
      for (byte[] blob : blobs) {
        names.add(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(blob)));
      }
      start = System.nanoTime();
      for (int i = 0; i < blobs.size(); i++) {
        send(target.host(), blobs.get(i), names.get(i));
      }
      lap("send both", start);
      start = System.nanoTime();
      get(target.host(), "/v2/");
      lap("one request", start);
    }
  }

  private List<byte[]> baseBlobs() throws IOException, InterruptedException {
    String host = base.substring(0, base.indexOf('/'));
    String repository = base.substring(base.indexOf('/') + 1, base.lastIndexOf(':'));
    String tag = base.substring(base.lastIndexOf(':') + 1);
    List<byte[]> blobs = new ArrayList<>();
    for (JsonElement layer :
        new PushedImage(host).manifest(repository, tag).getAsJsonArray("layers")) {
      String digest = layer.getAsJsonObject().get("digest").getAsString();
      blobs.add(get(host, "/v2/" + repository + "/blobs/" + digest));
    }
    return blobs;
  }

  private byte[] get(String host, String path) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(URI.create("http://" + host + path)).build(),
            BodyHandlers.ofByteArray())
        .body();
  }

  private void send(String host, byte[] blob, String hex) throws IOException, InterruptedException {
    HttpResponse<Void> begun =
        http.send(
            HttpRequest.newBuilder(URI.create("http://" + host + "/v2/limit/blobs/uploads/"))
                .POST(BodyPublishers.noBody())
                .build(),
            BodyHandlers.discarding());
    String location = begun.headers().firstValue("Location").orElseThrow();
    HttpResponse<Void> sent =
        http.send(
            HttpRequest.newBuilder(URI.create(location + "&digest=sha256:" + hex))
                .PUT(BodyPublishers.ofByteArray(blob))
                .build(),
            BodyHandlers.discarding());
    if (sent.statusCode() != 201) {
      throw new IOException("The registry answered " + sent.statusCode() + " to a blob.");
    }
  }

  private void lap(String what, long start) {
    nanos.computeIfAbsent(what, key -> new ArrayList<>()).add(System.nanoTime() - start);
  }
}
