package io.jenkins.plugins.cloudrun.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * The application that everybody pushes: about 40 MB of libraries that are real jars, and a small
 * layer of classes. In one folder it lies in every form that a tool wants: {@code lib} and {@code
 * classes} as files, {@code shop.jar} with a {@code Class-Path} to {@code lib} as a build leaves
 * it.
 */
final class Application {
  static final String JAR = "shop.jar";

  /** Where the libraries and classes lie in the image, for tools that must be told. */
  static final String LIBS_IN_IMAGE = "/app/libs";

  static final String CLASSES_IN_IMAGE = "/app/classes";

  /** Two states of the sources that differ in one class. */
  enum Version {
    FIRST,
    SECOND
  }

  private final Path root;
  private final Path compiled;
  private final List<Library> libraries;
  private final Checkout checkout;

  private Application(Path root, Path compiled, List<Library> libraries, Checkout checkout) {
    this.root = root;
    this.compiled = compiled;
    this.libraries = libraries;
    this.checkout = checkout;
  }

  /** Makes the application in its first version. */
  static Application in(Path folder, List<Library> libraries)
      throws IOException, InterruptedException {
    Path root = folder.resolve("shop");
    Path lib = Files.createDirectories(root.resolve("lib"));
    for (Library library : libraries) {
      Files.copy(
          library.file(), lib.resolve(library.fileName()), StandardCopyOption.COPY_ATTRIBUTES);
    }
    Path compiled = folder.resolve("compiled");
    for (Version version : Version.values()) {
      String name = version.toString();
      Sources.compile(version, folder.resolve("sources").resolve(name), compiled.resolve(name));
    }
    Checkout checkout = Checkout.of(root, folder.resolve("sources"));
    Application application = new Application(root, compiled, libraries, checkout);
    Folders.copy(compiled.resolve(Version.FIRST.toString()), application.classes());
    application.writeJar();
    return application;
  }

  /**
   * Brings the working tree, one class and the jar into a state. Files that are in it already are
   * not touched.
   */
  void become(Version version) throws IOException, InterruptedException {
    Path wanted = compiled.resolve(version.toString()).resolve(Sources.CHANGED);
    Path there = classes().resolve(Sources.CHANGED);
    if (Files.mismatch(wanted, there) >= 0) {
      checkout.become(version);
      Files.copy(wanted, there, StandardCopyOption.REPLACE_EXISTING);
      writeJar();
    }
  }

  /** The SHA of a version's commit: the tag under which everybody pushes it. */
  String commit(Version version) {
    return checkout.commit(version);
  }

  /** The folder of everything: a workspace. */
  Path root() {
    return root;
  }

  Path lib() {
    return root.resolve("lib");
  }

  Path classes() {
    return root.resolve("classes");
  }

  List<Library> libraries() {
    return libraries;
  }

  /** What starts it in the image. */
  static List<String> entrypoint() {
    return List.of("java", "-cp", CLASSES_IN_IMAGE + ":" + LIBS_IN_IMAGE + "/*", Sources.MAIN);
  }

  /** What an image of the application holds beside its base. */
  List<Path> files() throws IOException {
    return Stream.concat(Folders.files(lib()).stream(), Folders.files(classes()).stream()).toList();
  }

  private void writeJar() throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.put(Attributes.Name.MAIN_CLASS, Sources.MAIN);
    main.put(
        Attributes.Name.CLASS_PATH,
        libraries.stream()
            .map(library -> "lib/" + library.fileName())
            .collect(Collectors.joining(" ")));
    try (JarOutputStream out =
        new JarOutputStream(Files.newOutputStream(root.resolve(JAR)), manifest)) {
      for (Path file : Folders.files(classes())) {
        out.putNextEntry(new ZipEntry(classes().relativize(file).toString().replace('\\', '/')));
        Files.copy(file, out);
      }
    }
  }
}
