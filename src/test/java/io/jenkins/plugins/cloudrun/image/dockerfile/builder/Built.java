package io.jenkins.plugins.cloudrun.image.dockerfile.builder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jenkins.plugins.cloudrun.image.push.Blob;
import io.jenkins.plugins.cloudrun.image.push.Image;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Looks into built images. */
final class Built {
  private Built() {}

  static Path file(Blob blob) {
    return ((Blob.Origin.InFile) blob.origin()).file();
  }

  static List<String> names(Blob layer) throws IOException {
    List<String> names = new ArrayList<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(file(layer))))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    return names;
  }

  static void checkDigests(BuiltImage built) throws Exception {
    for (Blob layer : built.layers()) {
      byte[] bytes = Files.readAllBytes(file(layer));
      assertEquals(layer.size(), bytes.length);
      assertEquals(layer.digest().value(), digest(bytes));
    }
    Image image = built.image();
    assertEquals(image.digest().value(), digest(image.manifest()));
    JsonObject manifest =
        JsonParser.parseString(new String(image.manifest(), StandardCharsets.UTF_8))
            .getAsJsonObject();
    assertEquals(
        image.config().digest().value(),
        manifest.getAsJsonObject("config").get("digest").getAsString());
    assertEquals(built.layers().size(), manifest.getAsJsonArray("layers").size());
  }

  static String digest(byte[] bytes) throws Exception {
    return "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
