package io.jenkins.plugins.cloudrun.emulator.token;

import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.emulator.token.ServiceAccounts.Account;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Base64;

/** The certificate that is published for an account's key: X.509, version 1, from 2024 on. */
final class KeyCertificate {
  static final String PATH = "/robot/v1/metadata/x509/";

  private static final int SEQUENCE = 0x30;

  /** sha256WithRSAEncryption, without parameters. */
  private static final byte[] ALGORITHM =
      der(
          SEQUENCE,
          der(0x06, new byte[] {0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 11}),
          der(0x05));

  private KeyCertificate() {}

  /** By the key's id, in PEM. */
  static JsonObject of(Account account) {
    byte[] name =
        der(
            SEQUENCE,
            der(
                0x31,
                der(
                    SEQUENCE,
                    der(0x06, new byte[] {0x55, 4, 3}),
                    der(0x0c, account.email().getBytes(StandardCharsets.UTF_8)))));
    byte[] content =
        der(
            SEQUENCE,
            der(0x02, new byte[] {1}),
            ALGORITHM,
            name,
            der(SEQUENCE, time("240102030405Z"), time("491231235959Z")),
            name,
            account.keys().getPublic().getEncoded());
    byte[] signature = signature(account, content);
    byte[] bits = new byte[signature.length + 1];
    System.arraycopy(signature, 0, bits, 1, signature.length);
    JsonObject certificates = new JsonObject();
    certificates.addProperty(
        account.keyId(),
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(der(SEQUENCE, content, ALGORITHM, der(0x03, bits)))
            + "\n-----END CERTIFICATE-----\n");
    return certificates;
  }

  private static byte[] signature(Account account, byte[] content) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(account.keys().getPrivate());
      signature.update(content);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("RS256 is part of every JDK", e);
    }
  }

  private static byte[] time(String utc) {
    return der(0x17, utc.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(tag);
    int length = content.size();
    if (length < 128) {
      whole.write(length);
    } else {
      whole.write(0x82);
      whole.write(length >> 8);
      whole.write(length);
    }
    whole.writeBytes(content.toByteArray());
    return whole.toByteArray();
  }
}
