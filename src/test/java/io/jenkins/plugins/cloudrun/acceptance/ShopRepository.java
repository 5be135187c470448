package io.jenkins.plugins.cloudrun.acceptance;

import io.jenkins.plugins.cloudrun.localrun.SampleSources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A git repository with the sample shop and its Jenkinsfile, for "Pipeline script from SCM". */
final class ShopRepository {
  private final Path folder;

  private ShopRepository(Path folder) {
    this.folder = folder;
  }

  static ShopRepository in(Path folder) throws IOException, InterruptedException {
    new SampleSources(Path.of("").toAbsolutePath()).copyTo(folder);
    git(folder, "init", "-q", "-b", "main");
    git(folder, "add", ".");
    git(
        folder,
        "-c",
        "user.name=Acceptance",
        "-c",
        "user.email=acceptance@example.com",
        "commit",
        "-q",
        "-m",
        "Sell lamps");
    return new ShopRepository(folder);
  }

  String commit() throws IOException, InterruptedException {
    return git(folder, "rev-parse", "HEAD").strip();
  }

  /** The job's configuration, as its form would save it. */
  String jobXml() {
    return """
    <flow-definition plugin="workflow-job">
      <definition class="org.jenkinsci.plugins.workflow.cps.CpsScmFlowDefinition" plugin="workflow-cps">
        <scm class="hudson.plugins.git.GitSCM" plugin="git">
          <configVersion>2</configVersion>
          <userRemoteConfigs>
            <hudson.plugins.git.UserRemoteConfig><url>%s</url></hudson.plugins.git.UserRemoteConfig>
          </userRemoteConfigs>
          <branches><hudson.plugins.git.BranchSpec><name>*/main</name></hudson.plugins.git.BranchSpec></branches>
          <doGenerateSubmoduleConfigurations>false</doGenerateSubmoduleConfigurations>
          <submoduleCfg class="empty-list"/>
          <extensions/>
        </scm>
        <scriptPath>Jenkinsfile.example</scriptPath>
        <lightweight>false</lightweight>
      </definition>
    </flow-definition>
    """
        .formatted(folder.toAbsolutePath());
  }

  private static String git(Path folder, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = Stream.concat(Stream.of("git"), Stream.of(arguments)).toList();
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command + ": " + printed);
    }
    return printed;
  }
}
