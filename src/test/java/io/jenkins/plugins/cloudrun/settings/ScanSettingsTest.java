package io.jenkins.plugins.cloudrun.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.model.Severity;
import io.jenkins.plugins.cloudrun.scan.ScanPlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.structs.describable.UninstantiatedDescribable;
import org.junit.jupiter.api.Test;

class ScanSettingsTest {
  @Test
  void readsWhatWasGivenAndKeepsOnlyWhatDiffers() {
    ScanSettings settings = new ScanSettings();
    assertEquals(
        new ScanPlan(Severity.HIGH, Duration.ofMinutes(5)), settings.toScan(Expander.NONE));
    settings.setFailOn("HIGH");
    settings.setWait("5m");
    assertEquals(null, settings.getFailOn());
    assertEquals(null, settings.getWait());
    settings.setFailOn("$LIMIT");
    settings.setWait("90s");
    assertEquals(
        new ScanPlan(Severity.CRITICAL, Duration.ofSeconds(90)),
        settings.toScan(text -> text.replace("$LIMIT", "critical")));
    settings.setFailOn("SEVERE");
    String refusal =
        String.valueOf(
            assertThrows(InvalidValueException.class, () -> settings.toScan(Expander.NONE))
                .getMessage());
    assertEquals(
        "The scan's failOn: 'SEVERE' is not a severity: use one of MINIMAL, LOW, MEDIUM, HIGH,"
            + " CRITICAL.",
        refusal);
  }

  @Test
  void aMisspeltParameterIsRefused() {
    String refusal = refusal(scan(Map.of("failon", "HIGH")));
    assertTrue(
        refusal.startsWith("cloudRunBuild scan has no parameter 'failon': did you mean 'failOn'?"),
        refusal);
    assertTrue(
        refusal(scan(Map.of("failOn", 5))).startsWith("cloudRunBuild scan failOn takes text"));
    assertTrue(
        refusal(true).startsWith("cloudRunBuild scan takes a scan, such as scan(failOn: 'HIGH')"));
    assertTrue(
        refusal(new UninstantiatedDescribable("http", null, Map.of()))
            .startsWith("cloudRunBuild scan takes a scan"));
  }

  private static UninstantiatedDescribable scan(Map<String, Object> arguments) {
    return new UninstantiatedDescribable("scan", null, arguments);
  }

  /** What has a scan; {@link BuildSettings} among them. */
  public static final class Scanned {
    @org.kohsuke.stapler.DataBoundConstructor
    public Scanned() {}

    @org.kohsuke.stapler.DataBoundSetter
    public void setScan(ScanSettings scan) {}
  }

  private static String refusal(Object value) {
    return String.valueOf(
        assertThrows(
                InvalidValueException.class,
                () -> ParameterNames.check("cloudRunBuild", Scanned.class, Map.of("scan", value)))
            .getMessage());
  }

  @Test
  void aSnippetNamesTheLimitFirst() {
    Map<String, Object> written =
        Snippet.arguments(
            BuildSettings.class,
            Map.of("image", "a", "scan", scan(Map.of("wait", "9m", "failOn", "LOW"))));
    UninstantiatedDescribable scan = (UninstantiatedDescribable) written.get("scan");
    assertEquals(List.of("failOn", "wait"), List.copyOf(scan.getArguments().keySet()));
    assertEquals(List.of("image", "scan"), List.copyOf(written.keySet()));
  }
}
