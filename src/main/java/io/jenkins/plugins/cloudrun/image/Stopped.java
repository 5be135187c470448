package io.jenkins.plugins.cloudrun.image;

import io.jenkins.plugins.cloudrun.image.lint.Finding;
import io.jenkins.plugins.cloudrun.model.ImageName;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.util.List;

/**
 * Nothing was pushed, because of what was found. Comes from an agent, so its values are checked.
 *
 * @param image registry and repository
 * @param message for people, with what to do
 * @param findings among them those that stopped the build
 */
public record Stopped(String image, String message, List<Finding> findings) implements AgentAnswer {
  private static final int MOST = 1000;

  public Stopped {
    image = ImageName.parse(image).toString();
    findings = List.copyOf(findings);
    if (findings.isEmpty() || findings.size() > MOST) {
      throw new InvalidValueException("The agent's answer on what stopped the build is not whole.");
    }
  }
}
