package io.jenkins.plugins.cloudrun.image.lint.rule;

import io.jenkins.plugins.cloudrun.image.lint.Check;
import io.jenkins.plugins.cloudrun.image.lint.Finding;
import io.jenkins.plugins.cloudrun.image.lint.Finding.Severity;
import io.jenkins.plugins.cloudrun.image.lint.ImageView;
import io.jenkins.plugins.cloudrun.image.lint.Rule;
import io.jenkins.plugins.cloudrun.image.lint.scan.Elf;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Whether native programs and libraries can run on Cloud Run, and on the base image. */
public final class ProgramCheck implements Check<ImageView> {
  static final Rule ARCHITECTURE =
      new Rule(
          "wrong-architecture",
          Severity.ERROR,
          "Cloud Run runs 64-bit x86 (linux/amd64) alone: starting or loading it fails with 'exec"
              + " format error'. Build it for linux/amd64 (GOARCH=amd64, --platform=linux/amd64).");
  static final Rule GLIBC =
      new Rule(
          "glibc-on-alpine",
          Severity.ERROR,
          "Alpine has musl and not the loader that this program asks for: starting it fails with"
              + " 'not found'. Build it on Alpine or statically (CGO_ENABLED=0), or take a Debian"
              + " base such as the -slim images.");
  static final Rule LOADER =
      new Rule(
          "missing-loader",
          Severity.ERROR,
          "The base image has no such loader: starting the program fails with 'not found'. Build it"
              + " statically (CGO_ENABLED=0), or on the distribution that it will run on.");

  /** A path that names a platform is one of a set for several; the program chooses among them. */
  private static final Pattern FOR_SOME_PLATFORM =
      Pattern.compile(
          "(?:^|[/_.@-])(?:arm|armv[67]\\w*|armhf|arm64|aarch64|aarch_64|ia32|i[36]86|x86|x86_32|win32"
              + "|windows|darwin|macos|osx|freebsd|android|musl|linuxmusl|alpine|s390x|s390_64"
              + "|ppc64\\w*|ppcle_64|riscv64|loong64|mips\\w*|prebuilds)(?:[/_.@-]|$)");

  @Override
  public List<Rule> rules() {
    return List.of(ARCHITECTURE, GLIBC, LOADER);
  }

  @Override
  public void check(ImageView image, Consumer<Finding> found) {
    for (ImageView.Layer layer : image.layers()) {
      for (int i = 0; i < layer.files().size(); i++) {
        Optional<Elf> elf = layer.facts().get(i).elf();
        String path = layer.files().get(i).path();
        if (elf.isPresent() && !FOR_SOME_PLATFORM.matcher(path.toLowerCase(Locale.ROOT)).find()) {
          program(image, path, elf.get(), found);
        }
      }
    }
  }

  private static void program(ImageView image, String path, Elf elf, Consumer<Finding> found) {
    if (!elf.isX8664()) {
      found.accept(ARCHITECTURE.at(path, 0, "It is made for " + elf.architecture()));
      return;
    }
    String loader = elf.interpreter();
    if (loader.isEmpty() || image.has(loader)) {
      return;
    }
    boolean alpine = isAlpine(image.base());
    boolean musl = loader.contains("ld-musl");
    if (alpine && !musl) {
      found.accept(GLIBC.at(path, 0, "It needs glibc, and the base image is " + image.base()));
    } else if (!alpine && (musl || isEmpty(image.base()))) {
      // A base other than Alpine may have musl as well.
      Severity severity = isEmpty(image.base()) ? Severity.ERROR : Severity.WARNING;
      found.accept(
          LOADER.at(
              severity,
              path,
              0,
              "It needs the loader " + loader + ", and the base image is " + image.base()));
    }
  }

  static boolean isAlpine(String base) {
    return base.toLowerCase(Locale.ROOT).contains("alpine");
  }

  private static boolean isEmpty(String base) {
    return base.equals("scratch") || base.contains("distroless/static");
  }
}
