package io.jenkins.plugins.cloudrun.image;

import io.jenkins.plugins.cloudrun.image.lint.Finding;
import io.jenkins.plugins.cloudrun.image.source.UploadedSource;
import io.jenkins.plugins.cloudrun.model.CommitSha;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.util.List;

/**
 * Sources that Cloud Build is to make the image of: they lie in Cloud Storage, and the controller
 * goes on from there without the agent. Comes from an agent, so its values are checked.
 *
 * @param commit that the sources are of
 * @param tags of the image, the commit's first
 * @param findings advice on the sources
 */
public record HandOver(
    UploadedSource source, String commit, List<String> tags, List<Finding> findings)
    implements AgentAnswer {
  private static final int MOST = 1000;

  public HandOver {
    commit = new CommitSha(commit).value();
    tags = List.copyOf(tags);
    tags.forEach(ImageReference::checkTag);
    findings = List.copyOf(findings);
    if (tags.isEmpty() || tags.size() > MOST || findings.size() > MOST) {
      throw new InvalidValueException("The agent's answer on the sources is not whole.");
    }
  }
}
