package io.jenkins.plugins.cloudrun.gcp;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpTransport;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * When a service account's key was made: the key file does not say, but Google publishes a
 * certificate for each key, without asking who reads it.
 */
final class KeyAge {
  private static final int MOST_BYTES = 256 * 1024;

  private KeyAge() {}

  /** Empty if that cannot be found out: nothing depends on it. */
  static Optional<Instant> made(GoogleKey key, HttpTransport transport) {
    try {
      HttpRequest request =
          transport
              .createRequestFactory()
              .buildGetRequest(
                  new GenericUrl(
                      URI.create(Endpoints.GOOGLE_CERTIFICATES + RestCalls.encoded(key.email())),
                      true));
      request.setNumberOfRetries(0);
      byte[] body = request.execute().getContent().readNBytes(MOST_BYTES);
      return JsonParser.parseString(new String(body, StandardCharsets.UTF_8))
                  instanceof JsonObject certificates
              && certificates.get(key.id()) instanceof JsonPrimitive pem
          ? Optional.of(begun(pem.getAsString()))
          : Optional.empty();
    } catch (IOException | JsonParseException | CertificateException e) {
      return Optional.empty();
    }
  }

  private static Instant begun(String pem) throws CertificateException {
    X509Certificate certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    return certificate.getNotBefore().toInstant();
  }
}
