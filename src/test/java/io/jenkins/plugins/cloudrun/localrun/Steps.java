package io.jenkins.plugins.cloudrun.localrun;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a Jenkinsfile may call. */
interface Steps {
  /** For the message about a name that nobody knows. */
  Set<String> names();

  /**
   * Runs the step of that name, or makes the nested object of that symbol.
   *
   * @param arguments without names; a step takes one at most, and none together with {@code named}
   * @return the step's result, which may be null
   * @throws StepFailedException when the step failed
   */
  @Nullable Object call(
      String name,
      List<@Nullable Object> arguments,
      Map<String, @Nullable Object> named,
      Map<String, String> environment,
      Place place);
}
