package io.jenkins.plugins.cloudrun.image.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What goes when there is too much. */
class EvictionTest extends CacheFixture {
  @Test
  void whatWasUsedLongestAgoGoesFirst() throws Exception {
    Path a = noise("a");
    Path b = noise("b");
    Path c = noise("c");
    Path d = noise("d");
    LayerBlob first = build(a);
    LayerBlob second = build(b);
    LayerBlob third = build(c);
    age(first, 30);
    age(second, 20);
    age(third, 10);
    build(a);
    LayerCache bounded = new LayerCache(folder, 3 * MEBIBYTE + MEBIBYTE / 2);
    LayerBlob fourth;
    try (LayerCache.Session session = bounded.open()) {
      fourth = session.layer(OtherJvm.layer(d));
    }
    List<String> left =
        Stream.of(first, third, fourth).map(l -> Digests.hex(l.digest())).sorted().toList();
    assertEquals(left, names("blobs"), "the second goes: the first was used again");
  }

  @Test
  void aBuildKeepsWhatItUsesThoughItIsEvicted() throws Exception {
    Path a = noise("a");
    Path b = noise("b");
    LayerCache bounded = new LayerCache(folder, MEBIBYTE + MEBIBYTE / 2);
    LayerBlob kept;
    try (LayerCache.Session session = bounded.open()) {
      kept = session.layer(OtherJvm.layer(a));
      age(kept, 30);
      try (LayerCache.Session other = bounded.open()) {
        other.layer(OtherJvm.layer(b));
      }
      assertFalse(names("blobs").contains(Digests.hex(kept.digest())), "evicted");
      check(kept);
    }
    assertFalse(Files.exists(kept.file()));
    assertEquals(kept.digest(), build(a).digest());
  }

  private static void age(LayerBlob blob, int minutes) throws IOException {
    Path cached = blob.file().getParent().getParent().resolveSibling("blobs");
    Files.setLastModifiedTime(
        cached.resolve(Digests.hex(blob.digest())),
        FileTime.from(Instant.now().minusSeconds(minutes * 60L)));
  }
}
