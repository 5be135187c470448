package io.jenkins.plugins.cloudrun.image.supply;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The modules that a Go program was linked from. Go 1.18 and newer write them into the program
 * ({@code go version -m} prints them): a magic text, then the two strings version and modules, each
 * after its length; the modules stand between two marks of 16 bytes.
 */
final class GoParts {
  private static final byte[] MAGIC = "\u00ff Go buildinf:".getBytes(StandardCharsets.ISO_8859_1);
  private static final int HEADER = 32;
  private static final int MARK = 16;
  private static final int INLINE = 2;
  private static final int MOST_BYTES = 4 << 20;
  private static final int BUFFER = 1 << 20;

  private GoParts() {}

  /** Empty if it is no such program. */
  static List<Part> read(String path, InputStream in) throws IOException {
    byte[] window = new byte[0];
    while (true) {
      byte[] more = in.readNBytes(BUFFER);
      byte[] all = Arrays.copyOf(window, window.length + more.length);
      System.arraycopy(more, 0, all, window.length, more.length);
      int at = find(all);
      if (at >= 0) {
        byte[] rest = in.readNBytes(MOST_BYTES);
        byte[] info = Arrays.copyOfRange(all, at, all.length + rest.length);
        System.arraycopy(rest, 0, info, all.length - at, rest.length);
        return parse(path, info);
      }
      if (more.length == 0) {
        return List.of();
      }
      window = Arrays.copyOfRange(all, Math.max(0, all.length - MAGIC.length), all.length);
    }
  }

  private static int find(byte[] bytes) {
    for (int i = 0; i + MAGIC.length <= bytes.length; i++) {
      if (bytes[i] == MAGIC[0]
          && Arrays.equals(bytes, i, i + MAGIC.length, MAGIC, 0, MAGIC.length)) {
        return i;
      }
    }
    return -1;
  }

  private static List<Part> parse(String path, byte[] info) {
    if (info.length < HEADER + 2 || (info[15] & INLINE) == 0) {
      return List.of();
    }
    int[] at = {HEADER};
    String version = text(info, at);
    String modules = text(info, at);
    if (modules.length() < 2 * MARK) {
      return List.of();
    }
    List<Part> parts = new ArrayList<>();
    if (version.startsWith("go")) {
      parts.add(new Part("golang", "", "stdlib", version.substring(2), "", "", path));
    }
    for (String line : modules.substring(MARK, modules.length() - MARK).split("\n")) {
      String[] words = line.split("\t", -1);
      boolean module = words[0].equals("dep") || words[0].equals("mod");
      if (words[0].equals("=>") && words.length > 2 && !parts.isEmpty()) {
        parts.set(parts.size() - 1, part(words, path));
      } else if (module && words.length > 2) {
        parts.add(part(words, path));
      }
    }
    return parts;
  }

  private static Part part(String[] words, String path) {
    int slash = words[1].lastIndexOf('/');
    return new Part(
        "golang",
        slash < 0 ? "" : words[1].substring(0, slash),
        words[1].substring(slash + 1),
        words[2].equals("(devel)") ? "" : words[2],
        "",
        "",
        path);
  }

  /** A length in groups of seven bits, then that many bytes. */
  private static String text(byte[] info, int[] at) {
    long length = 0;
    int shift = 0;
    while (at[0] < info.length && shift < 35) {
      byte b = info[at[0]++];
      length |= (long) (b & 0x7f) << shift;
      shift += 7;
      if (b >= 0) {
        break;
      }
    }
    if (length < 0 || at[0] + length > info.length) {
      return "";
    }
    // One character a byte: the marks around the modules are no text.
    String text = new String(info, at[0], (int) length, StandardCharsets.ISO_8859_1);
    at[0] += (int) length;
    return text;
  }
}
