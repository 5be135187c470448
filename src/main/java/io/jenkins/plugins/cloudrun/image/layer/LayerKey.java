package io.jenkins.plugins.cloudrun.image.layer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What tells layers apart before their files are read.
 *
 * @param seen of the entries and the identity of each file; empty when a file has none
 * @param shape of the entries and the size of each file: layers that differ here, differ
 * @param isSettled whether {@code seen} alone tells that nothing changed
 */
record LayerKey(Optional<String> seen, String shape, boolean isSettled) {
  // Goes up whenever the same entries would be written in another way.
  private static final String FORMAT = "layer 1";

  static LayerKey of(List<LayerEntry> entries) {
    MessageDigest shape = Digests.sha256();
    MessageDigest seen = Digests.sha256();
    boolean hasIdentity = true;
    boolean isSettled = true;
    put(shape, FORMAT);
    for (LayerEntry entry : entries) {
      put(shape, entry.path());
      put(shape, entry.kind().name());
      put(shape, Integer.toOctalString(entry.mode()));
      put(shape, entry.uid() + ":" + entry.gid());
      put(shape, entry.user());
      put(shape, entry.group());
      put(shape, entry.modified().toString());
      put(shape, entry.target());
      new TreeMap<>(entry.attributes()).forEach((name, value) -> put(shape, name + "=" + value));
      if (entry.content().isPresent()) {
        Content content = entry.content().get();
        put(shape, Long.toString(content.size()));
        String identity = content.identity();
        put(seen, identity);
        hasIdentity &= !identity.isEmpty();
        isSettled &= content.isSettled();
      }
    }
    String shapeKey = HexFormat.of().formatHex(shape.digest());
    put(seen, shapeKey);
    Optional<String> seenKey =
        hasIdentity ? Optional.of(HexFormat.of().formatHex(seen.digest())) : Optional.empty();
    return new LayerKey(seenKey, shapeKey, isSettled);
  }

  /** Ended by a byte that UTF-8 does not have, so that no two lists of texts are alike. */
  private static void put(MessageDigest hash, String text) {
    hash.update(text.getBytes(UTF_8));
    hash.update((byte) 0xFF);
  }
}
