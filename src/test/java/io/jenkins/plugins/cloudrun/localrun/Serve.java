package io.jenkins.plugins.cloudrun.localrun;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The embedded Cloud Run alone, for a Jenkins on this machine: {@code mvn -Pemulator}. */
public final class Serve {
  private Serve() {}

  /** Arguments: the folder for what is built, and the first port or 0. */
  public static void main(String[] arguments) throws Exception {
    Path target = Files.createDirectories(Path.of(arguments[0]));
    Path data = Files.createTempDirectory(target, "emulator-");
    CountDownLatch end = new CountDownLatch(1);
    try (EmbeddedCloud cloud =
        EmbeddedCloud.start(data, target.resolve("base-image"), Integer.parseInt(arguments[1]))) {
      JenkinsSetup setup = cloud.setup();
      Path script = Files.writeString(data.resolve("setup.groovy"), setup.script());
      Path yaml = Files.writeString(data.resolve("casc.yaml"), setup.yaml());
      System.out.println("The embedded Cloud Run serves until it is interrupted.\n");
      System.out.println("  Admin API        " + setup.api());
      System.out.println("  Tokens           " + setup.token());
      System.out.println("  IAM credentials  " + setup.iamCredentials());
      System.out.println("  Logging          " + setup.logging());
      System.out.println("  Cloud Storage    " + setup.storage());
      System.out.println("  Cloud Build      " + setup.cloudBuild());
      System.out.println("  Analysis         " + setup.containerAnalysis());
      System.out.println("  Registry         " + setup.registry());
      System.out.println("  Base image       " + setup.baseImage());
      System.out.println("  Account's key    " + setup.keyFile().toAbsolutePath());
      System.out.println("\nFor a shell in which Jenkinsfile.example is to run:\n");
      setup
          .environment()
          .forEach((name, value) -> System.out.println("  export " + name + "=" + value));
      System.out.println(
          "\nInto Jenkins, as Configuration as Code (" + yaml.toAbsolutePath() + "):\n");
      System.out.println(setup.yaml().indent(2));
      System.out.println("or in the script console (" + script.toAbsolutePath() + "):\n");
      System.out.println(setup.script().indent(2));
      end.await();
    }
  }
}
