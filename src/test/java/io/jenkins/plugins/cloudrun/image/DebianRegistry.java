package io.jenkins.plugins.cloudrun.image;

import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The reference registry ({@code docker-registry}), where it is installed: somebody else's code.
 */
public final class DebianRegistry implements AutoCloseable {
  private static final Path BINARY = Path.of("/usr/bin/docker-registry");
  private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+)");

  /** A published test vector of bcrypt; the registry takes passwords in no other form. */
  private static final String PASSWORD = "U*U";

  private static final String HASH = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";

  private final Process process;
  private final int port;

  private DebianRegistry(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  public static boolean isInstalled() {
    return Files.isExecutable(BINARY);
  }

  public static DebianRegistry open(Path folder) throws Exception {
    return start(folder, "");
  }

  /** Wants {@link #token()}, and refuses everybody else. */
  public static DebianRegistry closed(Path folder) throws Exception {
    Path passwords = Files.createDirectories(folder).resolve("passwords");
    Files.writeString(passwords, RegistryToken.USER + ":" + HASH + "\n");
    return start(folder, "auth:\n  htpasswd:\n    realm: test\n    path: " + passwords + "\n");
  }

  private static DebianRegistry start(Path folder, String auth) throws Exception {
    Path config = Files.createDirectories(folder).resolve("config.yml");
    Files.writeString(
        config,
        "version: 0.1\nlog:\n  level: info\nstorage:\n  filesystem:\n    rootdirectory: "
            + folder.resolve("storage")
            + "\nhttp:\n  addr: 127.0.0.1:0\n"
            + auth);
    Process process =
        new ProcessBuilder(BINARY.toString(), "serve", config.toString())
            .redirectErrorStream(true)
            .start();
    CompletableFuture<Integer> port = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(process, port), "docker-registry");
    reader.setDaemon(true);
    reader.start();
    return new DebianRegistry(process, port.get(20, TimeUnit.SECONDS));
  }

  /** Reads to the end, or the registry would stop at a full pipe. */
  private static void read(Process process, CompletableFuture<Integer> port) {
    StringBuilder all = new StringBuilder();
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        all.append(line).append('\n');
        Matcher matcher = LISTENING.matcher(line);
        if (matcher.find()) {
          port.complete(Integer.valueOf(matcher.group(1)));
        }
      }
    } catch (IOException e) {
      port.completeExceptionally(new UncheckedIOException(e));
    }
    port.completeExceptionally(new IllegalStateException("docker-registry ended: " + all));
  }

  /** {@code host:port}. */
  public String host() {
    return "127.0.0.1:" + port;
  }

  public static RegistryToken token() {
    return new RegistryToken(PASSWORD, Instant.now().plusSeconds(600));
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor(10, TimeUnit.SECONDS);
  }
}
