package io.jenkins.plugins.cloudrun.image.lint.scan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds secrets in text by how they look. What looks like an example is left out; so is what cannot
 * be told from harmless text, such as a password without its name.
 */
public final class SecretScanner {
  /**
   * Raised whenever a scan may find something else than before, so that nothing old is believed.
   */
  static final int VERSION = 1;

  private static final int MOST_HITS = 20;
  private static final String PEM = "-----BEGIN ";
  private static final Pattern PEM_KEY =
      Pattern.compile(
          "-----BEGIN (?:(?:RSA|EC|DSA|OPENSSH|SSH2 ENCRYPTED|ENCRYPTED) )?PRIVATE KEY-----"
              + "|-----BEGIN PGP PRIVATE KEY BLOCK-----");

  /** Real line ends, and those of JSON and of quoted text. */
  private static final String GAP = "(?:\\s|\\\\[rn]|[\"'+,])*";

  /** Headers such as Proc-Type, then at least one full line of base64. */
  private static final Pattern PEM_BODY =
      Pattern.compile(
          GAP
              + "(?:(?:Proc-Type|DEK-Info|Version|Comment): ?[^\\n\\\\]*"
              + GAP
              + "){0,4}"
              + "[A-Za-z0-9+/]{40}");

  private static final Pattern AWS_ID = Pattern.compile("(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Z0-9])");
  private static final Pattern AWS_SECRET =
      Pattern.compile("(?<![A-Za-z0-9/+])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])");
  private static final int AWS_DISTANCE = 300;

  private static final Pattern REFRESH_TOKEN =
      Pattern.compile("\"refresh_token\"\\s*:\\s*\"1//[A-Za-z0-9_-]{20,}");

  private static final Pattern URL_LOGIN =
      Pattern.compile("[a-z][a-z0-9+.-]*://[^\\s:/@'\"]*:([^\\s:/@'\"]{4,})@[^\\s'\"]");

  private SecretScanner() {}

  /**
   * @param text of a file, or its beginning
   * @return hits in the order of their lines, at most 20
   */
  public static List<Hit> scan(String text) {
    List<Hit> hits = new ArrayList<>();
    for (SecretPattern pattern : SecretPattern.ALL) {
      for (int at = text.indexOf(pattern.anchor());
          at >= 0 && hits.size() < MOST_HITS;
          at = text.indexOf(pattern.anchor(), at + 1)) {
        if (pattern.standsAt(text, at)) {
          hits.add(hit(pattern.kind(), text, at));
        }
      }
    }
    pem(text, hits);
    aws("AKIA", text, hits);
    aws("ASIA", text, hits);
    if (text.contains("\"authorized_user\"")) {
      Matcher matcher = REFRESH_TOKEN.matcher(text);
      if (matcher.find()) {
        hits.add(hit(SecretKind.GOOGLE_REFRESH_TOKEN, text, matcher.start()));
      }
    }
    hits.sort(Comparator.comparingInt(Hit::line).thenComparing(Hit::kind));
    return hits.stream().distinct().limit(MOST_HITS).toList();
  }

  /** As {@link #scan}, and passwords in addresses: for commands and values of variables. */
  public static List<Hit> scanWords(String text) {
    List<Hit> hits = new ArrayList<>(scan(text));
    Matcher matcher = URL_LOGIN.matcher(text);
    while (matcher.find() && hits.size() < MOST_HITS) {
      if (!Placeholder.is(matcher.group(1))) {
        hits.add(hit(SecretKind.PASSWORD_IN_URL, text, matcher.start()));
      }
    }
    return hits;
  }

  private static void pem(String text, List<Hit> hits) {
    for (int at = text.indexOf(PEM);
        at >= 0 && hits.size() < MOST_HITS;
        at = text.indexOf(PEM, at + 1)) {
      Matcher head = PEM_KEY.matcher(text).region(at, text.length());
      if (!head.lookingAt()) {
        continue;
      }
      Matcher body =
          PEM_BODY.matcher(text).region(head.end(), Math.min(text.length(), head.end() + 600));
      if (!body.lookingAt()) {
        continue;
      }
      boolean encrypted =
          head.group().contains("ENCRYPTED") || body.group().contains("Proc-Type: 4,ENCRYPTED");
      SecretKind kind =
          text.contains("\"service_account\"")
              ? SecretKind.SERVICE_ACCOUNT_KEY
              : encrypted ? SecretKind.ENCRYPTED_PRIVATE_KEY : SecretKind.PRIVATE_KEY;
      hits.add(hit(kind, text, at));
    }
  }

  /** The id alone is no secret and common in documents, so the secret must be near. */
  private static void aws(String anchor, String text, List<Hit> hits) {
    for (int at = text.indexOf(anchor);
        at >= 0 && hits.size() < MOST_HITS;
        at = text.indexOf(anchor, at + 1)) {
      boolean starts = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
      Matcher id = AWS_ID.matcher(text).region(at, Math.min(text.length(), at + 24));
      if (!starts || !id.lookingAt() || !SecretPattern.isRandom(id.group())) {
        continue;
      }
      int from = Math.max(0, at - AWS_DISTANCE);
      int to = Math.min(text.length(), at + AWS_DISTANCE);
      Matcher secret = AWS_SECRET.matcher(text).region(from, to);
      while (secret.find()) {
        if (looksGenerated(secret.group())) {
          hits.add(hit(SecretKind.AWS_ACCESS_KEY, text, at));
          break;
        }
      }
    }
  }

  /** Forty letters may also be a git commit, which has no capitals, or a path. */
  private static boolean looksGenerated(String secret) {
    return SecretPattern.isRandom(secret)
        && secret.chars().anyMatch(Character::isUpperCase)
        && secret.chars().anyMatch(Character::isLowerCase)
        && secret.chars().anyMatch(Character::isDigit);
  }

  static Hit hit(SecretKind kind, String text, int at) {
    int line = 1;
    for (int i = text.indexOf('\n'); i >= 0 && i < at; i = text.indexOf('\n', i + 1)) {
      line++;
    }
    return new Hit(kind, line);
  }
}
