package io.jenkins.plugins.cloudrun.image.lint.scan;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How tokens of one kind look: a fixed beginning, which is searched for quickly, and what must
 * follow. The formats are those that the issuers publish for secret scanners.
 *
 * @param anchor with which every such token begins
 * @param whole the token, its beginning included
 */
record SecretPattern(SecretKind kind, String anchor, Pattern whole) {
  private static final int LONGEST = 512;
  private static final String END = "(?![A-Za-z0-9_-])";

  static final List<SecretPattern> ALL =
      List.of(
          of(SecretKind.GITHUB_TOKEN, "ghp_", "[A-Za-z0-9]{36,251}" + END),
          of(SecretKind.GITHUB_TOKEN, "gho_", "[A-Za-z0-9]{36,251}" + END),
          of(SecretKind.GITHUB_TOKEN, "ghu_", "[A-Za-z0-9]{36,251}" + END),
          of(SecretKind.GITHUB_TOKEN, "ghs_", "[A-Za-z0-9]{36,251}" + END),
          of(SecretKind.GITHUB_TOKEN, "ghr_", "[A-Za-z0-9]{36,251}" + END),
          of(SecretKind.GITHUB_TOKEN, "github_pat_", "[A-Za-z0-9]{22}_[A-Za-z0-9]{59}" + END),
          of(SecretKind.GITLAB_TOKEN, "glpat-", "[A-Za-z0-9_-]{20,60}" + END),
          of(SecretKind.SLACK_TOKEN, "xox", "[abeoprs]-(?:\\d-)?\\d{8,}-[A-Za-z0-9-]{20,}"),
          of(SecretKind.SLACK_TOKEN, "xapp-", "\\d-[A-Z0-9]{8,}-\\d{8,}-[a-f0-9]{32,}"),
          of(
              SecretKind.SLACK_WEBHOOK,
              "hooks.slack.com/",
              "(?:services/T[A-Z0-9]{7,}/B[A-Z0-9]{7,}|workflows/T[A-Z0-9]{7,}/A[A-Z0-9]{7,}/\\d+)"
                  + "/[A-Za-z0-9]{20,}"),
          of(SecretKind.GOOGLE_API_KEY, "AIza", "[A-Za-z0-9_-]{35}" + END),
          of(SecretKind.GOOGLE_CLIENT_SECRET, "GOCSPX-", "[A-Za-z0-9_-]{28}" + END),
          of(SecretKind.NPM_TOKEN, "npm_", "[A-Za-z0-9]{36}" + END),
          of(SecretKind.PYPI_TOKEN, "pypi-AgE", "[A-Za-z0-9_-]{50,}"),
          of(SecretKind.DOCKER_HUB_TOKEN, "dckr_pat_", "[A-Za-z0-9_-]{27}" + END),
          of(SecretKind.STRIPE_KEY, "sk_live_", "[A-Za-z0-9]{24,247}" + END),
          of(SecretKind.STRIPE_KEY, "rk_live_", "[A-Za-z0-9]{24,247}" + END),
          of(SecretKind.SENDGRID_KEY, "SG.", "[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}" + END));

  private static SecretPattern of(SecretKind kind, String anchor, String rest) {
    return new SecretPattern(kind, anchor, Pattern.compile(Pattern.quote(anchor) + rest));
  }

  /** Whether a token that is no example stands at {@code at}, where the anchor was found. */
  boolean standsAt(String text, int at) {
    if (at > 0 && isWord(text.charAt(at - 1)) && !kind.equals(SecretKind.SLACK_WEBHOOK)) {
      return false;
    }
    Matcher matcher = whole.matcher(text);
    matcher.region(at, Math.min(text.length(), at + LONGEST));
    return matcher.lookingAt() && isRandom(text.substring(at + anchor.length(), matcher.end()));
  }

  /**
   * Whether a text may come from a generator: examples in manuals repeat one letter, count, or say
   * what they are.
   */
  static boolean isRandom(String token) {
    String lower = token.toLowerCase(java.util.Locale.ROOT);
    if (lower.contains("example") || lower.contains("12345678") || lower.contains("abcdefgh")) {
      return false;
    }
    int run = 1;
    for (int i = 1; i < token.length(); i++) {
      run = token.charAt(i) == token.charAt(i - 1) ? run + 1 : 1;
      if (run > 5) {
        return false;
      }
    }
    return token.chars().distinct().count() >= 8;
  }

  private static boolean isWord(char c) {
    return c == '_' || Character.isLetterOrDigit(c);
  }
}
