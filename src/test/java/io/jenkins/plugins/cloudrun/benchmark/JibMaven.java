package io.jenkins.plugins.cloudrun.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code mvn jib:build} in a project whose dependencies are the application's libraries and whose
 * classes are compiled already.
 */
final class JibMaven implements Tool {
  static final String NAME = "jib-maven-plugin";
  static final String VERSION = "3.5.2";

  private final Workbench bench;
  private final Path project;
  private Path cache;

  JibMaven(Workbench bench) throws IOException {
    this.bench = bench;
    this.project = bench.empty("maven-project");
    this.cache = bench.empty(NAME);
    Files.writeString(project.resolve("pom.xml"), pom());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void forget() throws IOException {
    cache = bench.empty(NAME);
  }

  @Override
  public long push(Target target) throws IOException, InterruptedException {
    return bench.programs().run(project, command(target));
  }

  private List<String> command(Target target) {
    List<String> command = new ArrayList<>();
    command.add(bench.maven().toString());
    command.addAll(List.of("-B", "-q"));
    command.add("com.google.cloud.tools:jib-maven-plugin:" + VERSION + ":build");
    command.add("-Dmaven.repo.local=" + bench.repository());
    command.add("-Djib.from.image=" + target.base());
    command.add("-Djib.to.image=" + target.image());
    command.add("-Djib.allowInsecureRegistries=true");
    command.add("-DsendCredentialsOverHttp=true");
    command.add("-Djib.disableUpdateChecks=true");
    command.add("-Djib.console=plain");
    command.add("-Djib.baseImageCache=" + cache.resolve("base"));
    command.add("-Djib.applicationCache=" + cache.resolve("layers"));
    return command;
  }

  private String pom() {
    return """
    <project xmlns="http://maven.apache.org/POM/4.0.0">
      <modelVersion>4.0.0</modelVersion>
      <groupId>org.example</groupId><artifactId>shop</artifactId><version>1</version>
      <properties><maven.compiler.release>17</maven.compiler.release></properties>
      <dependencies>
    %s
      </dependencies>
      <build>
        <outputDirectory>%s</outputDirectory>
        <plugins>
          <plugin>
            <groupId>com.google.cloud.tools</groupId><artifactId>%s</artifactId><version>%s</version>
            <configuration><container><mainClass>%s</mainClass></container></configuration>
          </plugin>
        </plugins>
      </build>
    </project>
    """
        .formatted(
            bench.application().libraries().stream()
                .map(JibMaven::dependency)
                .collect(Collectors.joining("\n")),
            bench.application().classes(),
            NAME,
            VERSION,
            Sources.MAIN);
  }

  /** Alone: what it depends on is named itself. */
  private static String dependency(Library library) {
    return "<dependency><groupId>"
        + library.group()
        + "</groupId><artifactId>"
        + library.artifact()
        + "</artifactId><version>"
        + library.version()
        + "</version><exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId>"
        + "</exclusion></exclusions></dependency>";
  }
}
