package hudson.util;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A secret text. The encrypted form here only hides it from the eye: the key of a real Jenkins is
 * not there.
 */
public final class Secret implements Serializable {
  private static final long serialVersionUID = 1L;
  public static final Pattern ENCRYPTED_VALUE_PATTERN =
      Pattern.compile("\\{?[A-Za-z0-9+/]+={0,2}}?");
  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  public String getPlainText() {
    return value;
  }

  public String getEncryptedValue() {
    return "{"
        + Base64.getEncoder()
            .encodeToString(mask(("hidden:" + value).getBytes(StandardCharsets.UTF_8)))
        + "}";
  }

  public static Secret fromString(String data) {
    String text = data == null ? "" : data;
    Secret decrypted = decrypt(text);
    return decrypted == null ? new Secret(text) : decrypted;
  }

  /** Null when the text is no encrypted value. */
  public static Secret decrypt(String data) {
    if (data == null || !data.startsWith("{") || !data.endsWith("}")) {
      return null;
    }
    try {
      byte[] masked = Base64.getDecoder().decode(data.substring(1, data.length() - 1));
      String text = new String(mask(masked), StandardCharsets.UTF_8);
      return text.startsWith("hidden:") ? new Secret(text.substring("hidden:".length())) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  public static String toString(Secret s) {
    return s == null ? null : s.value;
  }

  private static byte[] mask(byte[] bytes) {
    byte[] out = bytes.clone();
    for (int i = 0; i < out.length; i++) {
      out[i] ^= (byte) (0x5a + i);
    }
    return out;
  }

  @Override
  public boolean equals(Object that) {
    return that instanceof Secret secret && value.equals(secret.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  /** As in Jenkins, the plain text: never put a secret into a message. */
  @Override
  public String toString() {
    return value;
  }
}
