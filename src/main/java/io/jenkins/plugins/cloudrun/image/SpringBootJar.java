package io.jenkins.plugins.cloudrun.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Spring Boot jar, unpacked below {@code /app}, in the layers of its own {@code layers.idx}, or,
 * without one, dependencies, loader, snapshot dependencies and application.
 *
 * <p>Its own main class is started from {@code BOOT-INF/classes} and the libraries in the order of
 * {@code classpath.idx}, without Spring Boot's launcher: the class path is the same, start-up is
 * faster as no jar in a jar is read, and it does not depend on the launcher's package, which moved
 * in 3.2. Another launcher than {@code JarLauncher} (the {@code PropertiesLauncher}) has a class
 * path of its own making and is started itself.
 */
final class SpringBootJar {
  static final String ATTRIBUTE = "Start-Class";

  private static final String APP = "/app";
  private static final String CLASSES = "BOOT-INF/classes/";
  private static final String LIBRARIES = "BOOT-INF/lib/";
  private static final String LOADER = "org/springframework/boot/loader/";
  private static final Pattern INDEX_LAYER = Pattern.compile("-\\s+\"?([^\":]+)\"?:\\s*");
  private static final Pattern INDEX_ENTRY = Pattern.compile("\\s*-\\s+\"?([^\"]+?)\"?\\s*");

  private final Archive jar;
  private final JavaLaunch launch;
  private final String shown;

  SpringBootJar(Archive jar, JavaLaunch launch, String shown) {
    this.jar = jar;
    this.launch = launch;
    this.shown = shown;
  }

  static boolean is(Archive jar) {
    return jar.hasFolder("BOOT-INF/");
  }

  Recipe.Description describe() throws IOException {
    String startClass = launch.mainClass(ATTRIBUTE, shown);
    Map<String, List<String>> index = index();
    Map<String, Layer> layers = new LinkedHashMap<>();
    index.keySet().forEach(name -> layers.put(name, new Layer(name)));
    String last = List.copyOf(index.keySet()).get(index.size() - 1);
    for (String file : jar.files()) {
      Layer layer = layers.get(layerOf(file, index).orElse(last));
      if (layer != null) {
        layer.add(jar.path(file), APP + "/" + file);
      }
    }
    String classFile = CLASSES + startClass.replace('.', '/') + ".class";
    return new Recipe.Description(
        "Spring Boot jar " + shown,
        JavaBase.of(jar.javaVersion(classFile)),
        Layer.built(layers.values()),
        entrypoint(startClass),
        List.of(),
        List.of(jar));
  }

  private List<String> entrypoint(String startClass) throws IOException {
    String launcher = jar.attribute("Main-Class");
    if (launcher.startsWith(LOADER.replace('/', '.')) && !launcher.endsWith(".JarLauncher")) {
      return launch.fromClassPath(List.of(APP), launcher);
    }
    List<String> classPath = new ArrayList<>(List.of(APP + "/" + CLASSES));
    libraries().forEach(library -> classPath.add(APP + "/" + library));
    return launch.fromClassPath(classPath, startClass);
  }

  /** In the order of the class path index, those that it does not name last. */
  private List<String> libraries() throws IOException {
    List<String> there =
        jar.files().stream()
            .filter(name -> name.startsWith(LIBRARIES) && name.endsWith(".jar"))
            .toList();
    List<String> ordered = new ArrayList<>();
    String index = named("Spring-Boot-Classpath-Index", "BOOT-INF/classpath.idx");
    if (jar.has(index)) {
      for (String line : jar.text(index).split("\\R", -1)) {
        Matcher matcher = INDEX_ENTRY.matcher(line);
        if (matcher.matches()) {
          String entry = matcher.group(1);
          // Until Spring Boot 2.3.2 the index held bare file names.
          String library = entry.startsWith(LIBRARIES) ? entry : LIBRARIES + entry;
          if (there.contains(library) && !ordered.contains(library)) {
            ordered.add(library);
          }
        }
      }
    }
    there.stream().filter(library -> !ordered.contains(library)).forEach(ordered::add);
    return ordered;
  }

  /** Layers and the beginnings of the paths in them, in order. */
  private Map<String, List<String>> index() throws IOException {
    Map<String, List<String>> layers = new LinkedHashMap<>();
    String index = named("Spring-Boot-Layers-Index", "BOOT-INF/layers.idx");
    if (jar.has(index)) {
      List<String> current = new ArrayList<>();
      for (String line : jar.text(index).split("\\R", -1)) {
        Matcher layer = INDEX_LAYER.matcher(line);
        Matcher entry = INDEX_ENTRY.matcher(line);
        if (layer.matches()) {
          current = layers.computeIfAbsent(layer.group(1), name -> new ArrayList<>());
        } else if (entry.matches()) {
          current.add(entry.group(1));
        }
      }
    }
    if (layers.isEmpty()) {
      List<String> snapshots =
          jar.files().stream()
              .filter(name -> name.startsWith(LIBRARIES) && name.contains("-SNAPSHOT"))
              .toList();
      // A file's own name beats its folder's, so snapshots are found above their folder.
      layers.put("dependencies", List.of(LIBRARIES));
      layers.put("spring-boot-loader", List.of(LOADER));
      layers.put("snapshot-dependencies", snapshots);
      layers.put("application", List.of(""));
    }
    return layers;
  }

  /**
   * The layer with the longest beginning of this file's path: a file's own name beats its folder.
   */
  private static Optional<String> layerOf(String file, Map<String, List<String>> index) {
    Optional<String> best = Optional.empty();
    int length = -1;
    for (Map.Entry<String, List<String>> layer : index.entrySet()) {
      for (String start : layer.getValue()) {
        boolean matches =
            start.isEmpty() || start.endsWith("/") ? file.startsWith(start) : file.equals(start);
        if (matches && start.length() > length) {
          best = Optional.of(layer.getKey());
          length = start.length();
        }
      }
    }
    return best;
  }

  private String named(String attribute, String usual) {
    String named = jar.attribute(attribute);
    return named.isEmpty() ? usual : named;
  }
}
