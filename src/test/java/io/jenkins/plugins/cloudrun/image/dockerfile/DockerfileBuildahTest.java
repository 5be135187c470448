package io.jenkins.plugins.cloudrun.image.dockerfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.cloudrun.image.base.Base;
import io.jenkins.plugins.cloudrun.image.ignore.DockerIgnore;
import io.jenkins.plugins.cloudrun.image.push.Blob;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Builds each Dockerfile of a set with buildah and with ours, and compares file by file. */
class DockerfileBuildahTest {
  @TempDir private static Path folder;
  private static Path context;
  private static Optional<Buildah> found = Optional.empty();
  private static final Map<String, Base> BASES = new HashMap<>();

  @BeforeAll
  static void prepare() throws Exception {
    found = Buildah.find(Files.createDirectories(folder.resolve("buildah")));
    assumeTrue(found.isPresent(), "buildah is not installed, or may not build here");
    context = context(folder.resolve("context"));
    base("base", Images.base(folder.resolve("base")));
    base("triggers", Images.triggers(folder.resolve("triggers")));
  }

  private static void base(String name, OciLayout layout) throws Exception {
    BASES.put("localhost/" + name, layout.finish(name));
    found.orElseThrow().pull(folder.resolve(name), name);
  }

  @AfterAll
  static void forget() {
    BASES.clear();
  }

  @TestFactory
  Stream<DynamicTest> makesWhatBuildahMakes() {
    return BuildahCases.ALL.stream()
        .map(one -> DynamicTest.dynamicTest(one.name(), () -> compare(one)));
  }

  private static void compare(BuildahCases.Case one) throws Exception {
    Buildah buildah = found.orElseThrow();
    Path file = context.resolve(one.name() + ".Dockerfile");
    Path ignore = context.resolve(".dockerignore");
    Files.writeString(file, one.dockerfile());
    Files.deleteIfExists(ignore);
    if (!one.ignore().isEmpty()) {
      Files.writeString(ignore, one.ignore());
    }
    try {
      String name = one.name().toLowerCase(java.util.Locale.ROOT);
      buildah.build(name, context, file);
      DockerfileImage ours = ours(one, file);

      Path work = Files.createTempDirectory(folder, "work");
      ImageTree base =
          ours.base().isPresent()
              ? new BaseReader(bases(), Optional.empty(), work).read(ours.base().get())
              : new ImageTree();
      assertEquals(
          lines(Comparison.files(buildah.files(name), one.times())),
          lines(Comparison.files(base, ours.layers(), one.times())));
      assertEquals(lines(Comparison.config(buildah.config(name))), lines(Comparison.config(ours)));
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(ignore);
    }
  }

  private static DockerfileImage ours(BuildahCases.Case one, Path file) throws Exception {
    DockerfilePlan plan =
        DockerfileBuild.plan(
            Dockerfile.parse(one.name(), one.dockerfile()),
            context,
            DockerIgnore.read(context, file),
            bases(),
            HttpClient.newBuilder(),
            Files.createTempDirectory(folder, "work"),
            Optional.of(folder.resolve("index")));
    return ((DockerfilePlan.InProcess) plan).image();
  }

  private static String lines(Map<String, String> all) {
    StringBuilder text = new StringBuilder();
    all.forEach((key, value) -> text.append(key).append(": ").append(value).append('\n'));
    return text.toString();
  }

  private static Bases bases() {
    return new Bases() {
      @Override
      public Optional<Base> resolve(String name) {
        if (name.equals("scratch")) {
          return Optional.empty();
        }
        return Optional.of(Optional.ofNullable(BASES.get(name)).orElseThrow());
      }

      @Override
      public Path layerFile(Blob layer) {
        return ((Blob.Origin.InFile) layer.origin()).file();
      }
    };
  }

  /** Files of every kind, with modes and owners that differ from what a checkout has. */
  private static Path context(Path root) throws Exception {
    file(root, "top", "top\n", "rw-r--r--");
    file(root, "exec.sh", "#!/bin/sh\n", "rwxr-x--x");
    file(root, "d/f1", "one\n", "rwxr-xr-x");
    file(root, "d/sub/f2", "two\n", "rw-r-----");
    file(root, "d/sub/deep/f3.txt", "three\n", "rw-rw-rw-");
    file(root, "d/.hidden", "hidden\n", "rw-------");
    file(root, "e/x.txt", "x\n", "rw-r--r--");
    file(root, "e/y.txt", "y\n", "rw-r--r--");
    file(root, "e/z.log", "z\n", "rw-r--r--");
    file(root, "odd/[odd] name.txt", "odd\n", "rw-r--r--");
    file(root, "node_modules/m/index.js", "js\n", "rw-r--r--");
    file(root, "node_modules/m/README.md", "readme\n", "rw-r--r--");
    file(root, "keep/node_modules/k.js", "k\n", "rw-r--r--");
    file(
        root, "etc/passwd", "root:x:0:0::/root:/bin/sh\napp:x:1000:2000::/:/bin/sh\n", "rw-r--r--");
    file(root, "etc/group", "root:x:0:\nweb:x:3000:\napp:x:2000:\n", "rw-r--r--");
    file(root, "setuid", "s\n", "rwxr-xr-x");
    Files.createDirectories(root.resolve("empty"));
    Files.createSymbolicLink(root.resolve("d/link"), Path.of("f1"));
    Files.createSymbolicLink(root.resolve("d/broken"), Path.of("nowhere"));
    Files.createSymbolicLink(root.resolve("dlink"), Path.of("d"));
    Files.createSymbolicLink(root.resolve("flink"), Path.of("d/f1"));
    Files.createSymbolicLink(root.resolve("abslink"), Path.of("/d/f1"));
    Files.setPosixFilePermissions(root.resolve("d"), PosixFilePermissions.fromString("rwx------"));
    Files.setPosixFilePermissions(
        root.resolve("d/sub"), PosixFilePermissions.fromString("rwxr-x--x"));
    Files.setAttribute(root.resolve("setuid"), "unix:mode", 0106755);
    Files.setAttribute(root.resolve("d/f1"), "unix:uid", 5, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(root.resolve("d/sub"), "unix:gid", 6, LinkOption.NOFOLLOW_LINKS);
    byte[] tar =
        OciLayout.tar(
            out ->
                out.folder(".", 0750, 7, 8)
                    .folder("./in", 0700, 7, 8)
                    .file("./in/run", 04755, 9, 10, "run\n")
                    .link("./in/link", "run")
                    .hardLink("./in/hard", "./in/run", 04755, 9, 10)
                    .file("./plain", 0640, 0, 0, "plain\n"));
    Files.write(root.resolve("t.tar"), tar);
    Files.write(root.resolve("t.tar.gz"), OciLayout.gzip(tar));
    Files.write(
        root.resolve("flat.tgz"),
        OciLayout.gzip(
            OciLayout.tar(
                out -> out.file("a/b/c", 0600, 1, 2, "c\n").file("bin/tool", 0755, 0, 0, "t\n"))));
    Files.write(root.resolve("no.gz"), OciLayout.gzip("no archive".getBytes("UTF-8")));
    return root;
  }

  private static void file(Path root, String name, String text, String mode) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_500_000_000_000L));
  }
}
