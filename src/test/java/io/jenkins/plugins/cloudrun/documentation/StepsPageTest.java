package io.jenkins.plugins.cloudrun.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.cloudrun.settings.ApprovalSettings;
import io.jenkins.plugins.cloudrun.settings.BuildSettings;
import io.jenkins.plugins.cloudrun.settings.CanaryStepSettings;
import io.jenkins.plugins.cloudrun.settings.CheckSettings;
import io.jenkins.plugins.cloudrun.settings.DeploySettings;
import io.jenkins.plugins.cloudrun.settings.HttpGateSettings;
import io.jenkins.plugins.cloudrun.settings.JobSettings;
import io.jenkins.plugins.cloudrun.settings.LayerSettings;
import io.jenkins.plugins.cloudrun.settings.LogsGateSettings;
import io.jenkins.plugins.cloudrun.settings.MetricsGateSettings;
import io.jenkins.plugins.cloudrun.settings.PromoteSettings;
import io.jenkins.plugins.cloudrun.settings.RollbackSettings;
import io.jenkins.plugins.cloudrun.settings.ScanSettings;
import io.jenkins.plugins.cloudrun.settings.StatusSettings;
import io.jenkins.plugins.cloudrun.settings.TrafficSettings;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** docs/steps.md has a row for every parameter that can be bound, and for no other. */
class StepsPageTest {
  @Test
  void namesEveryParameterAndNoOther() throws IOException {
    Set<String> bound = new TreeSet<>();
    Stream.of(
            BuildSettings.class,
            LayerSettings.class,
            ScanSettings.class,
            DeploySettings.class,
            TrafficSettings.class,
            PromoteSettings.class,
            StatusSettings.class,
            RollbackSettings.class,
            CheckSettings.class,
            CanaryStepSettings.class,
            ApprovalSettings.class,
            HttpGateSettings.class,
            MetricsGateSettings.class,
            LogsGateSettings.class,
            JobSettings.class)
        .forEach(type -> addParameters(type, bound));

    Set<String> documented = new TreeSet<>();
    boolean parameters = false;
    for (String line : Files.readAllLines(Path.of("docs/steps.md"))) {
      parameters = line.startsWith("| parameter ") || (parameters && line.startsWith("|"));
      if (parameters && line.startsWith("| `")) {
        documented.add(line.substring(3, line.indexOf('`', 3)));
      }
    }
    assertEquals(bound, documented);
  }

  private static void addParameters(Class<?> type, Set<String> names) {
    for (Constructor<?> constructor : type.getConstructors()) {
      if (constructor.isAnnotationPresent(DataBoundConstructor.class)) {
        Stream.of(constructor.getParameters()).forEach(p -> names.add(p.getName()));
      }
    }
    for (Method method : type.getMethods()) {
      if (method.isAnnotationPresent(DataBoundSetter.class) && !method.isBridge()) {
        String name = method.getName().substring("set".length());
        names.add(name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1));
      }
    }
  }
}
