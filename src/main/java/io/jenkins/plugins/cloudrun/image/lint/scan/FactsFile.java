package io.jenkins.plugins.cloudrun.image.lint.scan;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The stored form of facts by key. Another version, or a damaged file, reads as nothing. */
final class FactsFile {
  private static final int MAGIC = 0x4c494e54;
  private static final int MOST = 2_000_000;

  private FactsFile() {}

  static byte[] write(Map<String, FileFacts> facts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 + 40 * facts.size());
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(MAGIC);
    out.writeInt(version());
    out.writeInt(facts.size());
    for (Map.Entry<String, FileFacts> entry : facts.entrySet()) {
      out.writeUTF(entry.getKey());
      FileFacts seen = entry.getValue();
      out.writeByte(
          (seen.hits().isEmpty() ? 0 : 1)
              | (seen.elf().isPresent() ? 2 : 0)
              | (seen.readsPort() ? 4 : 0));
      if (!seen.hits().isEmpty()) {
        out.writeByte(seen.hits().size());
        for (Hit hit : seen.hits()) {
          out.writeByte(hit.kind().ordinal());
          out.writeInt(hit.line());
        }
      }
      if (seen.elf().isPresent()) {
        Elf elf = seen.elf().get();
        out.writeByte(elf.bits());
        out.writeInt(elf.machine());
        out.writeByte(elf.type());
        out.writeUTF(elf.interpreter());
      }
    }
    return bytes.toByteArray();
  }

  static Optional<Map<String, FileFacts>> read(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readInt() != MAGIC || in.readInt() != version()) {
        return Optional.empty();
      }
      int size = in.readInt();
      if (size < 0 || size > MOST) {
        return Optional.empty();
      }
      Map<String, FileFacts> facts = new HashMap<>();
      for (int i = 0; i < size; i++) {
        facts.put(in.readUTF(), facts(in));
      }
      return Optional.of(facts);
    } catch (IOException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private static FileFacts facts(DataInputStream in) throws IOException {
    int flags = in.readUnsignedByte();
    if (flags == 0) {
      return FileFacts.NONE;
    }
    List<Hit> hits = new ArrayList<>();
    int count = (flags & 1) == 0 ? 0 : in.readUnsignedByte();
    for (int i = 0; i < count; i++) {
      hits.add(new Hit(SecretKind.values()[in.readUnsignedByte()], in.readInt()));
    }
    Optional<Elf> elf =
        (flags & 2) == 0
            ? Optional.empty()
            : Optional.of(
                new Elf(in.readUnsignedByte(), in.readInt(), in.readUnsignedByte(), in.readUTF()));
    return new FileFacts(hits, elf, (flags & 4) != 0);
  }

  /** Ordinals are stored, so a new kind is a new version as well. */
  private static int version() {
    return SecretScanner.VERSION * 1000 + SecretKind.values().length;
  }
}
