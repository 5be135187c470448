package io.jenkins.plugins.cloudrun.gcp;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpTransport;
import com.google.auth.http.HttpTransportFactory;
import com.google.auth.oauth2.ExternalAccountSupplierContext;
import com.google.auth.oauth2.IdentityPoolSubjectTokenSupplier;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.jenkins.plugins.cloudrun.gcp.ExternalAccount.Source;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A configuration for an account outside of Google, as its tools write it.
 *
 * @param given the identity token that takes the place of the configuration's own source
 */
record ExternalProof(String text, Optional<String> given) implements Proof {
  @Override
  public Proven proven(Place place) throws Failure {
    ExternalAccount account = ExternalAccount.parse(text, given.isPresent(), place);
    if (given.isPresent()) {
      return new FederatedProof(account.provider(), account.type(), given.get(), account.through())
          .proven(place);
    }
    Source source = account.source().orElseThrow();
    return new Proven(
        FreshToken.exchanging(
            account.provider(), account.type(), new Asking(source, place.transport()), place),
        account.through(),
        Optional.of("a principal of " + account.provider()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Override
  public String content() {
    return text + given.map(token -> subject().map(SubjectToken::says).orElse(token));
  }

  @Override
  public Optional<SubjectToken> subject() {
    return given.flatMap(SubjectToken::parse);
  }

  @Override
  public String toString() {
    return "an external account's configuration";
  }

  /** Asks an address of the administrator's each time. */
  private static final class Asking implements IdentityPoolSubjectTokenSupplier {
    private static final long serialVersionUID = 1L;
    private static final int MOST_BYTES = 64 * 1024;

    private final transient Source source;
    private final transient HttpTransportFactory transport;

    Asking(Source source, HttpTransportFactory transport) {
      this.source = source;
      this.transport = transport;
    }

    private static Optional<String> text(String json, String field) {
      try {
        return JsonParser.parseString(json) instanceof JsonObject object
                && object.get(field) instanceof JsonPrimitive value
            ? Optional.of(value.getAsString())
            : Optional.empty();
      } catch (JsonParseException e) {
        return Optional.empty();
      }
    }

    @Override
    public String getSubjectToken(ExternalAccountSupplierContext context) throws IOException {
      HttpTransport http = transport.create();
      HttpRequest request =
          http.createRequestFactory().buildGetRequest(new GenericUrl(source.url(), true));
      source.headers().forEach((name, value) -> request.getHeaders().set(name, value));
      request.setNumberOfRetries(0);
      byte[] body = request.execute().getContent().readNBytes(MOST_BYTES + 1);
      if (body.length > MOST_BYTES) {
        throw new IOException("what " + source.url().getHost() + " gave is no identity token");
      }
      String answer = new String(body, StandardCharsets.UTF_8);
      if (source.field().isEmpty()) {
        return answer.strip();
      }
      return text(answer, source.field().get())
          .orElseThrow(
              () ->
                  new IOException(
                      "the answer of "
                          + source.url().getHost()
                          + " has no text in the field '"
                          + GoogleKey.printable(source.field().get())
                          + "'"));
    }
  }
}
