package io.jenkins.plugins.cloudrun.image;

import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The image of a web application from its war, packed or as a folder, unpacked into the layers
 * dependencies, snapshot dependencies, resources and classes.
 *
 * <p>On Tomcat or Jetty it becomes the application at {@code /}, and the base's own command starts
 * the server. These servers listen on 8080 whatever {@code PORT} says, and 8080 is what Cloud Run
 * asks for when nothing else is set.
 *
 * <p>A war of Spring Boot that can be run by itself, and that no servlet base is given for, is
 * unpacked below {@code /app} and started by its own launcher on a Java base.
 */
final class WarRecipe implements Recipe {
  private static final String APP = "/app";
  private static final String CLASSES = "WEB-INF/classes/";
  private static final String LIBRARIES = "WEB-INF/lib/";
  private static final String PROVIDED = "WEB-INF/lib-provided/";
  private static final String LOADER = "org/springframework/boot/loader/";

  private final ImageRequest request;
  private final Path path;
  private final Workspace workspace;

  WarRecipe(ImageRequest request, Path path, Workspace workspace) {
    this.request = request;
    this.path = path;
    this.workspace = workspace;
  }

  @Override
  public Description describe() throws IOException {
    Archive war = Archive.open(path, "war", workspace);
    try {
      return describe(war);
    } catch (IOException | RuntimeException e) {
      war.close();
      throw e;
    }
  }

  private Description describe(Archive war) throws IOException {
    String shown = workspace.shown(path);
    if (!war.hasFolder("WEB-INF/")) {
      throw new InvalidValueException(
          "'" + shown + "' holds no WEB-INF: it is no war. A program is built with jar.");
    }
    if (!request.mainClass().isEmpty()) {
      throw new InvalidValueException("mainClass has no effect on a war: leave it out.");
    }
    Optional<Integer> java = javaVersion(war);
    Optional<ServletBase> named =
        request.from().isEmpty() ? Optional.empty() : ServletBase.named(request.from());
    if (isExecutable(war) && named.isEmpty()) {
      JavaLaunch launch = new JavaLaunch(request, war);
      return new Description(
          "executable war " + shown,
          JavaBase.of(java),
          layers(war, APP),
          launch.fromClassPath(List.of(APP), war.attribute("Main-Class")),
          List.of(),
          List.of(war));
    }
    if (named.isEmpty() && !request.from().isEmpty()) {
      throw new InvalidValueException(
          "war: it is not known where '"
              + Checks.shown(request.from())
              + "' wants a web application: the base's name holds neither tomcat nor jetty. Choose"
              + " such a base with from, or unpack the war in an earlier step and put it into the"
              + " server's folder with layers.");
    }
    boolean javax = usesJavax(war);
    String from = named.isPresent() ? request.from() : ServletBase.usual(javax, java);
    ServletBase base = named.isPresent() ? named.get() : ServletBase.TOMCAT;
    if (!request.jvmFlags().isEmpty()) {
      throw new InvalidValueException(
          "jvmFlags are for programs that this step starts itself; this war is started by "
              + base.shown()
              + ": give env "
              + base.flagsVariable()
              + " instead.");
    }
    return new Description(
        "war " + shown + " for " + base.shown(),
        from,
        layers(war, base.folder()),
        List.of(),
        base.args(from, javax),
        List.of(war),
        base.kept(workspace.context()));
  }

  private static boolean isExecutable(Archive war) {
    return war.attribute("Main-Class").startsWith(LOADER.replace('/', '.'))
        && !war.attribute("Start-Class").isEmpty();
  }

  private static List<FileEntriesLayer> layers(Archive war, String folder) throws IOException {
    Layer dependencies = new Layer("dependencies");
    Layer loader = new Layer("spring-boot-loader");
    Layer snapshots = new Layer("snapshot dependencies");
    Layer resources = new Layer("resources");
    Layer classes = new Layer("classes");
    for (String file : war.files()) {
      Layer layer = resources;
      if (file.startsWith(LIBRARIES) || file.startsWith(PROVIDED)) {
        layer = file.contains("-SNAPSHOT") ? snapshots : dependencies;
      } else if (file.startsWith(LOADER)) {
        layer = loader;
      } else if (file.startsWith(CLASSES) && file.endsWith(".class")) {
        layer = classes;
      }
      layer.add(war.path(file), folder + "/" + file);
    }
    return Layer.built(List.of(dependencies, loader, snapshots, resources, classes));
  }

  private static Optional<Integer> javaVersion(Archive war) throws IOException {
    Optional<String> first =
        war.files().stream()
            .filter(name -> name.startsWith(CLASSES) && name.endsWith(".class"))
            .filter(name -> !name.endsWith("module-info.class") && !name.contains("META-INF/"))
            .findFirst();
    return first.isEmpty() ? Optional.empty() : war.javaVersion(first.get());
  }

  /**
   * Whether the application was written for the Servlet API under its old name {@code javax}, as
   * its descriptor says, or the age of its Spring.
   */
  private static boolean usesJavax(Archive war) throws IOException {
    if (war.has("WEB-INF/web.xml")) {
      String descriptor = war.text("WEB-INF/web.xml");
      if (descriptor.contains("jakarta.ee/xml/ns")) {
        return false;
      }
      if (descriptor.contains("xmlns.jcp.org") || descriptor.contains("java.sun.com")) {
        return true;
      }
    }
    return war.files().stream()
        .anyMatch(name -> name.matches("WEB-INF/lib/spring-(?:web|core)-[1-5]\\..*\\.jar"));
  }
}
