package io.jenkins.plugins.cloudrun.image.supply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BasePackagesTest {
  private static final String DEBIAN = "NAME=\"Debian GNU/Linux\"\nVERSION_ID=\"12\"\nID=debian\n";

  @Test
  void debian() {
    String status =
        """
        Package: libstdc++6
        Status: install ok installed
        Source: gcc-12
        Architecture: amd64
        Version: 12.2.0-14+deb12u1
        Description: GNU Standard C++ Library v3
         Package: not this
         .
         Version: 0

        Package: gone
        Status: deinstall ok config-files
        Architecture: all
        Version: 1

        Package: tzdata
        Status: hold ok installed
        Architecture: all
        Version: 1:2024a-0+deb12u1
        """;
    assertEquals(
        List.of(
            "pkg:deb/debian/libstdc%2B%2B6@12.2.0-14%2Bdeb12u1?arch=amd64&distro=debian-12",
            "pkg:deb/debian/tzdata@1%3A2024a-0%2Bdeb12u1?arch=all&distro=debian-12"),
        purls(Map.of("/var/lib/dpkg/status", status, "/etc/os-release", DEBIAN)));
  }

  @Test
  void distroless() {
    Map<String, String> files =
        Map.of(
            "/var/lib/dpkg/status.d/base",
            "Package: base-files\nVersion: 12.4+deb12u5\nArchitecture: amd64\n",
            "/var/lib/dpkg/status.d/netbase",
            "Package: netbase\nVersion: 6.4\nArchitecture: all\n",
            "/var/lib/dpkg/status.d/netbase.md5sums",
            "0123  etc/protocols\nPackage: no\nVersion: 1\n",
            "/usr/lib/os-release",
            DEBIAN);
    assertEquals(
        List.of(
            "pkg:deb/debian/base-files@12.4%2Bdeb12u5?arch=amd64&distro=debian-12",
            "pkg:deb/debian/netbase@6.4?arch=all&distro=debian-12"),
        purls(files));
  }

  @Test
  void alpine() {
    String installed =
        """
        C:Q1qKcZ+j23xssAXmgQhkOO8dHnbWw=
        P:musl
        V:1.2.4-r2
        A:x86_64
        T:the musl c library (libc) implementation
        F:lib
        R:ld-musl-x86_64.so.1

        P:zlib
        V:1.2.13-r1
        A:x86_64
        """;
    assertEquals(
        List.of(
            "pkg:apk/alpine/musl@1.2.4-r2?arch=x86_64&distro=alpine-3.18.4",
            "pkg:apk/alpine/zlib@1.2.13-r1?arch=x86_64&distro=alpine-3.18.4"),
        purls(
            Map.of(
                "/lib/apk/db/installed",
                installed,
                "/etc/os-release",
                "ID=alpine\nVERSION_ID=3.18.4\n")));
  }

  @Test
  void withoutAReleaseTheUsualDistribution() {
    assertEquals(
        List.of("pkg:deb/debian/a@1?arch=all"),
        purls(Map.of("/var/lib/dpkg/status", "Package: a\nVersion: 1\nArchitecture: all\n")));
    assertEquals(
        List.of("pkg:deb/debian/a@1"),
        purls(
            Map.of(
                "/var/lib/dpkg/status",
                "Package: a\nVersion: 1\n",
                "/etc/os-release",
                "ID=../../x\nVERSION_ID=1\n")));
  }

  @Test
  void whatIsNoDatabaseHasNoPackages() {
    assertEquals(
        List.of(),
        purls(
            Map.of(
                "/var/lib/dpkg/status",
                "\u0000\u0001 binary: x\nPackage: two words\nVersion: 1\n\nPackage: a\n",
                "/lib/apk/db/installed",
                "P:x\n\nV:1\n")));
    assertEquals(0, BasePackages.of(Map.of()).count());
    assertEquals(0, BasePackages.parse("nothing\nof\tthis\n").count());
  }

  /** dpkg itself says what is installed here. */
  @Test
  void asDpkgSays() throws Exception {
    Path status = Path.of("/var/lib/dpkg/status");
    Path query = Path.of("/usr/bin/dpkg-query");
    assumeTrue(Files.isReadable(status) && Files.isExecutable(query), "dpkg is not here");
    Process process =
        new ProcessBuilder(
                query.toString(),
                "-W",
                "-f=${db:Status-Status} ${Package} ${Version} ${Architecture}\\n")
            .start();
    List<String> said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.startsWith("installed "))
            .map(line -> line.substring("installed ".length()))
            .sorted()
            .toList();
    List<String> read =
        BasePackages.of(Map.of(status.toString(), Files.readAllBytes(status))).parts().stream()
            .map(p -> p.name() + " " + p.version() + " " + p.qualifiers().get("arch"))
            .sorted()
            .toList();
    assertTrue(said.size() > 50, "" + said.size());
    assertEquals(said, read);
  }

  private static List<String> purls(Map<String, String> files) {
    Map<String, byte[]> bytes = new TreeMap<>();
    files.forEach((path, text) -> bytes.put(path, text.getBytes(StandardCharsets.UTF_8)));
    assertTrue(
        BasePackages.places()
            .containsAll(
                files.keySet().stream()
                    .map(
                        path ->
                            path.startsWith("/var/lib/dpkg/status.d/")
                                ? "/var/lib/dpkg/status.d"
                                : path)
                    .toList()));
    BasePackages packages = BasePackages.of(bytes);
    assertEquals(packages.parts(), BasePackages.parse(packages.text()).parts());
    return packages.parts().stream().map(p -> p.purl().orElseThrow()).sorted().toList();
  }
}
