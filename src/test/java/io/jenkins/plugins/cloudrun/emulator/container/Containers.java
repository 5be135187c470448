package io.jenkins.plugins.cloudrun.emulator.container;

import com.google.cloud.run.v2.Container;
import com.google.cloud.run.v2.EnvVar;
import com.google.cloud.run.v2.SecretKeySelector;
import io.jenkins.plugins.cloudrun.emulator.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Starts containers as processes of this machine, and ends them all at the end. */
public class Containers implements AutoCloseable {
  private final ImageStore images;
  private final Secrets secrets;
  private final Path scratch;
  private final Set<Instance> running = ConcurrentHashMap.newKeySet();
  private final Set<Integer> recentPorts = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * @param scratch a folder for what single instances write
   */
  public Containers(ImageStore images, Secrets secrets, Path scratch) {
    this.images = images;
    this.secrets = secrets;
    this.scratch = scratch;
  }

  /** Whether containers are run, and not only said to be. */
  public boolean real() {
    return true;
  }

  /** Pulls an image, to find out whether it can be run. */
  public void require(String image) throws LaunchFailure {
    var unused = images.pull(image);
  }

  /**
   * Starts a container without waiting for it to get ready.
   *
   * @param system variables that Cloud Run sets; they win
   * @param listens whether it gets a port in PORT
   * @param account that it runs as, for the message about a secret
   * @param log takes each line that it writes
   */
  public Instance start(
      Container container,
      Map<String, String> system,
      boolean listens,
      String account,
      Consumer<String> log)
      throws LaunchFailure {
    ImageStore.Local image = images.pull(container.getImage());
    try {
      Files.createDirectories(scratch);
      Path own = Files.createTempDirectory(scratch, "instance");
      CommandLine mapping = new CommandLine(image.root(), own);
      String dir =
          container.getWorkingDir().isEmpty()
              ? image.config().workingDir()
              : container.getWorkingDir();
      Path workdir = mapping.inside(dir.isEmpty() ? "/" : dir);
      Files.createDirectories(workdir);
      int port = listens ? freePort() : 0;
      Map<String, String> env = environment(container, image, mapping, own, account);
      env.putAll(system);
      if (listens) {
        env.put("PORT", String.valueOf(port));
      }
      String path = image.config().env().getOrDefault("PATH", CommandLine.DEFAULT_PATH);
      ProcessBuilder builder =
          new ProcessBuilder(mapping.command(wanted(container, image), path, workdir))
              .directory(workdir.toFile())
              .redirectErrorStream(true);
      builder.environment().clear();
      builder.environment().putAll(env);
      Process process = builder.start();
      process.getOutputStream().close();
      Instance instance = new Instance(process, port, own, log);
      running.removeIf(other -> !other.alive());
      running.add(instance);
      if (closed) {
        instance.close();
      }
      return instance;
    } catch (IOException e) {
      throw new LaunchFailure(
          LaunchFailure.Kind.NOT_LISTENING, "Application failed to start: " + e.getMessage());
    }
  }

  /** Ends every instance. */
  @Override
  public void close() {
    closed = true;
    running.parallelStream().forEach(Instance::close);
    running.clear();
  }

  /** command replaces the entrypoint and, as with docker, drops the image's arguments. */
  private static List<String> wanted(Container container, ImageStore.Local image) {
    List<String> command = new ArrayList<>();
    boolean own = container.getCommandCount() > 0;
    command.addAll(own ? container.getCommandList() : image.config().entrypoint());
    if (container.getArgsCount() > 0) {
      command.addAll(container.getArgsList());
    } else if (!own) {
      command.addAll(image.config().cmd());
    }
    return command;
  }

  private Map<String, String> environment(
      Container container, ImageStore.Local image, CommandLine mapping, Path own, String account)
      throws LaunchFailure {
    Map<String, String> env = new LinkedHashMap<>();
    env.put("HOME", own.toString());
    env.put("TMPDIR", own.toString());
    env.putAll(mapping.environment(image.config().env()));
    for (EnvVar variable : container.getEnvList()) {
      String value =
          variable.hasValueSource()
              ? secret(variable.getValueSource().getSecretKeyRef(), account)
              : variable.getValue();
      boolean paths = variable.getName().matches("JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS");
      env.put(variable.getName(), paths ? mapping.mapped(value) : value);
    }
    return env;
  }

  private String secret(SecretKeySelector selector, String account) throws LaunchFailure {
    return secrets
        .value(selector.getSecret(), selector.getVersion())
        .orElseThrow(
            () ->
                new LaunchFailure(
                    LaunchFailure.Kind.SECRET,
                    ("Permission denied on secret: %s/versions/%s for Revision service account"
                            + " %s. The service account used must be granted the 'Secret Manager"
                            + " Secret Accessor' role (roles/secretmanager.secretAccessor) at the"
                            + " secret, project or higher level.")
                        .formatted(selector.getSecret(), selector.getVersion(), account)));
  }

  /** A port that is free on all addresses and was not handed out lately. */
  private int freePort() {
    for (int attempt = 0; attempt < 100; attempt++) {
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[4]), 0));
        if (recentPorts.add(socket.getLocalPort())) {
          return socket.getLocalPort();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    recentPorts.clear();
    return freePort();
  }
}
