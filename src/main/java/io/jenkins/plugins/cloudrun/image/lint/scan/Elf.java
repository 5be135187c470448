package io.jenkins.plugins.cloudrun.image.lint.scan;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What the header of a program or shared library says.
 *
 * @param bits 32 or 64
 * @param machine {@code e_machine} of the ELF specification: 62 is x86-64
 * @param type {@code e_type}: 2 is a program, 3 a position-independent program or a library
 * @param interpreter path of the dynamic loader; empty for libraries, static programs and where it
 *     stands too far behind the header
 */
public record Elf(int bits, int machine, int type, String interpreter) {
  private static final int X86_64 = 62;
  private static final int PT_INTERP = 3;

  /** Whether Cloud Run can run it. */
  public boolean isX8664() {
    return machine == X86_64 && bits == 64;
  }

  /** The machine in people's words. */
  public String architecture() {
    return switch (machine) {
      case 3 -> "32-bit x86";
      case 40 -> "32-bit ARM";
      case 183 -> "arm64";
      case 243 -> "RISC-V";
      case 21 -> "ppc64";
      case 22 -> "s390x";
      case X86_64 -> bits == 64 ? "amd64" : "x32";
      default -> "machine " + machine;
    };
  }

  static boolean isElf(byte[] head, int length) {
    return length >= 52 && head[0] == 0x7f && head[1] == 'E' && head[2] == 'L' && head[3] == 'F';
  }

  /**
   * @param head the beginning of a file
   * @return empty if it is no object for a machine that runs: relocatable objects are inputs of a
   *     linker
   */
  static Optional<Elf> parse(byte[] head, int length) {
    if (!isElf(head, length)) {
      return Optional.empty();
    }
    boolean wide = head[4] == 2;
    ByteBuffer in =
        ByteBuffer.wrap(head, 0, length)
            .order(head[5] == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    int type = in.getShort(16) & 0xffff;
    int machine = in.getShort(18) & 0xffff;
    if (type != 2 && type != 3) {
      return Optional.empty();
    }
    return Optional.of(new Elf(wide ? 64 : 32, machine, type, interpreter(in, wide, length)));
  }

  private static String interpreter(ByteBuffer in, boolean wide, int length) {
    if (wide && length < 64) {
      return "";
    }
    long table = wide ? in.getLong(32) : in.getInt(28) & 0xffffffffL;
    int entry = in.getShort(wide ? 54 : 42) & 0xffff;
    int count = in.getShort(wide ? 56 : 44) & 0xffff;
    for (int i = 0; i < count; i++) {
      long at = table + (long) i * entry;
      if (at < 0 || at + (wide ? 56 : 32) > length) {
        return "";
      }
      int header = (int) at;
      if (in.getInt(header) == PT_INTERP) {
        long start = wide ? in.getLong(header + 8) : in.getInt(header + 4) & 0xffffffffL;
        long size = wide ? in.getLong(header + 32) : in.getInt(header + 16) & 0xffffffffL;
        if (start < 0 || size < 2 || size > 4096 || start + size > length) {
          return "";
        }
        return new String(in.array(), (int) start, (int) size - 1, StandardCharsets.ISO_8859_1);
      }
    }
    return "";
  }
}
