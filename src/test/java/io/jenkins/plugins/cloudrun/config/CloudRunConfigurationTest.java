package io.jenkins.plugins.cloudrun.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.durable.Budget;
import io.jenkins.plugins.cloudrun.gcp.GoogleSettings;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kohsuke.stapler.DataBoundSetter;

/** What an administrator may set, and what that means for the engine. */
class CloudRunConfigurationTest {
  private final CloudRunConfiguration configuration = new CloudRunConfiguration();

  @Test
  void nothingSetMeansGooglesOwnAndNoCredentialsOfTheController() {
    assertEquals(GoogleSettings.DEFAULT, configuration.settings());
  }

  @Test
  void eachEndpointGoesToItsPlace() {
    configuration.setApiEndpoint(" https://run.example.com ");
    configuration.setTokenEndpoint("https://token.example.com/token");
    configuration.setIamCredentialsEndpoint("https://iam.example.com");
    configuration.setMetadataEndpoint("http://metadata.example.com");
    configuration.setLoggingEndpoint("http://127.0.0.1:8085");
    configuration.setStorageEndpoint("http://127.0.0.1:8086");
    configuration.setCloudBuildEndpoint("http://127.0.0.1:8087");
    configuration.setContainerAnalysisEndpoint("http://127.0.0.1:8088");
    configuration.setMonitoringEndpoint("http://127.0.0.1:8089");
    configuration.setAllowApplicationDefaultCredentials(true);
    assertFalse(configuration.settings().privateAddresses());
    configuration.setAllowPrivateAddresses(true);
    GoogleSettings settings = configuration.settings();
    assertEquals(uri("https://run.example.com"), settings.endpoints().api());
    assertEquals(uri("https://token.example.com/token"), settings.endpoints().token());
    assertEquals(uri("https://iam.example.com"), settings.endpoints().iamCredentials());
    assertEquals(uri("http://metadata.example.com"), settings.endpoints().metadata());
    assertEquals(uri("http://127.0.0.1:8085"), settings.endpoints().logging());
    assertEquals(uri("http://127.0.0.1:8086"), settings.endpoints().storage());
    assertEquals(uri("http://127.0.0.1:8087"), settings.endpoints().cloudBuild());
    assertEquals(uri("http://127.0.0.1:8088"), settings.endpoints().containerAnalysis());
    assertEquals(uri("http://127.0.0.1:8089"), settings.endpoints().monitoring());
    assertTrue(settings.applicationDefaultCredentials());
    assertTrue(settings.privateAddresses());
    configuration.setApiEndpoint(" ");
    assertNull(configuration.getApiEndpoint());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run.example.com",
        "file:///etc/passwd",
        "ftp://run.example.com",
        "https://",
        "https://user:sesame@run.example.com",
        "https://run.example.com?x=1",
        "https://run.example.com#x",
        "https://run example.com"
      })
  void whatIsNoEndpointIsRefusedAndNotKept(String endpoint) {
    InvalidValueException refused =
        assertThrows(InvalidValueException.class, () -> configuration.setTokenEndpoint(endpoint));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("write it as https://HOST"),
        String.valueOf(refused.getMessage()));
    assertFalse(String.valueOf(refused.getMessage()).contains("sesame"), refused::toString);
    assertNull(configuration.getTokenEndpoint());
  }

  @Test
  void registriesComeOneALineOrWithCommas() {
    configuration.setRegistries("127.0.0.1:5000, registry.example.com\n\n[::1]:5001\n");
    assertEquals(
        List.of("127.0.0.1:5000", "registry.example.com", "[::1]:5001"),
        configuration.settings().registries());
    assertEquals("127.0.0.1:5000\nregistry.example.com\n[::1]:5001", configuration.getRegistries());
    assertThrows(
        InvalidValueException.class, () -> configuration.setRegistries("https://example.com"));
    assertThrows(InvalidValueException.class, () -> configuration.setRegistries("*.example.com"));
    configuration.setRegistries("");
    assertNull(configuration.getRegistries());
  }

  /** What can be set in a file can be set in the form, and is explained there. */
  @Test
  void theFormHasAFieldAndAHelpForEachSetter() throws Exception {
    TreeSet<String> setters = new TreeSet<>();
    Arrays.stream(CloudRunConfiguration.class.getMethods())
        .filter(method -> method.isAnnotationPresent(DataBoundSetter.class))
        .map(method -> method.getName().substring("set".length()))
        .forEach(
            name ->
                setters.add(
                    name.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + name.substring(1)));
    assertFalse(setters.isEmpty());
    TreeSet<String> fields = new TreeSet<>();
    Pattern.compile("field=\"(\\w+)\"")
        .matcher(text("config.jelly") + text("../TargetSettings/targets.jelly"))
        .results()
        .forEach(field -> fields.add(field.group(1)));
    assertEquals(setters, fields);
    for (String setter : setters) {
      assertTrue(text("help-" + setter + ".html").contains("<div>"), setter);
    }
  }

  private static String text(String name) throws Exception {
    try (InputStream in =
        CloudRunConfiguration.class.getResourceAsStream("CloudRunConfiguration/" + name)) {
      assertNotNull(in, name);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Optional<URI> uri(String text) {
    return Optional.of(URI.create(text));
  }

  @Test
  void callsAreBoundedAndNeverToNothing() {
    assertEquals(Budget.DEFAULT_PER_MINUTE, configuration.getCallsPerMinute());
    configuration.setCallsPerMinute(600);
    assertEquals(600, configuration.getCallsPerMinute());
    assertThrows(InvalidValueException.class, () -> configuration.setCallsPerMinute(99));
    assertEquals(600, configuration.getCallsPerMinute());
    configuration.setCallsPerMinute(Budget.DEFAULT_PER_MINUTE);
    assertEquals(Budget.DEFAULT_PER_MINUTE, configuration.getCallsPerMinute());
  }
}
