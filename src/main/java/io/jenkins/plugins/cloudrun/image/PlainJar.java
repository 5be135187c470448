package io.jenkins.plugins.cloudrun.image;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A jar of the ordinary kind, thin (its libraries lie beside it and its manifest's {@code
 * Class-Path} names them) or fat (they were unpacked into it), unpacked below {@code /app} in four
 * layers: dependencies, snapshot dependencies, resources, classes. What changes with every commit
 * is on top and small.
 *
 * <p>In a fat jar the classes outside the first two parts of the main class' package are taken for
 * dependencies. A wrong guess costs a larger upload and nothing else: all end up in one folder.
 *
 * <p>A jar that only works as a jar (multi-release, or with an agent of its own) stays one.
 */
final class PlainJar {
  private static final String APP = "/app";

  /** As nearly all are: the same as a path and as a URI. */
  private static final Pattern PLAIN = Pattern.compile("[\\w][\\w.+-]*(?:/[\\w][\\w.+-]*)*");

  private static final String CLASSES = APP + "/classes";
  private static final String RESOURCES = APP + "/resources";
  private static final String LIBRARIES = APP + "/libs";

  private final Archive jar;
  private final Path path;
  private final Workspace workspace;
  private final JavaLaunch launch;
  private final String shown;

  /** Libraries that lie in the folder of an unpacked jar. */
  private final Set<Path> inside = new HashSet<>();

  private final Layer dependencies = new Layer("dependencies");
  private final Layer snapshots = new Layer("snapshot dependencies");
  private final Layer resources = new Layer("resources");
  private final Layer classes = new Layer("classes");

  PlainJar(Archive jar, Path path, Workspace workspace, JavaLaunch launch) {
    this.jar = jar;
    this.path = path;
    this.workspace = workspace;
    this.launch = launch;
    this.shown = workspace.shown(path);
  }

  Recipe.Description describe() throws IOException {
    String mainClass = launch.mainClass("Main-Class", shown);
    boolean thin = !jar.attribute("Class-Path").isEmpty();
    List<String> libraries = libraries();
    List<String> entrypoint;
    if (mustStayWhole()) {
      String whole = APP + "/" + path.getFileName();
      classes.add(path.toRealPath(), whole);
      entrypoint = whole(whole, libraries, mainClass);
    } else {
      List<String> classPath = new ArrayList<>(unpack(mainClass, thin));
      classPath.addAll(libraries);
      entrypoint = launch.fromClassPath(classPath, mainClass);
    }
    return new Recipe.Description(
        (thin ? "thin jar " : "jar ") + shown,
        JavaBase.of(jar.javaVersion(mainClass.replace('.', '/') + ".class")),
        Layer.built(List.of(dependencies, snapshots, resources, classes)),
        entrypoint,
        List.of(),
        List.of(jar));
  }

  private boolean mustStayWhole() {
    // Java gives neither a meaning in a folder.
    return !jar.isExploded()
        && (jar.attribute("Multi-Release").equalsIgnoreCase("true")
            || !jar.attribute("Launcher-Agent-Class").isEmpty());
  }

  private List<String> whole(String whole, List<String> libraries, String mainClass) {
    if (!jar.attribute("Launcher-Agent-Class").isEmpty()) {
      if (!libraries.isEmpty()) {
        throw new InvalidValueException(
            "'"
                + shown
                + "' has a Launcher-Agent-Class and a Class-Path, which this recipe cannot both"
                + " keep: describe the image by layers and entrypoint.");
      }
      return launch.fromJar(whole);
    }
    List<String> classPath = new ArrayList<>(List.of(whole));
    classPath.addAll(libraries);
    return launch.fromClassPath(classPath, mainClass);
  }

  private List<String> unpack(String mainClass, boolean thin) throws IOException {
    String own = thin ? "" : ownPackage(mainClass);
    for (String file : jar.files()) {
      Path kept = jar.path(file);
      if (inside.stream().anyMatch(kept::startsWith)) {
        continue;
      }
      if (!file.endsWith(".class")) {
        resources.add(kept, RESOURCES + "/" + file);
      } else if (own.equals("/") ? file.indexOf('/') < 0 : file.startsWith(own)) {
        classes.add(kept, CLASSES + "/" + file);
      } else {
        dependencies.add(kept, CLASSES + "/" + file);
      }
    }
    return List.of(RESOURCES, CLASSES);
  }

  /** The first two parts of the main class' package as a path; {@code /} for the unnamed one. */
  private static String ownPackage(String mainClass) {
    String[] parts = mainClass.split("\\.", -1);
    if (parts.length == 1) {
      return "/";
    }
    return parts.length == 2 ? parts[0] + "/" : parts[0] + "/" + parts[1] + "/";
  }

  /** Puts what the manifest's Class-Path names into layers; its paths in the image, in order. */
  private List<String> libraries() throws IOException {
    Set<Path> found = new LinkedHashSet<>();
    for (String entry : jar.attribute("Class-Path").split("\\s+", -1)) {
      if (!entry.isEmpty()) {
        located(entry).ifPresent(found::add);
      }
    }
    List<String> paths = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (Path library : found) {
      String name = String.valueOf(library.getFileName());
      // Two libraries of one name from two folders are two libraries.
      String unique = name;
      for (int i = 2; !taken.add(unique); i++) {
        unique = i + "-" + name;
      }
      String target = LIBRARIES + "/" + unique;
      Path real = workspace.real(library);
      if (Files.isDirectory(real)) {
        folder(library, target);
      } else {
        Layer layer = name.contains("-SNAPSHOT") ? snapshots : dependencies;
        layer.add(real, target);
      }
      paths.add(target);
    }
    return paths;
  }

  /** Relative to the jar, as the JVM reads it; a folder that is not there is none. */
  private Optional<Path> located(String entry) throws IOException {
    Path library;
    try {
      library =
          PLAIN.matcher(entry).matches()
              ? path.resolveSibling(entry).normalize()
              : Path.of(besides().resolve(URI.create(entry))).normalize();
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      throw new InvalidValueException(
          "The Class-Path of '"
              + shown
              + "' names '"
              + Checks.shown(entry)
              + "', which is not a file beside the jar.");
    }
    if (jar.isExploded() && !Files.exists(library)) {
      library = within(library);
    }
    if (!Files.exists(library)) {
      if (entry.endsWith("/")) {
        return Optional.empty();
      }
      throw new InvalidValueException(
          "The Class-Path of '"
              + shown
              + "' names '"
              + Checks.shown(entry)
              + "', and there is no '"
              + workspace.shown(library)
              + "'. Let the build copy its libraries there (Maven: dependency:copy-dependencies).");
    }
    // A folder that the jar itself is in ('.') would take everything that the build left there.
    return path.startsWith(library) ? Optional.empty() : Optional.of(workspace.inside(library));
  }

  /** Where a name in the Class-Path begins; the URI of a folder would end in a slash. */
  private URI besides() {
    return path.resolveSibling("x.jar").toUri();
  }

  /** The same name from the folder of an unpacked jar, where many tools put libraries. */
  private Path within(Path library) {
    Path within = path.resolve(path.resolveSibling(".").normalize().relativize(library));
    if (!within.normalize().startsWith(path) || !Files.exists(within)) {
      return library;
    }
    inside.add(within.normalize());
    return within.normalize();
  }

  private void folder(Path folder, String target) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      workspace.inside(file);
      String relative = folder.relativize(file).toString().replace('\\', '/');
      resources.add(file.toRealPath(), target + "/" + relative);
    }
  }
}
