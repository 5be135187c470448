package io.jenkins.plugins.cloudrun.image;

import io.jenkins.plugins.cloudrun.model.CommitSha;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a commit was made: read from the commit itself, or, when git has packed it, asked of git,
 * once for each commit. Without git on the agent, or outside a working tree, it is not known.
 */
final class CommitTime {
  private static final int LIMIT_SECONDS = 10;
  private static final Pattern COMMITTER =
      Pattern.compile("(?m)^committer [^\\n]*> (\\d{1,12}) [+-]\\d{4}$");

  private final Path kept;

  /**
   * @param kept a folder for what git has answered
   */
  CommitTime(Path kept) {
    this.kept = kept;
  }

  /**
   * @param root the workspace: a working tree that begins above it is not looked at
   */
  Optional<Instant> of(CommitSha commit, Path context, Path root)
      throws IOException, InterruptedException {
    Optional<String> loose = CommitLookup.loose(commit, context, root);
    if (loose.isPresent()) {
      Matcher committer = COMMITTER.matcher(loose.get());
      return committer.find() ? parsed(committer.group(1)) : none();
    }
    Path file = kept.resolve(commit.value());
    Optional<Instant> known = Files.isRegularFile(file) ? parsed(Files.readString(file)) : none();
    if (known.isPresent()) {
      return known;
    }
    Optional<Instant> told = ask(commit, context);
    if (told.isPresent()) {
      Files.createDirectories(kept);
      Path draft = Files.createTempFile(kept, "draft", "");
      Files.writeString(draft, Long.toString(told.get().getEpochSecond()));
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return told;
  }

  private static Optional<Instant> ask(CommitSha commit, Path context) throws InterruptedException {
    ProcessBuilder git =
        new ProcessBuilder("git", "show", "-s", "--format=%ct", commit.value())
            .directory(context.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    git.environment().put("GIT_TERMINAL_PROMPT", "0");
    try {
      Process process = git.start();
      try {
        process.getOutputStream().close();
        // A few digits: they fit the pipe, so waiting first cannot block git.
        return process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0
            ? parsed(new String(process.getInputStream().readNBytes(64), StandardCharsets.US_ASCII))
            : none();
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return none(); // There is no git.
    }
  }

  private static Optional<Instant> parsed(String text) {
    try {
      return Optional.of(Instant.ofEpochSecond(Long.parseLong(text.strip())));
    } catch (NumberFormatException | DateTimeException e) {
      return none();
    }
  }

  private static Optional<Instant> none() {
    return Optional.empty();
  }
}
