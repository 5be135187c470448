package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What the documentation shows of Configuration as Code is loaded as it stands there, and comes out
 * again as it went in.
 */
class TargetsAsCodeIT extends RolloutJobs {
  private static final Pattern YAML =
      Pattern.compile("^```yaml\\n(unclassified:\\n.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);

  @Test
  void theTargetsOfTheDocumentation() throws Exception {
    assertSame(documented("targets.md"), configured("targets.md"));
  }

  @Test
  void theRulesOfTheDocumentation() throws Exception {
    assertSame(documented("promotion.md"), configured("promotion.md"));
  }

  private static String documented(String page) throws IOException {
    Matcher block = YAML.matcher(Files.readString(Path.of("docs", page)));
    assertTrue(block.find(), page + " shows no configuration");
    return block.group(1);
  }

  /** The part of the export that is ours, after the page's YAML was loaded. */
  private static String configured(String page) throws IOException {
    assumeTrue(jenkins.hasPlugin("configuration-as-code"), "Configuration as Code is not there.");
    Path yaml = temporary.resolve(page + ".yaml");
    Files.writeString(yaml, documented(page));
    try {
      return jenkins.script(
          """
          def c = jenkins.model.Jenkins.get().getDescriptor(
            io.jenkins.plugins.cloudrun.config.CloudRunConfiguration)
          c.targets = []
          io.jenkins.plugins.casc.ConfigurationAsCode.get().configure('%s')
          def out = new ByteArrayOutputStream()
          io.jenkins.plugins.casc.ConfigurationAsCode.get().export(out)
          println out.toString('UTF-8')
          """
              .formatted(yaml));
    } finally {
      Files.delete(yaml);
    }
  }

  private static void assertSame(String documented, String exported) {
    Map<?, ?> expected = cloudRun(documented);
    Map<?, ?> actual = cloudRun(exported);
    assertEquals(expected.get("targets"), actual.get("targets"), exported);
    if (expected.containsKey("defaults")) {
      assertEquals(expected.get("defaults"), actual.get("defaults"), exported);
    }
  }

  private static Map<?, ?> cloudRun(String yaml) {
    Map<?, ?> all =
        (Map<?, ?>) plain(new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml));
    return (Map<?, ?>) ((Map<?, ?>) all.get("unclassified")).get("cloudRun");
  }

  /** Whether a scalar has quotation marks is all the same. */
  private static Object plain(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> plain = new TreeMap<>();
      map.forEach((name, each) -> plain.put(name, plain(each)));
      return plain;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(TargetsAsCodeIT::plain).toList();
    }
    return String.valueOf(value);
  }
}
