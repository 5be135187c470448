package io.jenkins.plugins.cloudrun.image.lint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;

/** Things for lint to find, made at run time: the sources of this project hold no secret. */
public final class Planted {
  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private Planted() {}

  /** Text as a generator of tokens makes it, always the same. */
  public static String token(String start, int length) {
    Random random = new Random(length * 31L + start.hashCode());
    StringBuilder text = new StringBuilder(start);
    for (int i = 0; i < length; i++) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString();
  }

  /** As {@link #token} of capitals and the digits 2 to 7, as AWS numbers its keys. */
  public static String awsId() {
    Random random = new Random(5);
    StringBuilder text = new StringBuilder("AK").append("IA");
    for (int i = 0; i < 16; i++) {
      text.append("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".charAt(random.nextInt(32)));
    }
    return text.toString();
  }

  /** A block such as a private key's: {@code kind} is what stands between BEGIN and the dashes. */
  public static String pem(String kind) {
    byte[] bytes = new byte[300];
    new Random(7).nextBytes(bytes);
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
  }

  /** As Google Cloud hands it out. */
  public static String serviceAccountKey() {
    return "{\n  \"type\": \"service_account\",\n  \"project_id\": \"p\",\n  \"private_key\": \""
        + pem("PRIVATE KEY").replace("\n", "\\n")
        + "\",\n  \"client_email\": \"a@p.iam.gserviceaccount.com\"\n}\n";
  }

  /** The header of a program. */
  public static byte[] elf(int machine, String interpreter) {
    ByteBuffer out = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
    out.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
    out.putShort(16, (short) 3).putShort(18, (short) machine).putLong(32, 64);
    out.putShort(54, (short) 56).putShort(56, (short) (interpreter.isEmpty() ? 0 : 1));
    byte[] path = (interpreter + "\0").getBytes(StandardCharsets.US_ASCII);
    out.putInt(64, 3).putLong(64 + 8, 128).putLong(64 + 32, path.length);
    out.position(128);
    out.put(path);
    return out.array();
  }
}
