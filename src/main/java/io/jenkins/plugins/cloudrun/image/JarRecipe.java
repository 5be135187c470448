package io.jenkins.plugins.cloudrun.image;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The image of a Java program from its jar. */
final class JarRecipe implements Recipe {
  private final ImageRequest request;
  private final Path path;
  private final Workspace workspace;
  private final ContentStore store;

  JarRecipe(ImageRequest request, Path path, Workspace workspace, ContentStore store) {
    this.request = request;
    this.path = path;
    this.workspace = workspace;
    this.store = store;
  }

  @Override
  public Description describe() throws IOException {
    String shown = workspace.shown(path);
    if (!Files.isRegularFile(path)) {
      throw new InvalidValueException(
          "jar: there is no file '"
              + shown
              + "' in the workspace. Check jar and context, and that an earlier step built it.");
    }
    try (JarContents jar = JarContents.open(path, shown)) {
      JavaLaunch launch = new JavaLaunch(request, jar);
      return SpringBootJar.is(jar)
          ? new SpringBootJar(jar, store, launch, shown).describe()
          : new PlainJar(jar, path, workspace, store, launch).describe();
    }
  }
}
