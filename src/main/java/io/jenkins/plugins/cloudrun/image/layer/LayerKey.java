package io.jenkins.plugins.cloudrun.image.layer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jenkins.plugins.cloudrun.model.Sha256;
import java.security.MessageDigest;
import java.time.Instant;
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
    Texts shape = new Texts();
    Texts seen = new Texts();
    boolean hasIdentity = true;
    boolean isSettled = true;
    shape.add(FORMAT);
    for (LayerEntry entry : entries) {
      Instant modified = entry.modified();
      shape.add(entry.path());
      shape.add(entry.kind().name());
      shape.add(entry.mode());
      shape.add(entry.uid());
      shape.add(entry.gid());
      shape.add(entry.user());
      shape.add(entry.group());
      shape.add(modified.getEpochSecond());
      shape.add(modified.getNano());
      shape.add(entry.target());
      shape.add(entry.attributes().size());
      new TreeMap<>(entry.attributes())
          .forEach(
              (name, value) -> {
                shape.add(name);
                shape.add(value);
              });
      shape.add(entry.content().isPresent() ? 1 : 0);
      if (entry.content().isPresent()) {
        Content content = entry.content().get();
        shape.add(content.size());
        String identity = content.identity();
        seen.add(identity);
        hasIdentity &= !identity.isEmpty();
        isSettled &= content.isSettled();
      }
    }
    String shapeKey = shape.hash();
    seen.add(shapeKey);
    return new LayerKey(
        hasIdentity ? Optional.of(seen.hash()) : Optional.empty(), shapeKey, isSettled);
  }

  /** Texts and numbers on their way into a hash: no two lists of them are alike. */
  private static final class Texts {
    /** Thousands of small updates take longer than a few large ones. */
    private static final int PART = 16 << 10;

    private final MessageDigest hash = Sha256.hasher();
    private final StringBuilder part = new StringBuilder();

    void add(String text) {
      part.append(text.length()).append(':').append(text);
      if (part.length() > PART) {
        flush();
      }
    }

    void add(long number) {
      part.append(number).append(';');
    }

    String hash() {
      flush();
      return HexFormat.of().formatHex(hash.digest());
    }

    private void flush() {
      hash.update(part.toString().getBytes(UTF_8));
      part.setLength(0);
    }
  }
}
