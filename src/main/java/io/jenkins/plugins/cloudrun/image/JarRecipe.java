package io.jenkins.plugins.cloudrun.image;

import java.io.IOException;
import java.nio.file.Path;

/** The image of a Java program from its jar, packed or as a folder. */
final class JarRecipe implements Recipe {
  private final ImageRequest request;
  private final Path path;
  private final Workspace workspace;

  JarRecipe(ImageRequest request, Path path, Workspace workspace) {
    this.request = request;
    this.path = path;
    this.workspace = workspace;
  }

  @Override
  public Description describe() throws IOException {
    Archive jar = Archive.open(path, "jar", workspace);
    try {
      JavaLaunch launch = new JavaLaunch(request, jar);
      return SpringBootJar.is(jar)
          ? new SpringBootJar(jar, launch, workspace.shown(path)).describe()
          : new PlainJar(jar, path, workspace, launch).describe();
    } catch (IOException | RuntimeException e) {
      jar.close();
      throw e;
    }
  }
}
