package io.jenkins.plugins.cloudrun.image.lint.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files in which tools keep logins, and how a login looks there. */
final class LoginFile {
  private static final Map<String, Pattern> LOGINS =
      Map.of(
          ".npmrc",
          Pattern.compile("(?m)^[^#;\\n]*:?_(?:authToken|auth|password)\\s*=\\s*(\\S+)"),
          ".yarnrc.yml",
          Pattern.compile("(?m)^\\s*npmAuth(?:Token|Ident)\\s*:\\s*[\"']?([^\\s\"']+)"),
          ".pypirc",
          Pattern.compile("(?m)^\\s*password\\s*[=:]\\s*(\\S+)"),
          "pip.conf",
          Pattern.compile("(?m)^[^#\\n]*index-url\\s*=\\s*https?://[^\\s:/@]*:([^\\s/@]+)@"),
          ".netrc",
          Pattern.compile("(?:^|\\s)password\\s+(\\S+)"),
          ".git-credentials",
          Pattern.compile("(?m)^[a-z]+://[^\\s:/@]*:([^\\s/@]+)@"),
          "config.json",
          Pattern.compile(
              "\"(?:auth|identitytoken|registrytoken)\"\\s*:\\s*\"([A-Za-z0-9+/=_.-]{8,})\""),
          "kubeconfig",
          Pattern.compile("(?m)^\\s*(?:client-key-data|token|password)\\s*:\\s*(\\S{8,})"),
          "settings.xml",
          Pattern.compile("<server>(?s:.{0,400}?)<password>\\s*([^<\\s]+)\\s*</password>"),
          "credentials.toml",
          Pattern.compile("(?m)^\\s*token\\s*=\\s*[\"']([^\"'\\s]+)[\"']"));

  private LoginFile() {}

  /**
   * @param path with '/'
   * @return which kind of such file it is; empty for any other file
   */
  static String kind(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return switch (name) {
      case ".npmrc", ".yarnrc.yml", ".pypirc", "pip.conf", ".git-credentials", "settings.xml" ->
          name;
      case ".netrc", "_netrc" -> ".netrc";
      case ".dockercfg", ".dockerconfigjson" -> "config.json";
      case "config.json" -> path.endsWith(".docker/config.json") ? name : "";
      case "kubeconfig" -> name;
      case "config" -> path.endsWith(".kube/config") ? "kubeconfig" : "";
      case "credentials", "credentials.toml" -> path.contains(".cargo/") ? "credentials.toml" : "";
      default -> name.endsWith(".kubeconfig") ? "kubeconfig" : "";
    };
  }

  static List<Hit> scan(String kind, String text) {
    List<Hit> hits = new ArrayList<>();
    Matcher matcher =
        Optional.ofNullable(LOGINS.get(kind))
            .orElseThrow(IllegalArgumentException::new)
            .matcher(text);
    while (matcher.find() && hits.size() < 5) {
      if (!Placeholder.is(matcher.group(1))) {
        hits.add(SecretScanner.hit(SecretKind.STORED_LOGIN, text, matcher.start(1)));
      }
    }
    return hits;
  }
}
