package io.jenkins.plugins.cloudrun.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.cloudrun.config.TargetSettings;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which lists of forms ask the cloud is known. */
final class CloudNamesTest {
  /** Lists that Jenkins knows by itself. */
  private static final Set<String> STATIC =
      Set.of(
          "doFillBaseCredentialsIdItems",
          "doFillBuilderItems",
          "doFillConcurrentItems",
          "doFillCredentialsIdItems",
          "doFillFailOnItems",
          "doFillFromItems",
          "doFillLintItems",
          "doFillNotByItems",
          "doFillOnFailureItems",
          "doFillRegionItems",
          "doFillSeverityItems",
          "doFillTagPolicyItems",
          "doFillTargetItems",
          "doFillTrafficItems",
          "doFillAllowUnauthenticatedItems");

  /** A list that is added here and not there is not in the matrix of who may see it. */
  @Test
  void eachListThatAsksTheCloudHasItsRow() throws Exception {
    Set<String> found = new TreeSet<>();
    for (Class<?> type :
        Stream.concat(ResourcesTest.describables(), Stream.of(TargetSettings.class)).toList()) {
      Class<?> descriptor = LightModel.descriptor(type).orElseThrow().getClass();
      for (Method method : descriptor.getMethods()) {
        if (method.getName().matches("doFill.+Items")
            && !STATIC.contains(method.getName())
            && !(type == PromoteSettings.class && method.getName().equals("doFillToItems"))) {
          found.add(type.getName() + "#" + method.getName());
        }
      }
    }
    assertEquals(
        CloudNames.ALL.stream()
            .map(
                row ->
                    "io.jenkins.plugins.cloudrun."
                        + row.settings()
                        + "#doFill"
                        + row.field()
                        + "Items")
            .collect(Collectors.toCollection(TreeSet::new)),
        found);
  }
}
