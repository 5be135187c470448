package io.jenkins.plugins.cloudrun.image;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.util.ArrayList;
import java.util.List;

/**
 * How the program in a jar is started: {@code java}, the flags, the class path, the main class.
 *
 * <p>{@code java -jar} heeds a few attributes of the manifest that {@code java -cp} does not; they
 * become flags, so that a program behaves as it did from its jar.
 */
final class JavaLaunch {
  private final ImageRequest request;
  private final Archive jar;

  JavaLaunch(ImageRequest request, Archive jar) {
    this.request = request;
    this.jar = jar;
  }

  /** The main class: the request's, else the manifest's attribute of this name. */
  String mainClass(String attribute, String shown) {
    String named = request.mainClass().isEmpty() ? jar.attribute(attribute) : request.mainClass();
    if (named.isEmpty()) {
      throw new InvalidValueException(
          "'"
              + shown
              + "' names no "
              + attribute
              + " in its manifest, so nothing says what to start. Give mainClass, or let the build"
              + " write it (Maven: maven-jar-plugin's <mainClass>; Gradle: the application"
              + " plugin).");
    }
    return named;
  }

  /** Starts a class from a class path. */
  List<String> fromClassPath(List<String> classPath, String mainClass) {
    List<String> words = start();
    words.add("-cp");
    words.add(String.join(":", classPath));
    words.add(mainClass);
    return words;
  }

  /** Starts a jar as it is. */
  List<String> fromJar(String path) {
    List<String> words = new ArrayList<>(List.of("java"));
    words.addAll(request.jvmFlags());
    if (request.mainClass().isEmpty()) {
      words.add("-jar");
      words.add(path);
    } else {
      words.add("-cp");
      words.add(path);
      words.add(request.mainClass());
    }
    return words;
  }

  private List<String> start() {
    List<String> words = new ArrayList<>(List.of("java"));
    packages("Add-Opens").forEach(name -> words.add("--add-opens=" + name + "=ALL-UNNAMED"));
    packages("Add-Exports").forEach(name -> words.add("--add-exports=" + name + "=ALL-UNNAMED"));
    if (jar.attribute("Enable-Native-Access").equals("ALL-UNNAMED")) {
      words.add("--enable-native-access=ALL-UNNAMED");
    }
    words.addAll(request.jvmFlags());
    return words;
  }

  private List<String> packages(String attribute) {
    String value = jar.attribute(attribute);
    return value.isEmpty() ? List.of() : List.of(value.split("\\s+"));
  }
}
