package io.jenkins.plugins.cloudrun.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SnippetTest {
  @Test
  void aNameThatJenkinsWouldNotQuoteIsWrittenAsARow() throws Exception {
    Map<String, ?> shown =
        snippet(Map.of("labels", Map.of("a.b", "c"), "env", Map.of("class", "d", "A", "")));
    assertEquals("[{name=a.b, value=c}]", shown.get("labels").toString());
    assertEquals(Map.of("class", "d", "A", ""), shown.get("env"));
    DeploySettings again = LightModel.instantiate(DeploySettings.class, shown);
    assertEquals("a.b", again.getLabels().get(0).getName());
  }

  @Test
  void aSnippetKeepsTheOrderOfARowsTable() throws Exception {
    Map<String, String> many = new LinkedHashMap<>();
    for (String name : List.of("ZED", "ALPHA", "MIKE", "BRAVO", "YANKEE", "CHARLIE")) {
      many.put(name, "1");
    }
    Map<?, ?> shown = (Map<?, ?>) snippet(Map.of("env", many)).get("env");
    assertEquals(List.copyOf(many.keySet()), List.copyOf(shown.keySet()));
  }

  private static Map<String, Object> snippet(Map<String, ?> call) throws Exception {
    DeploySettings settings = LightModel.instantiate(DeploySettings.class, call);
    return Snippet.arguments(
        DeploySettings.class, LightModel.uninstantiate(settings).getArguments());
  }
}
