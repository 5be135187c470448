package io.jenkins.plugins.cloudrun.image.lint.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.jenkins.plugins.cloudrun.image.lint.Planted;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretScannerTest {
  /** A secret of each kind that is told by its content alone. */
  private static Map<SecretKind, List<String>> secrets() {
    Map<SecretKind, List<String>> secrets = new LinkedHashMap<>();
    secrets.put(
        SecretKind.PRIVATE_KEY,
        List.of(
            Planted.pem("PRIVATE KEY"),
            Planted.pem("RSA PRIVATE KEY"),
            Planted.pem("EC PRIVATE KEY"),
            Planted.pem("OPENSSH PRIVATE KEY"),
            Planted.pem("PGP PRIVATE KEY BLOCK"),
            "key: \"" + Planted.pem("PRIVATE KEY").replace("\n", "\\n") + "\"",
            Planted.pem("PRIVATE KEY").replace("\n", "\r\n")));
    secrets.put(
        SecretKind.ENCRYPTED_PRIVATE_KEY,
        List.of(
            Planted.pem("ENCRYPTED PRIVATE KEY"),
            Planted.pem("RSA PRIVATE KEY")
                .replaceFirst("\n", "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n")));
    secrets.put(SecretKind.SERVICE_ACCOUNT_KEY, List.of(Planted.serviceAccountKey()));
    secrets.put(
        SecretKind.GOOGLE_REFRESH_TOKEN,
        List.of(
            "{\"type\": \"authorized_user\",\"refresh_token\": \"1//"
                + Planted.token("", 40)
                + "\"}"));
    secrets.put(SecretKind.GOOGLE_API_KEY, List.of(Planted.token("AI" + "za", 35)));
    secrets.put(SecretKind.GOOGLE_CLIENT_SECRET, List.of(Planted.token("GOC" + "SPX-", 28)));
    secrets.put(
        SecretKind.AWS_ACCESS_KEY,
        List.of(
            "aws_access_key_id = "
                + Planted.awsId()
                + "\naws_secret_access_key = "
                + Planted.token("", 40)
                + "\n"));
    secrets.put(
        SecretKind.GITHUB_TOKEN,
        List.of(
            Planted.token("gh" + "p_", 36),
            Planted.token("gh" + "o_", 36),
            Planted.token("gh" + "s_", 36),
            Planted.token("github" + "_pat_", 22) + "_" + Planted.token("", 59)));
    secrets.put(SecretKind.GITLAB_TOKEN, List.of(Planted.token("glp" + "at-", 20)));
    secrets.put(
        SecretKind.SLACK_TOKEN,
        List.of(
            Planted.token("xo" + "xb-482910573862-592038471625-", 24),
            Planted.token("xo" + "xp-482910573862-", 32)));
    secrets.put(
        SecretKind.SLACK_WEBHOOK,
        List.of(Planted.token("https://hooks." + "slack.com/services/T02QX7KLM/B05RT9WXY/", 24)));
    secrets.put(SecretKind.NPM_TOKEN, List.of(Planted.token("np" + "m_", 36)));
    secrets.put(SecretKind.PYPI_TOKEN, List.of(Planted.token("pyp" + "i-AgEIcHlwaS5vcmc", 100)));
    secrets.put(SecretKind.DOCKER_HUB_TOKEN, List.of(Planted.token("dckr" + "_pat_", 27)));
    secrets.put(SecretKind.STRIPE_KEY, List.of(Planted.token("sk" + "_live_", 24)));
    secrets.put(
        SecretKind.SENDGRID_KEY,
        List.of(Planted.token("S" + "G.", 22) + "." + Planted.token("", 43)));
    return secrets;
  }

  @Test
  void findsEachKindInItsLine() {
    secrets()
        .forEach(
            (kind, texts) ->
                texts.forEach(
                    text -> {
                      List<Hit> hits = SecretScanner.scan("first\nvalue: " + text + "\nlast\n");
                      assertEquals(1, hits.size(), () -> kind + " " + hits);
                      assertEquals(kind, hits.get(0).kind());
                      int line = text.startsWith("{\n") ? 5 : 2;
                      assertEquals(line, hits.get(0).line());
                    }));
  }

  @Test
  void everyKindIsTried() {
    for (SecretKind kind : SecretKind.values()) {
      if (kind != SecretKind.STORED_LOGIN && kind != SecretKind.PASSWORD_IN_URL) {
        assertFalse(secrets().getOrDefault(kind, List.of()).isEmpty(), kind.name());
      }
    }
  }

  @Test
  void staysSilentOnWhatOnlyLooksAlike() {
    for (String text :
        List.of(
            Planted.pem("CERTIFICATE"),
            Planted.pem("PUBLIC KEY"),
            Planted.pem("CERTIFICATE REQUEST"),
            Planted.pem("PGP PUBLIC KEY BLOCK"),
            "if (line.equals(\"-----BEGIN PRIVATE KEY-----\")) { read(); }",
            "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
            "-----BEGIN RSA PRIVATE KEY-----\n<your key here>\n-----END RSA PRIVATE KEY-----",
            "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "ghp_1234567890123456789012345678901234567890",
            "GHP_ghp_short",
            "AKIA" + "IOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            Planted.awsId() + " alone",
            Planted.awsId() + " at commit " + "0123456789abcdef0123456789abcdef01234567",
            "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
            "xoxb-your-token-goes-here",
            "sk_test_" + Planted.token("", 24),
            "npm_config_cache=/tmp/npm npm_lifecycle_event",
            "\"integrity\": \"sha512-" + Planted.token("", 86) + "==\"",
            "data:image/png;base64," + Planted.token("", 5000),
            "AIzaSy...",
            "snapshot_glpat-x")) {
      assertEquals(List.of(), SecretScanner.scan(text), text);
    }
  }

  @Test
  void passwordsInAddresses() {
    assertEquals(1, SecretScanner.scanWords("postgres://app:Zu7tkqw@db/shop").size());
    for (String text :
        List.of(
            "https://host:8080/a@b",
            "https://user@host/",
            "postgres://app:$PASSWORD@db/shop",
            "postgres://app:${PASSWORD}@db/shop",
            "postgres://user:password@db/shop",
            "https://<user>:<token>@host")) {
      assertEquals(List.of(), SecretScanner.scanWords(text), text);
    }
  }

  @Test
  void storedLoginsOnlyInFilesOfTools() throws Exception {
    String token = Planted.token("", 30);
    Map<String, String> files =
        Map.of(
            "home/.npmrc", "//r/:_authToken=" + token,
            ".pypirc", "[pypi]\nusername = a\npassword = " + token,
            ".netrc", "machine x login y password " + token,
            ".docker/config.json", "{\"auths\":{\"r\":{\"auth\":\"" + token + "\"}}}",
            ".git-credentials", "https://me:" + token + "@git.example",
            ".kube/config", "users:\n- user:\n    token: " + token);
    for (Map.Entry<String, String> file : files.entrySet()) {
      assertEquals(
          List.of(SecretKind.STORED_LOGIN),
          scan(file.getKey(), file.getValue()).hits().stream().map(Hit::kind).toList(),
          file.getKey());
      assertEquals(FileFacts.NONE, scan("notes.txt", file.getValue()), file.getKey());
    }
    assertEquals(FileFacts.NONE, scan(".npmrc", "//r/:_authToken=${NPM_TOKEN}"));
    assertEquals(FileFacts.NONE, scan(".docker/config.json", "{\"credsStore\":\"gcloud\"}"));
  }

  @Test
  void inPackagesOnlyWhatBelongsToAnAccount() throws Exception {
    String key = Planted.pem("PRIVATE KEY");
    assertEquals(1, scan("src/key.pem", key).hits().size());
    assertEquals(FileFacts.NONE, scan("/srv/node_modules/x/key.pem", key));
    assertEquals(1, scan("node_modules/x/a.js", Planted.token("gh" + "p_", 36)).hits().size());
  }

  @Test
  void binariesAndTheEndOfLongTextsAreLeftAlone() throws Exception {
    String token = Planted.token("gh" + "p_", 36);
    assertEquals(FileFacts.NONE, scan("a.bin", "\0" + token));
    assertEquals(1, scan("a.log", "x\n".repeat(1000) + token).hits().size());
    assertEquals(FileFacts.NONE, scan("a.log", "x\n".repeat(1 << 19) + token));
    InputStream wide =
        new ByteArrayInputStream(("\ufeff" + token).getBytes(StandardCharsets.UTF_16LE));
    assertEquals(1, FileScan.scan("windows.txt", wide).hits().size());
  }

  @Test
  void seesWhoReadsPort() throws Exception {
    for (String text :
        List.of(
            "app.listen(process.env.PORT)",
            "port = int(os.environ.get('PORT', 8080))",
            "os.Getenv(\"PORT\")",
            "System.getenv(\"PORT\")",
            "server.port=${PORT:8080}",
            "exec serve -l $PORT")) {
      assertEquals(true, scan("a", text).readsPort(), text);
    }
    for (String text :
        List.of("IMPORT", "REPORT_PORT", "process.env.PORTAL", "the PORT variable")) {
      assertEquals(false, scan("a", text).readsPort(), text);
    }
  }

  private static FileFacts scan(String path, String text) throws Exception {
    return FileScan.scan(
        path, new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
  }
}
