package io.jenkins.plugins.cloudrun.step;

import hudson.console.ConsoleLogFilter;
import hudson.model.AbstractBuild;
import hudson.remoting.Channel;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.regex.Pattern;
import org.jenkinsci.plugins.credentialsbinding.masking.SecretPatterns;
import org.jspecify.annotations.Nullable;

/**
 * Hides the tokens of a block in the log, in all the forms that the Credentials Binding plugin
 * knows; and everything else that looks like an access token of Google's or like an identity token:
 * a process that outlives a restart of Jenkins has one that nobody remembers.
 */
final class TokenMask extends ConsoleLogFilter implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String ANY =
      "ya29\\.[A-Za-z0-9._~+/-]{20,}=*"
          + "|eyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{20,}\\.[A-Za-z0-9_-]{20,}";

  private final CredentialsBlock block;

  TokenMask(CredentialsBlock block) {
    this.block = block;
  }

  @Override
  @SuppressWarnings("rawtypes")
  public OutputStream decorateLogger(@Nullable AbstractBuild build, OutputStream log) {
    return masked(log, pattern(block));
  }

  /** An agent that writes the log by itself is told what to hide; nothing else stores it. */
  private Object writeReplace() {
    return Channel.current() == null ? this : new OnAgent(pattern(block).pattern());
  }

  static Pattern pattern(CredentialsBlock block) {
    String known = SecretPatterns.getAggregateSecretPattern(block.given()).pattern();
    return Pattern.compile(known.isEmpty() ? ANY : known + "|" + ANY);
  }

  private static OutputStream masked(OutputStream log, Pattern hidden) {
    return new SecretPatterns.MaskingOutputStream(log, () -> hidden, "UTF-8");
  }

  /** The same where the block is not known. */
  private static final class OnAgent extends ConsoleLogFilter implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String hidden;

    OnAgent(String hidden) {
      this.hidden = hidden;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public OutputStream decorateLogger(@Nullable AbstractBuild build, OutputStream log) {
      return masked(log, Pattern.compile(hidden));
    }
  }
}
