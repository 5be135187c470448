package io.jenkins.plugins.cloudrun.image.base;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.image.push.Blob;
import io.jenkins.plugins.cloudrun.model.ImageDigest;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseImagesTest {
  private static final String NAME = "example.org/base/java:17";
  private static final ImageName SHOP = ImageName.parse("example.org/apps/shop");

  @TempDir Path cache;
  private final StoredBases stored = new StoredBases();
  private final List<String> lines = new ArrayList<>();

  @Test
  void readsABaseOnceAndAfterThatAsksForItsDigestAlone() throws Exception {
    ImageDigest digest = stored.image("linux", "amd64", "layer");
    stored.tags.put(NAME, digest);

    Base base = bases().resolve(" " + NAME).orElseThrow();
    assertEquals(NAME, base.name());
    assertEquals("example.org/base/java@" + digest, base.reference().toString());
    assertEquals(StoredBases.OCI_MANIFEST, base.mediaType());
    assertEquals("amd64", base.config().get("architecture").getAsString());
    Blob layer = base.layers().get(0);
    assertArrayEquals("layer".getBytes("UTF-8"), stored.bytes.get(layer.digest()));
    assertEquals(5, layer.size());
    assertEquals(
        new Blob.Origin.InRepository(ImageName.parse("example.org/base/java")), layer.origin());
    assertEquals(
        List.of("Base image " + NAME + " is example.org/base/java@" + digest + "."), lines);
    assertEquals(3, stored.asked.size(), stored.asked.toString());

    stored.asked.clear();
    Base again = bases().resolve(NAME).orElseThrow();
    assertEquals(List.of("HEAD " + NAME), stored.asked);
    assertEquals(base, again);

    stored.asked.clear();
    assertEquals(
        base.layers(), bases().resolve("example.org/base/java@" + digest).orElseThrow().layers());
    assertEquals(List.of(), stored.asked, "what a digest names never moves");
  }

  @Test
  void hasNothingForScratch() throws Exception {
    assertEquals(Optional.empty(), bases().resolve("scratch"));
    assertEquals(List.of(), stored.asked);
    assertEquals(List.of(), lines);
  }

  @Test
  void picksLinuxOnAmd64OutOfAnIndex() throws Exception {
    ImageDigest wanted = stored.image("linux", "amd64", "right");
    Map<String, ImageDigest> images = new LinkedHashMap<>();
    images.put("windows/amd64", stored.image("windows", "amd64", "no"));
    images.put("linux/arm64/v8", stored.image("linux", "arm64", "no"));
    images.put("linux/amd64/v3", stored.image("linux", "amd64", "newer processors"));
    images.put("linux/amd64", wanted);
    images.put("unknown/unknown", stored.put("{}"));
    ImageDigest index = stored.index(images);
    stored.tags.put(NAME, index);

    Base base = bases().resolve(NAME).orElseThrow();
    assertEquals(Optional.of(index), base.reference().digest(), "the name stood for the index");
    assertEquals("right", new String(stored.bytes.get(base.layers().get(0).digest()), "UTF-8"));

    images.keySet().removeIf(platform -> platform.startsWith("linux/amd64"));
    stored.tags.put(NAME, stored.index(images));
    refused("it is there for windows/amd64, linux/arm64/v8, not for linux/amd64");
  }

  @Test
  void refusesWhatCannotBeBuiltOn() throws Exception {
    stored.tags.put(NAME, stored.image("linux", "arm64", "layer"));
    refused("it is made for linux/arm64, and Cloud Run runs linux/amd64 alone");
    stored.tags.put(NAME, stored.image("windows", "amd64", "layer"));
    refused("it is made for windows/amd64");
    stored.tags.put(NAME, stored.put("{\"schemaVersion\":1,\"fsLayers\":[]}"));
    refused("schema 1");
    stored.tags.put(
        NAME, stored.put("{\"schemaVersion\":2,\"mediaType\":\"application/x\",\"layers\":[]}"));
    refused("of the kind 'application/x'");
    stored.tags.put(NAME, stored.put("{\"schemaVersion\":2,\"layers\":[],\"manifests\":[]}"));
    refused("neither a manifest nor an index");
    stored.tags.put(NAME, stored.put("{\"schemaVersion\":2,\"layers\":[{\"size\":1}]}"));
    refused("is not an image digest");
    stored.tags.put(NAME, stored.put("{\"schemaVersion\":2,\"layers\":[]}"));
    refused("its manifest is incomplete");
    stored.tags.put(NAME, stored.put("<html>"));
    refused("not JSON");
    ImageDigest index = stored.index(Map.of("linux/amd64", stored.index(Map.of())));
    stored.tags.put(NAME, index);
    refused("another index");
    stored.tags.clear();
    refused("Base image '" + NAME + "': there is no " + NAME);
    assertThrows(InvalidValueException.class, () -> bases().resolve("No Image"));
  }

  @Test
  void refusesOtherBytesAndHealsItsOwn() throws Exception {
    ImageDigest digest = stored.image("linux", "amd64", "layer");
    stored.tags.put(NAME, digest);
    byte[] right = stored.bytes.put(digest, "{}".getBytes("UTF-8"));
    refused("other bytes than those of " + digest);
    stored.bytes.put(digest, right);
    bases().resolve(NAME);
    try (Stream<Path> files = Files.list(cache.resolve("documents"))) {
      for (Path file : files.toList()) {
        Files.writeString(file, "cut off by a full disk");
      }
    }
    assertEquals(1, bases().resolve(NAME).orElseThrow().layers().size());
  }

  @Test
  void saysWhenABaseMoved() throws Exception {
    ImageDigest old = stored.image("linux", "amd64", "old");
    ImageDigest fresh = stored.image("linux", "amd64", "fresh");
    stored.tags.put(NAME, old);
    BaseImages bases = bases();
    Base first = bases.resolve(NAME).orElseThrow();
    assertEquals(Optional.empty(), bases.moved(SHOP, first), "never built before");
    bases.remember(SHOP, first);
    assertEquals(Optional.empty(), bases.moved(SHOP, first));

    stored.tags.put(NAME, fresh);
    Base second = bases().resolve(NAME).orElseThrow();
    lines.clear();
    assertEquals(Optional.of(old), bases().moved(SHOP, second));
    assertEquals(1, lines.size());
    assertTrue(
        lines.get(0).startsWith("Base image " + NAME + " moved: was " + old + ", is " + fresh),
        lines.get(0));
    assertEquals(Optional.of(old), bases().moved(SHOP, second), "a build that failed forgets not");
    bases.remember(SHOP, second);
    assertEquals(Optional.empty(), bases().moved(SHOP, second));
    assertEquals(
        Optional.empty(), bases().moved(ImageName.parse("example.org/apps/other"), second));
  }

  private BaseImages bases() {
    return new BaseImages(stored, cache, lines::add, "amd64", 1 << 20, Clock.systemUTC());
  }

  private void refused(String part) {
    Failure.Permanent refused =
        assertThrows(Failure.Permanent.class, () -> bases().resolve(NAME), part);
    assertTrue(refused.getMessage().contains(part), refused.getMessage());
    assertTrue(refused.getMessage().contains("Base image '" + NAME + "'"), refused.getMessage());
  }
}
