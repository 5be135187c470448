package io.jenkins.plugins.cloudrun.image.lint.rule;

import io.jenkins.plugins.cloudrun.image.lint.Check;
import io.jenkins.plugins.cloudrun.image.lint.Finding;
import io.jenkins.plugins.cloudrun.image.lint.Finding.Severity;
import io.jenkins.plugins.cloudrun.image.lint.ImageView;
import io.jenkins.plugins.cloudrun.image.lint.Rule;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Secrets in the layers, and in what the build's own parameters set. */
public final class LayerSecretsCheck implements Check<ImageView> {
  static final Rule SECRET_FILE =
      new Rule(
          "secret-file-in-layer",
          Severity.ERROR,
          "Whoever may pull the image can read it, also when a later layer removes it. Leave it out"
              + " (.dockerignore, exclude of layers), and give its content to the service by"
              + " secrets or secretFiles of cloudRunDeploy.");
  static final Rule SECRET =
      new Rule(
          "secret-in-layer",
          Severity.ERROR,
          "Whoever may pull the image can read it, also when a later layer removes it. Take it out,"
              + " replace the secret, and give it to the service by secrets or secretFiles of"
              + " cloudRunDeploy.");
  static final Rule GIT =
      new Rule(
          "git-in-layer",
          Severity.WARNING,
          "The whole history can be read by whoever may pull the image, with all that was ever"
              + " removed from it. Name .git in .dockerignore, or in exclude of layers.");

  @Override
  public List<Rule> rules() {
    return List.of(SECRET_FILE, SECRET, GIT);
  }

  @Override
  public void check(ImageView image, Consumer<Finding> found) {
    Set<String> histories = new LinkedHashSet<>();
    for (ImageView.Layer layer : image.layers()) {
      for (int i = 0; i < layer.files().size(); i++) {
        String path = layer.files().get(i).path();
        int git = path.indexOf("/.git/");
        if (git >= 0) {
          histories.add(path.substring(0, git + 5));
        }
        SecretFindings.of(path, layer.facts().get(i), SECRET_FILE, SECRET, found);
      }
    }
    histories.forEach(path -> found.accept(GIT.at(path, 0, "A git folder is in the image")));
    DockerfileSecretsCheck.environment(image.env(), found);
    DockerfileSecretsCheck.command("The command", String.join(" ", image.words()))
        .ifPresent(message -> found.accept(DockerfileSecretsCheck.RUN.at("", 0, message)));
  }
}
