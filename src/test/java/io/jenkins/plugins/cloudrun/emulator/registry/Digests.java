package io.jenkins.plugins.cloudrun.emulator.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** SHA-256 digests as registries write them. */
final class Digests {
  private static final Pattern VALID = Pattern.compile("sha256:[0-9a-f]{64}");

  private Digests() {}

  static boolean isValid(String text) {
    return VALID.matcher(text).matches();
  }

  static String parse(String text) throws OciError {
    if (!isValid(text)) {
      throw new OciError(400, "DIGEST_INVALID", "\"" + text + "\" is not a sha256 digest");
    }
    return text;
  }

  static String of(byte[] bytes) {
    return text(sha256().digest(bytes));
  }

  static String of(Path file) throws IOException {
    try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), sha256())) {
      in.transferTo(OutputStream.nullOutputStream());
      return text(in.getMessageDigest().digest());
    }
  }

  /** Copies a stream into a file and returns the digest. */
  static String copy(InputStream content, Path file) throws IOException {
    DigestInputStream in = new DigestInputStream(content, sha256());
    Files.copy(in, file);
    return text(in.getMessageDigest().digest());
  }

  private static String text(byte[] hash) {
    return "sha256:" + HexFormat.of().formatHex(hash);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JDK", e);
    }
  }
}
