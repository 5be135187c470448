package io.jenkins.plugins.cloudrun.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import io.jenkins.plugins.cloudrun.image.registry.Manifest;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs start from what a registry holds, with the entrypoint that the image has. */
class StartedImageTest {
  private static final String SHA = "0123456789abcdef0123456789abcdef01234567";

  @TempDir Path folder;

  @BeforeAll
  static void needsTools() {
    assumeTrue(DebianRegistry.isInstalled(), "docker-registry is not installed");
    assumeTrue(Skopeo.isInstalled(), "skopeo is not installed");
  }

  @Test
  void startsAThinJar() throws Exception {
    Path classes = compiled();
    jar("lib/greeting.jar", Map.of(), Map.of("greet/Greeting.class", classes));
    jar(
        "target/shop.jar",
        Map.of("Main-Class", "shop.Main", "Class-Path", "../lib/greeting.jar"),
        Map.of("shop/Main.class", classes, "who.txt", classes));
    assertEquals("hello thin world [-Dx=y, a b]", started());
  }

  @Test
  void startsAFatJar() throws Exception {
    Path classes = compiled();
    jar(
        "target/shop.jar",
        Map.of("Main-Class", "shop.Main"),
        Map.of("shop/Main.class", classes, "greet/Greeting.class", classes, "who.txt", classes));
    assertEquals("hello thin world [-Dx=y, a b]", started());
  }

  @Test
  void startsASpringBootJar() throws Exception {
    Path classes = compiled();
    Path library = jar("lib/greeting.jar", Map.of(), Map.of("greet/Greeting.class", classes));
    Path prepared = Files.createDirectories(folder.resolve("boot/BOOT-INF"));
    Files.createDirectories(prepared.resolve("lib"));
    Files.copy(library, prepared.resolve("lib/greeting.jar"));
    Files.createDirectories(prepared.resolve("classes/shop"));
    Files.copy(classes.resolve("shop/Main.class"), prepared.resolve("classes/shop/Main.class"));
    Files.copy(classes.resolve("who.txt"), prepared.resolve("classes/who.txt"));
    Path boot = prepared.getParent();
    jar(
        "target/shop.jar",
        Map.of(
            "Main-Class",
            "org.springframework.boot.loader.launch.JarLauncher",
            "Start-Class",
            "shop.Main"),
        Map.of(
            "BOOT-INF/lib/greeting.jar", boot,
            "BOOT-INF/classes/shop/Main.class", boot,
            "BOOT-INF/classes/who.txt", boot));
    assertEquals("hello thin world [-Dx=y, a b]", started());
  }

  /** Pushes, pulls with skopeo, unpacks with tar, and starts what the configuration says. */
  private String started() throws Exception {
    Path copy = folder.resolve("copy");
    List<String> words = new ArrayList<>();
    Path image = Files.createDirectories(folder.resolve("image"));
    try (DebianRegistry registry = DebianRegistry.open(folder.resolve("registry"))) {
      UnaryOperator<String> moved = word -> word.replace("/app", image + "/app");
      ImageRequest request =
          ImageRequest.of(registry.host() + "/p/shop")
              .from("scratch")
              .jvmFlags(List.of("-Dx=y"))
              .args(List.of("a b"))
              .commit(SHA)
              .build();
      ImageAnswer answer =
          new Built(RegistryToken.anonymous(), folder.resolve("cache"), line -> {})
              .run(request, work());
      Skopeo.copy(answer.ref(), copy);
      var config = Skopeo.config(answer.ref()).getAsJsonObject("config");
      for (String part : List.of("Entrypoint", "Cmd")) {
        for (JsonElement word : config.getAsJsonArray(part)) {
          words.add(moved.apply(word.getAsString()));
        }
      }
    }
    Manifest manifest = new Manifest("", Files.readAllBytes(copy.resolve("manifest.json")));
    for (Manifest.Layer layer : manifest.layers()) {
      Path tar = copy.resolve(layer.digest().value().substring("sha256:".length()));
      run(List.of("tar", "-xzf", tar.toString(), "-C", image.toString()));
    }
    words.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
    return run(words).trim();
  }

  private Path work() throws Exception {
    return Files.createDirectories(folder.resolve("work"));
  }

  private Path compiled() throws Exception {
    Path sources = Files.createDirectories(folder.resolve("sources"));
    Path greeting = sources.resolve("Greeting.java");
    Files.writeString(
        greeting,
        "package greet; public class Greeting { public static String of(String who) {"
            + " return \"hello \" + who; } }");
    Path main = sources.resolve("Main.java");
    Files.writeString(
        main,
        "package shop; public class Main { public static void main(String[] a) throws Exception {"
            + " String who = new"
            + " String(Main.class.getResourceAsStream(\"/who.txt\").readAllBytes());"
            + " System.out.println(greet.Greeting.of(who) + \" [-Dx=\" + System.getProperty(\"x\")"
            + " + \", \" + String.join(\"|\", a) + \"]\"); } }");
    Path classes = Files.createDirectories(folder.resolve("classes"));
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-d",
                classes.toString(),
                greeting.toString(),
                main.toString());
    assertEquals(0, failed);
    Files.writeString(classes.resolve("who.txt"), "thin world");
    return classes;
  }

  private Path jar(String name, Map<String, String> attributes, Map<String, Path> files)
      throws Exception {
    Path path = work().resolve(name);
    Files.createDirectories(path.getParent());
    java.util.jar.Manifest manifest = new java.util.jar.Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.forEach((key, value) -> manifest.getMainAttributes().putValue(key, value));
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(path), manifest)) {
      for (Map.Entry<String, Path> file : files.entrySet()) {
        out.putNextEntry(new JarEntry(file.getKey()));
        Files.copy(file.getValue().resolve(file.getKey()), out);
      }
    }
    return path;
  }

  private static String run(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), command + ": " + out);
    return out;
  }
}
