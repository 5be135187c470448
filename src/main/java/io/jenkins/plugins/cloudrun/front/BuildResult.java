package io.jenkins.plugins.cloudrun.front;

import hudson.AbortException;
import io.jenkins.plugins.cloudrun.image.ImageAnswer;
import io.jenkins.plugins.cloudrun.image.lint.Finding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** What an image build gives to whoever waits for it. */
public final class BuildResult {
  private BuildResult() {}

  /** The return value of a build that succeeded. */
  public static LinkedHashMap<String, Object> of(ImageAnswer answer) {
    LinkedHashMap<String, Object> result = new LinkedHashMap<>();
    result.put("outcome", "succeeded");
    result.putAll(answer.toMap());
    return result;
  }

  /** The return value of a build that failed, when it is not to fail the Jenkins build. */
  public static LinkedHashMap<String, Object> failed(String image, String message) {
    return failed(image, message, List.of());
  }

  /**
   * The same with what was found.
   *
   * @param findings advice on image and context
   */
  public static LinkedHashMap<String, Object> failed(
      String image, String message, List<Finding> findings) {
    LinkedHashMap<String, Object> result = new LinkedHashMap<>();
    result.put("outcome", "failed");
    result.put("image", image);
    result.put("message", message);
    result.put("findings", new ArrayList<>(findings.stream().map(Finding::toMap).toList()));
    return result;
  }

  /**
   * Why an agent did not answer: a message for people where there is one; else the error with its
   * causes, by which Jenkins tells a lost agent ({@code retry(conditions: [agent()])}).
   */
  public static IOException failure(ExecutionException thrown) {
    for (Throwable at = thrown; at != null; at = at.getCause()) {
      if (at instanceof AbortException refused) {
        return new AbortException(refused.getMessage());
      }
    }
    Throwable cause = thrown.getCause() == null ? thrown : thrown.getCause();
    return new IOException("The image was not built: the agent failed (" + cause + ").", cause);
  }
}
