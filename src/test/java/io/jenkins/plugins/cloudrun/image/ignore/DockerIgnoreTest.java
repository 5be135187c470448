package io.jenkins.plugins.cloudrun.image.ignore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The cases are facts of Docker's own matcher. */
class DockerIgnoreTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "** file true",
        "**/ file true",
        "** dir/file true",
        "**/** dir/file true",
        "dir/** dir/file true",
        "dir/** dir/dir2/file true",
        "dir/** dir false",
        "**/dir dir true",
        "**/dir dir/file true",
        "**/dir2/* dir/dir2/file true",
        "**/dir2/** dir/dir2/dir3/file true",
        "**file file true",
        "**file dir/file true",
        "**/file dir/dir/file true",
        "**/file* dir/dir/file.txt true",
        "**/file*txt dir/dir/file.txt true",
        "**/**/*.txt dir/dir/file.txt true",
        "**/**/*.txt2 dir/dir/file.txt false",
        "**/*.txt file.txt true",
        "a**/*.txt a/file.txt true",
        "a**/*.txt a/dir/dir/file.txt true",
        "a/*.txt a/dir/file.txt false",
        "a/*.txt a/file.txt true",
        "a/*.txt** a/file.txt true",
        "a[b-d]e ae false",
        "a[b-d]e ace true",
        "a[^b-d]e aze true",
        ".* .foo true",
        ".* foo false",
        "abc.def abcZdef false",
        "abc?def abcZdef true",
        "abc?def abcdef false",
        "**/foo/bar foo/bar true",
        "**/foo/bar dir/dir2/foo/bar true",
        "abc/** abc/def/ghi true",
        "**/.foo .foo true",
        "**/.foo bar.foo false",
        "a(b)c/def a(b)c/def true",
        "a.|)$(}+{bc a.|)$(}+{bc true",
        "dist/*.whl dist/proxy.py-2.4.0rc3.dev36+g08acad9-py3-none-any.whl true",
        "a\\*b a*b true",
        "a\\*b axb false",
        "a* ab/c true",
        "a*/b a/c/b false",
        "a*b*c*d*e*/f axbxcxdxexxx/f true",
        "a?b a☺b true",
        "a[^a]b a☺b true",
        "[a-ζ]* α true",
        "*[a-ζ] A false",
        "a?b a/b false",
        "[\\]a] ] true",
        "[x\\-] - true",
        "[x\\-] z false",
        "/top top true",
        "/top sub/top false",
        "top/ top true",
        "./a//b/../c a/c true",
        "a/../../b b false",
        "[a[]x [x true",
        "a&&b a&&b true",
        "[a&&b]x &x true",
      })
  void matchesAsDockerDoes(String pattern, String path, boolean expected) {
    assertEquals(expected, DockerIgnore.parse(pattern).ignores(path, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"!", "[", "[]a]", "[-]", "[x-]", "[-x]", "[a-b-c]", "[^bc", "a[", "x\\"})
  void refusesWhatIsNoPattern(String pattern) {
    InvalidValueException refused =
        assertThrows(InvalidValueException.class, () -> DockerIgnore.parse("a\n" + pattern));
    assertTrue(refused.getMessage().startsWith("line 2: "), refused.getMessage());
  }

  @Test
  void letsTheLastMatchDecide() {
    DockerIgnore rules = DockerIgnore.parse("**\n!util/web\nutil/web/foo\n!docs/*.md\r\n");
    assertFalse(rules.ignores("util/web/bar", false));
    assertTrue(rules.ignores("util/web/foo", false));
    assertFalse(rules.ignores("docs/README.md", false));
    assertTrue(rules.ignores("docs/x.txt", false));
    assertTrue(DockerIgnore.parse("!a.go\n*.go").ignores("a.go", false));
  }

  @Test
  void readsCommentsBlanksAndAByteOrderMark() {
    DockerIgnore rules = DockerIgnore.parse("\uFEFF# a comment\n\n  b  \n #c\n! b/keep \n");
    assertTrue(rules.ignores("b", true));
    assertTrue(rules.ignores("#c", false), "only a # in the first column is a comment");
    assertFalse(rules.ignores("b/keep", false));
    assertTrue(DockerIgnore.parse("\uFEFFa").ignores("a", false));
  }

  @Test
  void prefersTheFileBesideTheDockerfile() throws IOException {
    Path dockerfile = Files.writeString(folder.resolve("web.Dockerfile"), "FROM scratch\n");
    Files.writeString(folder.resolve(".dockerignore"), "usual\n");
    assertTrue(DockerIgnore.read(folder, dockerfile).ignores("usual", false));
    Files.writeString(folder.resolve("web.Dockerfile.dockerignore"), "own\n");
    IgnoreRules rules = DockerIgnore.read(folder, dockerfile);
    assertTrue(rules.ignores("own", false));
    assertFalse(rules.ignores("usual", false));
  }

  @Test
  void saysWhichFileIsWrong() throws IOException {
    Files.writeString(folder.resolve(".dockerignore"), "# x\n[\n");
    InvalidValueException refused =
        assertThrows(
            InvalidValueException.class,
            () -> DockerIgnore.read(folder, folder.resolve("Dockerfile")));
    assertTrue(
        refused.getMessage().startsWith(".dockerignore, line 2: '[' is no pattern"),
        refused.getMessage());
  }

  @Test
  void looksIntoAFolderOnlyForWhatIsTakenBack() {
    DockerIgnore plain = DockerIgnore.parse("*\n!src/main\n");
    assertFalse(plain.prunes("src"));
    assertTrue(plain.prunes("node_modules"));
    assertTrue(plain.prunes("src/test"));
    assertFalse(DockerIgnore.parse("*\n!**/keep\n").prunes("anything/below"));
    assertTrue(DockerIgnore.of(List.of("a", "b")).prunes("a"));
  }
}
