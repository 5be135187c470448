package io.jenkins.plugins.cloudrun.image.layer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What stands before an entry's bytes in a tar, as POSIX.1-2001 (pax) has it: a ustar header, and
 * before it, when a value does not fit there, an extended header with that value. A library's
 * writer takes extended attributes as text, and those of the kernel are bytes.
 */
final class TarHeader {
  static final int BLOCK = 512;
  private static final int NAME = 100;
  private static final int OWNER_NAME = 32;
  private static final long MAX_ID = 07777777L;
  private static final long MAX_SIZE = 077777777777L;
  private static final String XATTR = "SCHILY.xattr.";

  private TarHeader() {}

  static byte[] of(LayerEntry entry, long size) {
    byte[] name = LayerEntries.tarName(entry).getBytes(UTF_8);
    String linkTarget =
        entry.kind() == LayerEntry.Kind.HARD_LINK
            ? LayerEntries.relative(entry.target())
            : entry.target();
    byte[] target = linkTarget.getBytes(UTF_8);
    long seconds = entry.modified().getEpochSecond();
    int nanos = entry.modified().getNano();

    Map<String, byte[]> extended = new TreeMap<>();
    extendText(extended, "path", name, NAME);
    extendText(extended, "linkpath", target, NAME);
    extendText(extended, "uname", entry.user().getBytes(UTF_8), OWNER_NAME - 1);
    extendText(extended, "gname", entry.group().getBytes(UTF_8), OWNER_NAME - 1);
    extendNumber(extended, "size", size, MAX_SIZE);
    extendNumber(extended, "uid", entry.uid(), MAX_ID);
    extendNumber(extended, "gid", entry.gid(), MAX_ID);
    if (seconds < 0 || seconds > MAX_SIZE || nanos > 0) {
      extended.put("mtime", time(seconds, nanos).getBytes(UTF_8));
    }
    entry
        .attributes()
        .forEach((key, value) -> extended.put(XATTR + key, value.getBytes(ISO_8859_1)));

    byte[] main =
        ustar(
            type(entry.kind()),
            name,
            entry.mode(),
            entry.uid(),
            entry.gid(),
            size,
            seconds,
            target,
            entry.user().getBytes(UTF_8),
            entry.group().getBytes(UTF_8));
    if (extended.isEmpty()) {
      return main;
    }
    byte[] records = records(extended);
    byte[] none = {};
    byte[] before =
        ustar('x', "pax".getBytes(UTF_8), 0644, 0, 0, records.length, seconds, none, none, none);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(before);
    all.writeBytes(records);
    all.writeBytes(new byte[padding(records.length)]);
    all.writeBytes(main);
    return all.toByteArray();
  }

  /** Bytes up to the next block. */
  static int padding(long size) {
    return (int) (-size & (BLOCK - 1));
  }

  private static char type(LayerEntry.Kind kind) {
    return switch (kind) {
      case FILE -> '0';
      case HARD_LINK -> '1';
      case SYMBOLIC_LINK -> '2';
      case FOLDER -> '5';
    };
  }

  private static void extendText(Map<String, byte[]> extended, String key, byte[] text, int room) {
    boolean isAscii = true;
    for (byte b : text) {
      isAscii &= b > 0;
    }
    if (text.length > room || !isAscii) {
      extended.put(key, text);
    }
  }

  private static void extendNumber(Map<String, byte[]> extended, String key, long value, long max) {
    if (value < 0 || value > max) {
      extended.put(key, Long.toString(value).getBytes(UTF_8));
    }
  }

  private static String time(long seconds, int nanos) {
    if (nanos == 0) {
      return Long.toString(seconds);
    }
    // Before 1970 the fraction counts towards the past: -1.5 is half a second before -1.
    long whole = seconds < 0 ? seconds + 1 : seconds;
    int rest = seconds < 0 ? 1_000_000_000 - nanos : nanos;
    String sign = seconds < 0 && whole == 0 ? "-" : "";
    return sign + whole + String.format(Locale.ROOT, ".%09d", rest);
  }

  private static byte[] records(Map<String, byte[]> extended) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    extended.forEach(
        (key, value) -> {
          byte[] word = (" " + key + "=").getBytes(UTF_8);
          int rest = word.length + value.length + 1;
          // The length counts its own digits.
          int length = rest + Integer.toString(rest).length();
          length = rest + Integer.toString(length).length();
          out.writeBytes(Integer.toString(length).getBytes(UTF_8));
          out.writeBytes(word);
          out.writeBytes(value);
          out.write('\n');
        });
    return out.toByteArray();
  }

  private static byte[] ustar(
      char type,
      byte[] name,
      int mode,
      long uid,
      long gid,
      long size,
      long seconds,
      byte[] target,
      byte[] user,
      byte[] group) {
    byte[] block = new byte[BLOCK];
    text(block, 0, name, NAME);
    octal(block, 100, 8, mode);
    octal(block, 108, 8, uid > MAX_ID ? 0 : Math.max(0, uid));
    octal(block, 116, 8, gid > MAX_ID ? 0 : Math.max(0, gid));
    octal(block, 124, 12, size > MAX_SIZE ? 0 : size);
    octal(block, 136, 12, seconds > MAX_SIZE ? 0 : Math.max(0, seconds));
    Arrays.fill(block, 148, 156, (byte) ' ');
    block[156] = (byte) type;
    text(block, 157, target, NAME);
    text(block, 257, "ustar\00000".getBytes(UTF_8), 8);
    text(block, 265, user, OWNER_NAME - 1);
    text(block, 297, group, OWNER_NAME - 1);
    octal(block, 329, 8, 0);
    octal(block, 337, 8, 0);
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xFF;
    }
    octal(block, 148, 7, sum);
    return block;
  }

  private static void text(byte[] block, int at, byte[] text, int room) {
    System.arraycopy(text, 0, block, at, Math.min(text.length, room));
  }

  /** Digits with leading zeros, and a zero byte at the end. */
  private static void octal(byte[] block, int at, int width, long value) {
    long rest = value;
    for (int i = at + width - 2; i >= at; i--) {
      block[i] = (byte) ('0' + (rest & 7));
      rest >>= 3;
    }
    block[at + width - 1] = 0;
  }
}
