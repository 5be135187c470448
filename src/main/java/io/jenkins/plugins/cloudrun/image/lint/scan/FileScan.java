package io.jenkins.plugins.cloudrun.image.lint.scan;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks into one file: at the header of programs, at the first MiB of text. Other files, archives
 * among them, are left after their first 8 KiB.
 */
final class FileScan {
  private static final int HEAD = 8 << 10;
  private static final int ELF = 64 << 10;
  private static final int TEXT = 1 << 20;

  /** How programs of the usual languages ask for a variable. */
  private static final Pattern READS_PORT =
      Pattern.compile(
          "(?:env(?:iron)?(?:\\.get)?|getenv|Getenv|LookupEnv|get_env|var)"
              + "(?:\\.|\\(\\s*[\"']|\\[\\s*[\"'])PORT\\b|\\$\\{?PORT\\b|ENV\\[[\"']PORT\\b"
              + "|ENV\\.fetch\\([\"']PORT\\b");

  private FileScan() {}

  /**
   * @param path with '/', in the image or relative to the context
   * @param in is closed by the caller
   */
  static FileFacts scan(String path, InputStream in) throws IOException {
    byte[] head = in.readNBytes(HEAD);
    if (Elf.isElf(head, head.length)) {
      byte[] more = join(head, in.readNBytes(ELF - head.length));
      Optional<Elf> elf = Elf.parse(more, more.length);
      return elf.isEmpty() ? FileFacts.NONE : new FileFacts(List.of(), elf, false);
    }
    boolean wide = head.length > 1 && (head[0] & 0xff) == 0xff && (head[1] & 0xff) == 0xfe;
    if (!wide && isBinary(head)) {
      return FileFacts.NONE;
    }
    byte[] bytes = head.length < HEAD ? head : join(head, in.readNBytes(TEXT - head.length));
    // Latin-1 keeps each byte a character, and searching in it is quick.
    String text = new String(bytes, wide ? StandardCharsets.UTF_16LE : StandardCharsets.ISO_8859_1);
    List<Hit> hits = new ArrayList<>(SecretScanner.scan(text));
    String login = LoginFile.kind(path);
    if (!login.isEmpty()) {
      hits.addAll(LoginFile.scan(login, text));
    }
    boolean packaged = PackageFolders.contain(path);
    if (packaged) {
      hits.removeIf(hit -> !hit.kind().reportedInPackages());
    }
    boolean readsPort = !packaged && readsPort(text);
    return hits.isEmpty() && !readsPort
        ? FileFacts.NONE
        : new FileFacts(hits, Optional.empty(), readsPort);
  }

  private static boolean readsPort(String text) {
    for (int at = text.indexOf("PORT"); at >= 0; at = text.indexOf("PORT", at + 4)) {
      Matcher matcher =
          READS_PORT.matcher(text).region(Math.max(0, at - 24), Math.min(text.length(), at + 5));
      if (matcher.find()) {
        return true;
      }
    }
    return false;
  }

  private static boolean isBinary(byte[] head) {
    for (byte b : head) {
      if (b == 0) {
        return true;
      }
    }
    return false;
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }
}
