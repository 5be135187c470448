package io.jenkins.plugins.cloudrun.image.dockerfile.builder;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.image.push.Blob;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Reads what {@code docker save} writes, and compresses its layers. */
final class SavedImage {
  private static final int BUFFER = 1 << 16;

  private final Path work;
  private final Map<String, Path> files = new HashMap<>();
  private final Map<String, String> links = new HashMap<>();

  private SavedImage(Path work) {
    this.work = work;
  }

  /**
   * @param work a folder for what is unpacked, which holds the layers as long as it is there
   */
  static BuiltImage read(Path archive, Path work) throws IOException, InterruptedException {
    SavedImage image = new SavedImage(work);
    image.unpack(archive);
    return image.read();
  }

  private void unpack(Path archive) throws IOException, InterruptedException {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(Files.newInputStream(archive))) {
      int number = 0;
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isSymbolicLink() || entry.isLink()) {
          String target =
              entry.isLink()
                  ? entry.getLinkName()
                  : Path.of(entry.getName()).resolveSibling(entry.getLinkName()).normalize() + "";
          links.put(entry.getName(), target);
        } else if (entry.isFile()) {
          // Names of the archive never become paths.
          Path file = work.resolve("saved-" + number++);
          try (OutputStream out = Files.newOutputStream(file)) {
            copy(tar, out);
          }
          files.put(entry.getName(), file);
        }
      }
    }
  }

  private BuiltImage read() throws IOException, InterruptedException {
    JsonObject manifest =
        JsonParser.parseString(Files.readString(file("manifest.json")))
            .getAsJsonArray()
            .get(0)
            .getAsJsonObject();
    JsonObject config =
        JsonParser.parseString(Files.readString(file(manifest.get("Config").getAsString())))
            .getAsJsonObject();
    List<Blob> layers = new ArrayList<>();
    for (JsonElement layer : manifest.getAsJsonArray("Layers")) {
      layers.add(compressed(file(layer.getAsString())));
    }
    return new BuiltImage(layers, config);
  }

  private Path file(String name) throws IOException {
    Path file = files.get(links.getOrDefault(name, name));
    if (file == null) {
      throw new IOException("docker save wrote no '" + name + "'");
    }
    return file;
  }

  private Blob compressed(Path layer) throws IOException, InterruptedException {
    boolean gzip;
    try (InputStream in = Files.newInputStream(layer)) {
      byte[] head = in.readNBytes(2);
      gzip = head.length == 2 && head[0] == 0x1f && head[1] == (byte) 0x8b;
    }
    Path file = Files.createTempFile(work, "layer", ".gz");
    MessageDigest hash = Sha256.hasher();
    try (InputStream in = Files.newInputStream(layer);
        OutputStream hashed = new DigestOutputStream(Files.newOutputStream(file), hash);
        OutputStream out = gzip ? hashed : new GZIPOutputStream(hashed, BUFFER)) {
      copy(in, out);
    }
    ImageDigest digest = new ImageDigest("sha256:" + HexFormat.of().formatHex(hash.digest()));
    return new Blob(digest, Files.size(file), BuiltImage.LAYER, new Blob.Origin.InFile(file));
  }

  private static void copy(InputStream in, OutputStream out)
      throws IOException, InterruptedException {
    byte[] buffer = new byte[BUFFER];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      if (Thread.interrupted()) {
        throw new InterruptedException("Interrupted while reading the built image");
      }
      out.write(buffer, 0, read);
    }
  }
}
