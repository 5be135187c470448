package io.jenkins.plugins.cloudrun.image.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenAudienceTest {
  private final TokenAudience audience = new TokenAudience(List.of("registry.corp.example:8443"));

  @ParameterizedTest
  @CsvSource({
    "europe-docker.pkg.dev, true",
    "EUROPE-docker.pkg.dev, true",
    "gcr.io, true",
    "eu.gcr.io, true",
    "127.0.0.1:5000, true",
    "localhost:5000, true",
    "registry.corp.example:8443, true",
    "registry.corp.example, false",
    "registry-1.docker.io, false",
    "pkg.dev.example.org, false",
    "evilgcr.io, false",
    "evil-pkg.dev, false",
    "gcr.io.example.org, false",
    "europe-docker.pkg.dev:8443, false",
    "127.0.0.1.example.org, false",
    "localhost.example.org, false"
  })
  void knowsWhoMaySeeTheToken(String registry, boolean may) {
    assertEquals(may, audience.includes(registry));
  }

  @ParameterizedTest
  @CsvSource({
    "europe-docker.pkg.dev, https://europe-docker.pkg.dev/v2/token, true",
    "gcr.io, https://gcr.io/v2/token, true",
    "europe-docker.pkg.dev, https://us.gcr.io/v2/token, true",
    "europe-docker.pkg.dev, http://europe-docker.pkg.dev/v2/token, false",
    "europe-docker.pkg.dev, https://europe-docker.pkg.dev:444/v2/token, false",
    "europe-docker.pkg.dev, https://auth.example.org/token, false",
    "europe-docker.pkg.dev, https://europe-docker.pkg.dev@example.org/token, false",
    "europe-docker.pkg.dev, http://127.0.0.1/token, false",
    "127.0.0.1:5000, http://127.0.0.1:5000/token, true",
    "127.0.0.1:5000, http://127.0.0.1:5001/token, false",
    "127.0.0.1:5000, https://example.org/token, false",
    "registry.corp.example:8443, https://registry.corp.example:8443/token, true",
    "registry.corp.example:8443, https://gcr.io/token, false",
    "registry-1.docker.io, https://registry-1.docker.io/token, false"
  })
  void knowsWhichRealmMaySeeTheToken(String registry, String realm, boolean may) {
    assertEquals(may, audience.includesRealm(registry, URI.create(realm)));
  }

  @Test
  void tokensAreNeverShown() {
    RegistryToken token = new RegistryToken("hush", Instant.EPOCH, List.of("a"));
    assertFalse(token.toString().contains("hush"));
  }
}
