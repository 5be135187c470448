package io.jenkins.plugins.cloudrun.benchmark;

import io.jenkins.plugins.cloudrun.benchmark.Application.Version;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The sources of the application: sixty small classes and one that starts. */
final class Sources {
  static final String MAIN = "org.example.shop.Main";

  /** The class that differs between the versions, relative to the folder of classes. */
  static final String CHANGED = "org/example/shop/part/Part17.class";

  private static final int PARTS = 60;
  private static final int METHODS = 12;

  private Sources() {}

  /** Writes the sources of a version and compiles them. */
  static void compile(Version version, Path sources, Path classes) throws IOException {
    Path packages = Files.createDirectories(sources.resolve("org/example/shop/part"));
    Path main = packages.resolveSibling("Main.java");
    Files.writeString(main, main());
    for (int part = 1; part <= PARTS; part++) {
      Files.writeString(packages.resolve("Part" + part + ".java"), part(part, version));
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new IllegalStateException(
          "This Java has no compiler: run the benchmark with a JDK, not with a JRE.");
    }
    Files.createDirectories(classes);
    StringWriter problems = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ROOT, null);
        Stream<Path> walk = Files.walk(sources)) {
      List<Path> all = walk.filter(Files::isRegularFile).sorted().toList();
      List<String> options = List.of("-d", classes.toString(), "--release", "17", "-g");
      if (!compiler
          .getTask(problems, files, null, options, null, files.getJavaFileObjectsFromPaths(all))
          .call()) {
        throw new IllegalStateException("The application does not compile: " + problems);
      }
    }
  }

  private static String main() {
    List<String> lines = new ArrayList<>();
    lines.add("package org.example.shop;");
    lines.add("public final class Main {");
    lines.add("  public static void main(String[] arguments) {");
    for (int part = 1; part <= PARTS; part++) {
      lines.add("    System.out.println(new org.example.shop.part.Part" + part + "().all());");
    }
    lines.add("  }");
    lines.add("}");
    return String.join("\n", lines);
  }

  private static String part(int part, Version version) {
    String changed = CHANGED.endsWith("Part" + part + ".class") ? version.toString() : "the same";
    List<String> lines = new ArrayList<>();
    lines.add("package org.example.shop.part;");
    lines.add("public final class Part" + part + " {");
    lines.add("  public String all() {");
    lines.add("    StringBuilder all = new StringBuilder(\"" + changed + "\");");
    for (int method = 1; method <= METHODS; method++) {
      lines.add("    all.append(step" + method + "(" + part * method + "));");
    }
    lines.add("    return all.toString();");
    lines.add("  }");
    for (int method = 1; method <= METHODS; method++) {
      lines.add("  private String step" + method + "(int count) {");
      lines.add("    int sum = count;");
      lines.add("    for (int i = 0; i < " + (part + method) + "; i++) {");
      lines.add("      sum = sum * 31 + i;");
      lines.add("    }");
      lines.add("    return \"step " + method + " of part " + part + " came to \" + sum;");
      lines.add("  }");
    }
    lines.add("}");
    return String.join("\n", lines);
  }
}
