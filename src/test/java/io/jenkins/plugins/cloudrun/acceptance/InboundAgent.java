package io.jenkins.plugins.cloudrun.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An agent of its own process, connected over a web socket as an inbound agent is. */
final class InboundAgent implements AutoCloseable {
  private final JenkinsClient jenkins;
  private final String name;
  private final Path folder;
  private final Process process;

  private InboundAgent(JenkinsClient jenkins, String name, Path folder, Process process) {
    this.jenkins = jenkins;
    this.name = name;
    this.folder = folder;
    this.process = process;
  }

  /** Starts one, with its name as its label. */
  static InboundAgent start(JenkinsClient jenkins, Path folder) throws IOException {
    Files.createDirectories(folder);
    String name = "inbound-" + System.nanoTime();
    String secret =
        jenkins
            .script(
                """
                def node = new hudson.slaves.DumbSlave('%1$s', '%2$s', new hudson.slaves.JNLPLauncher(true))
                node.labelString = '%1$s'
                node.numExecutors = 2
                jenkins.model.Jenkins.get().addNode(node)
                print jenkins.model.Jenkins.get().getComputer('%1$s').jnlpMac
                """
                    .formatted(name, folder.toAbsolutePath()))
            .strip();
    Path jar = folder.resolveSibling("agent.jar");
    Files.write(jar, jenkins.download("jnlpJars/agent.jar"));
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-jar",
                    jar.toString(),
                    "-webSocket",
                    "-url",
                    jenkins.root().toString(),
                    "-secret",
                    secret,
                    "-name",
                    name,
                    "-workDir",
                    folder.toString()))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolveSibling("agent.log").toFile())
            .start();
    InboundAgent agent = new InboundAgent(jenkins, name, folder, process);
    jenkins.awaitScript(
        "print jenkins.model.Jenkins.get().getComputer('" + name + "').online",
        "true",
        Duration.ofMinutes(10));
    return agent;
  }

  String label() {
    return name;
  }

  /** Everything that lies on the agent. */
  Path folder() {
    return folder;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    jenkins.script(
        "def j = jenkins.model.Jenkins.get(); j.removeNode(j.getNode('"
            + name
            + "')); print 'gone'");
  }
}
