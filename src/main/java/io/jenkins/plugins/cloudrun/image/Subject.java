package io.jenkins.plugins.cloudrun.image;

import java.io.IOException;
import java.nio.file.Path;

/** What an image is made of: what the request names, else what is found. */
sealed interface Subject {
  /** Something that a recipe knows. */
  record Program(Recipe recipe) implements Subject {}

  /** A Dockerfile in the workspace. */
  record Dockerfile(Path file) implements Subject {}

  /** Sources for Cloud Build. */
  record Sources() implements Subject {}

  static Subject of(ImageRequest request, Workspace workspace) throws IOException {
    if (request.cloud().isAsked()) {
      return new Sources();
    }
    if (!request.layers().isEmpty()) {
      return new Program(new LayersRecipe(request, workspace));
    }
    if (!request.war().isEmpty()) {
      return new Program(new WarRecipe(request, workspace.resolve(request.war()), workspace));
    }
    if (!request.jar().isEmpty()) {
      return new Program(new JarRecipe(request, workspace.resolve(request.jar()), workspace));
    }
    if (!request.dockerfile().isEmpty()) {
      return new Dockerfile(workspace.resolve(request.dockerfile()));
    }
    Detection.Found found = Detection.find(workspace);
    if (found instanceof Detection.Found.Dockerfile) {
      request.checkForDockerfile();
      return new Dockerfile(found.file());
    }
    return new Program(new JarRecipe(request, found.file(), workspace));
  }
}
