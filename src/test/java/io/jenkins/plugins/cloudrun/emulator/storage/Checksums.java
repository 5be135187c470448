package io.jenkins.plugins.cloudrun.emulator.storage;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.zip.CRC32C;

/** Checksums of content, in base64 as the API shows them: CRC32C in big-endian order. */
record Checksums(String md5, String crc32c) {
  static Checksums of(Path file, long size) throws IOException {
    MessageDigest md5;
    try {
      md5 = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    CRC32C crc = new CRC32C();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = new FileInputStream(file.toFile())) {
      for (long left = size; left > 0; ) {
        int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (n < 0) {
          throw new IOException(file + " is shorter than " + size);
        }
        md5.update(buffer, 0, n);
        crc.update(buffer, 0, n);
        left -= n;
      }
    }
    Base64.Encoder base64 = Base64.getEncoder();
    return new Checksums(
        base64.encodeToString(md5.digest()),
        base64.encodeToString(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array()));
  }
}
