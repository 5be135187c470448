package io.jenkins.plugins.cloudrun.image.ignore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds our reading of {@code .gitignore} against what git itself says. */
class GitIgnoreTest {
  private static final List<String> FILES =
      List.of(
          "a",
          "b.c",
          "ab",
          "sub/a",
          "sub/b.c",
          "sub/deep/a",
          "sub/deep/ab",
          "sub/deep/x.c",
          "doc/frotz/a",
          "doc/a/b",
          "abc",
          "#hash",
          "!bang",
          "sp ace",
          "trail ",
          "[x]",
          "back\\s",
          "sub/.hidden",
          ".dot",
          "x/y/z/w",
          "foo/bar/a",
          "foo/baz");

  @TempDir private Path repository;

  @BeforeEach
  void repository() throws Exception {
    boolean git;
    try {
      git = run(List.of("git", "init", "-q", "."), "").equals("");
    } catch (IOException e) {
      git = false;
    }
    assumeTrue(git, "git is not installed");
    for (String file : FILES) {
      Files.createDirectories(repository.resolve(file).getParent());
      Files.writeString(repository.resolve(file), "x");
    }
  }

  @Test
  void agreesOnEachOfThese() throws Exception {
    for (String line :
        List.of(
            "a",
            "/a",
            "a/",
            "sub/",
            "sub",
            "/sub/",
            "*.c",
            "/*.c",
            "sub/*.c",
            "**/a",
            "sub/**",
            "**/deep",
            "doc/frotz",
            "frotz/",
            "foo/*",
            "foo/**",
            "foo/**/a",
            "**",
            "*",
            "/*",
            "a*",
            "?",
            "[ab]",
            "[!a]",
            "[^a]",
            "[a-c].c",
            "\\#hash",
            "\\!bang",
            "#hash",
            "!bang",
            "sp ace",
            "sp\\ ace",
            "trail ",
            "trail\\ ",
            "\\[x\\]",
            "[[]x]",
            "[]x]",
            "back\\\\s",
            "back\\s",
            "x/**/w",
            "x/**/**/w",
            "**/x/**",
            "x**w",
            "x/y**",
            "***",
            "a\\",
            "[a",
            "[[:alpha:]]",
            "[[:digit:][:alpha:]]b",
            "[[:nope:]]",
            ".*",
            "sub/deep/",
            "/sub/deep/x.c",
            "//a",
            "a//",
            "sub//a",
            "*/a",
            "*/*/a",
            "**/*.c",
            "sub/**/x.c",
            "/**/a",
            "[a-]b",
            "[\\a]",
            "[a\\]",
            " a",
            "a  ",
            "*\n!a",
            "*\n!*/\n!a",
            "/*\n!/sub\n/sub/*\n!/sub/deep",
            "sub\n!sub/a",
            "a\r\nb.c\r",
            "\uFEFFa",
            "!a\na",
            "a\n!a",
            "/",
            "",
            "**/",
            "!**/")) {
      compare(line);
    }
  }

  @Test
  void agreesOnFilesInFolders() throws Exception {
    Files.writeString(repository.resolve("sub/.gitignore"), "*.c\n!/b.c\n/deep/a\n");
    Files.writeString(repository.resolve("sub/deep/.gitignore"), "!x.c\na\n");
    Files.writeString(repository.resolve("doc/.gitignore"), "a\n!frotz/a\n");
    compare("ab\n!sub/b.c\n");
    compare("sub/\n");
  }

  @Test
  void agreesOnWhateverIsWritten() throws Exception {
    Random random = new Random(20251121);
    String[] pieces = {
      "a", "b", "c", "x", "w", "sub", "deep", "foo", "*", "**", "?", "/", "/", "[a-b]", "[!x]",
      ".c", "\\", "!", "#", " ", "[", "]", "-", "doc"
    };
    for (int round = 0; round < 150; round++) {
      StringBuilder text = new StringBuilder();
      for (int line = 0; line <= random.nextInt(4); line++) {
        text.append(random.nextInt(4) == 0 ? "!" : "");
        for (int i = 0; i <= random.nextInt(6); i++) {
          text.append(pieces[random.nextInt(pieces.length)]);
        }
        text.append('\n');
      }
      compare(text.toString());
    }
  }

  @Test
  void walksOnlyWhereSomethingMayStay() throws Exception {
    Files.writeString(repository.resolve(".gitignore"), "/sub/\n*.c\n");
    List<String> seen = new ArrayList<>();
    ContextWalk.of(
        repository, GitIgnore.of(repository), (path, file, attributes) -> seen.add(path));
    assertTrue(seen.contains("doc/frotz/a"));
    assertFalse(seen.contains("b.c"));
    assertTrue(seen.stream().noneMatch(path -> path.startsWith("sub")));
    assertTrue(seen.indexOf("doc") < seen.indexOf("doc/a"));
  }

  private void compare(String text) throws Exception {
    Files.writeString(repository.resolve(".gitignore"), text);
    List<String> paths = new ArrayList<>();
    try (Stream<Path> all = Files.walk(repository)) {
      all.map(path -> repository.relativize(path).toString())
          .filter(path -> !path.isEmpty() && !path.equals(".git") && !path.startsWith(".git/"))
          .forEach(paths::add);
    }
    String told =
        run(
            List.of(
                "git",
                "-c",
                "core.excludesFile=/dev/null",
                "check-ignore",
                "--no-index",
                "-z",
                "--stdin"),
            String.join("\0", paths));
    TreeSet<String> expected = new TreeSet<>(List.of(told.split("\0")));
    expected.remove("");
    GitIgnore rules = GitIgnore.of(repository);
    TreeSet<String> ours = new TreeSet<>();
    for (String path : paths) {
      if (rules.ignores(path, Files.isDirectory(repository.resolve(path)))) {
        ours.add(path);
      }
    }
    assertEquals(expected, ours, () -> "for the rules <<" + text + ">>");
  }

  private String run(List<String> command, String input) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).directory(repository.toFile());
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    try (var out = process.getOutputStream()) {
      out.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }
}
