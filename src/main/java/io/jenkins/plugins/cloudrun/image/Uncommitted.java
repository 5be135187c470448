package io.jenkins.plugins.cloudrun.image;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Changes in the working tree that no commit holds. Git itself is asked, as only git knows what its
 * filters and ignore files make of a tree; without git on the agent nothing is said.
 */
public final class Uncommitted {
  private static final int MOST_BYTES = 4 << 20;
  private static final int NAMES = 5;
  private static final long LIMIT_SECONDS = 10;

  private Uncommitted() {}

  /**
   * A sentence for the log, with the number of files and the first names: changed, added, removed
   * and unknown to git; of an unknown folder only itself counts. Files that git ignores do not
   * count.
   *
   * @param context a folder in the working tree
   * @param root the workspace: a working tree that begins above it is not looked at
   * @return empty if all is committed, or git could not tell within 10 s
   */
  public static Optional<String> warning(Path context, Path root) throws InterruptedException {
    List<String> files = changed(context, root);
    if (files.isEmpty()) {
      return Optional.empty();
    }
    List<String> first = files.stream().limit(NAMES).map(Uncommitted::shown).toList();
    String more = files.size() > NAMES ? ", …" : "";
    return Optional.of(
        "WARNING: the workspace has uncommitted changes in "
            + (files.size() == 1 ? "1 file" : files.size() + " files")
            + " ("
            + String.join(", ", first)
            + more
            + "). The image is tagged with the commit, which does not hold them: commit them, or"
            + " have git ignore what the build makes.");
  }

  private static List<String> changed(Path context, Path root) throws InterruptedException {
    if (Thread.interrupted()) {
      // A git that is quick enough would be waited for without anybody's seeing it.
      throw new InterruptedException();
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            "git",
            // No program that the repository's own configuration names.
            "-c",
            "core.fsmonitor=false",
            "status",
            "--porcelain=v1",
            "-z",
            "--untracked-files=normal",
            "--ignore-submodules=dirty");
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("GIT_"));
    // A status would otherwise write the index, under the hands of other builds' git.
    environment.put("GIT_OPTIONAL_LOCKS", "0");
    environment.put("GIT_TERMINAL_PROMPT", "0");
    environment.put("LC_ALL", "C");
    Path above = root.getParent();
    if (above != null) {
      environment.put("GIT_CEILING_DIRECTORIES", above.toString());
    }
    Process process;
    try {
      process =
          builder
              .directory(context.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .redirectInput(ProcessBuilder.Redirect.from(nothing()))
              .start();
    } catch (IOException e) {
      return List.of(); // There is no git.
    }
    try {
      byte[] out = output(process);
      return process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0
          ? files(new String(out, StandardCharsets.UTF_8))
          : List.of();
    } catch (TimeoutException | ExecutionException e) {
      return List.of();
    } finally {
      if (process.isAlive()) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
  }

  private static byte[] output(Process process)
      throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture<byte[]> all =
        CompletableFuture.supplyAsync(
            () -> {
              try (InputStream in = process.getInputStream()) {
                byte[] bytes = in.readNBytes(MOST_BYTES);
                in.transferTo(OutputStream.nullOutputStream());
                return bytes;
              } catch (IOException e) {
                return new byte[0];
              }
            },
            // Not the common pool: this waits.
            task -> {
              Thread reader = new Thread(task, "cloud-run git status");
              reader.setDaemon(true);
              reader.start();
            });
    return all.get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  private static File nothing() {
    return new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");
  }

  /** {@code XY NAME}, ended by a zero byte; a rename is followed by its old name. */
  private static List<String> files(String out) {
    List<String> files = new ArrayList<>();
    String[] records = out.split("\0", -1);
    for (int i = 0; i < records.length; i++) {
      String line = records[i];
      if (line.length() > 3) {
        files.add(line.substring(3));
        if (line.charAt(0) == 'R' || line.charAt(0) == 'C') {
          i++;
        }
      }
    }
    return files;
  }

  /** On one line whatever it is called. */
  private static String shown(String name) {
    return Checks.shown(name.replaceAll("\\p{Cntrl}", "?"));
  }
}
