package io.jenkins.plugins.cloudrun.image.lint.rule;

import io.jenkins.plugins.cloudrun.image.lint.scan.Placeholder;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Names that tell a secret: of variables, and of files. */
final class SecretNames {
  private static final Pattern VARIABLE =
      Pattern.compile(
          "(?:.*[_.-])?(?:PASSWORDS?|PASSWD|PASSPHRASE|[A-Z]+_PWD|[A-Z]*PASSWORD|SECRETS?|TOKEN"
              + "|API_?KEY|PRIVATE_?KEY|SECRET_?KEY|SECRET_?KEY_BASE|SECRET_ACCESS_?KEY"
              + "|ACCESS_?KEY|SIGNING_?KEY|ENCRYPTION_?KEY|MASTER_?KEY|ACCOUNT_?KEY|CREDENTIALS?"
              + "|CONNECTION_?STRING)\\d*");
  private static final Pattern SWITCH = Pattern.compile("\\d{1,9}|(?i:true|false|on|off|yes|no)");

  private static final Set<String> ENV_EXAMPLES =
      Set.of("example", "sample", "template", "tmpl", "dist", "defaults", "default", "schema");
  private static final Set<String> FILES =
      Set.of(
          "id_rsa",
          "id_dsa",
          "id_ecdsa",
          "id_ed25519",
          ".git-credentials",
          ".htpasswd",
          ".pgpass",
          ".vault-token",
          "application_default_credentials.json",
          "access_tokens.db",
          "credentials.db",
          "legacy_credentials",
          "terraform.tfstate",
          "terraform.tfstate.backup");
  private static final Set<String> KEY_STORES =
      Set.of("p12", "pfx", "jks", "keystore", "kdbx", "ppk");

  private SecretNames() {}

  /** Whether a variable of this name would hold a secret. */
  static boolean isSecret(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return VARIABLE.matcher(upper).matches() && !upper.contains("PUBLIC");
  }

  /** Whether a variable of this name holds one in itself, not the path or the name of one. */
  static boolean holdsSecret(String name, String value) {
    return isSecret(name)
        && !Placeholder.is(value)
        && !value.startsWith("/")
        && !value.startsWith("./")
        && !value.startsWith("file:")
        && !value.startsWith("sm://")
        && !value.startsWith("projects/")
        && !(SWITCH.matcher(value).matches() && !name.toUpperCase(Locale.ROOT).contains("PASS"));
  }

  /**
   * Whether a file of this name is a secret, whatever is in it. Files that may be one, such as
   * {@code .pem} and {@code .npmrc}, are told by their content.
   *
   * @param path with '/'
   */
  static boolean isSecretFile(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    String lower = name.toLowerCase(Locale.ROOT);
    String end = lower.substring(lower.lastIndexOf('.') + 1);
    if (lower.equals(".env") || lower.equals(".envrc")) {
      return true;
    }
    if (lower.startsWith(".env.")) {
      return !ENV_EXAMPLES.contains(end);
    }
    return FILES.contains(lower)
        || KEY_STORES.contains(end)
            && lower.contains(".")
            && !lower.contains("trust")
            && !lower.contains("cacerts");
  }
}
