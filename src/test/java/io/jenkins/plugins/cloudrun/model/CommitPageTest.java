package io.jenkins.plugins.cloudrun.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where people look at commits, from what configurations and checkouts name. */
final class CommitPageTest {
  private static final CommitSha SHA = new CommitSha("a".repeat(40));

  private static String page(String remote) {
    return Forge.page(remote, SHA).map(CommitPage::address).orElse("");
  }

  @ParameterizedTest
  @CsvSource({
    "https://github.com/example/shop.git,                  https://github.com/example/shop/commit/",
    "https://github.com/example/shop,                      https://github.com/example/shop/commit/",
    "https://github.com/example/shop/,                     https://github.com/example/shop/commit/",
    "http://github.com/example/shop,                       https://github.com/example/shop/commit/",
    "https://GitHub.com/Example/shop.js.git,              "
        + " https://github.com/Example/shop.js/commit/",
    "https://ada:s3cr3t@github.com/example/shop.git,       https://github.com/example/shop/commit/",
    "https://x-access-token@github.com/example/shop.git,   https://github.com/example/shop/commit/",
    "git@github.com:example/shop.git,                      https://github.com/example/shop/commit/",
    "github.com:example/shop,                              https://github.com/example/shop/commit/",
    "ssh://git@github.com/example/shop.git,                https://github.com/example/shop/commit/",
    "ssh://git@github.com:22/example/shop.git,             https://github.com/example/shop/commit/",
    "git://github.com/example/shop.git,                    https://github.com/example/shop/commit/",
    "git@gitlab.com:group/part/shop.git,                  "
        + " https://gitlab.com/group/part/shop/-/commit/",
    "https://gitlab.com/group/shop.git,                    https://gitlab.com/group/shop/-/commit/",
    "git@bitbucket.org:team/shop.git,                     "
        + " https://bitbucket.org/team/shop/commits/",
    "https://ada@bitbucket.org/team/shop.git,             "
        + " https://bitbucket.org/team/shop/commits/",
  })
  void aRepositoryOfAKnownHostHasAPageForEachCommit(String remote, String page) {
    assertEquals(page + SHA, page(remote));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/srv/git/shop.git",
        "file:///srv/git/shop.git",
        "https://git.example.com/example/shop.git",
        "https://github.com.example.org/example/shop",
        "https://example.org/github.com/example/shop",
        "https://example.org@evil.example.org/example/shop",
        "https://evil.example.org/#@github.com/example/shop",
        "https://evil.example.org\\@github.com/example/shop",
        "javascript:alert(1)//github.com/example/shop",
        "git@github.com.evil.example.org:example/shop.git",
        "https://github.com/example",
        "https://github.com/example/shop/tree/main",
        "https://github.com/../shop",
        "https://github.com/example/..",
        "https://github.com/example/shop?x=1",
        "https://github.com/example/shop%0a",
        "https://github.com/exa mple/shop",
        "https://github.com/example/<b>",
        "https://github.com/${OWNER}/shop",
        "https://github.com//shop",
      })
  void anythingElseHasNone(String remote) {
    assertEquals("", page(remote));
    assertEquals("", page(remote + "x".repeat(500)));
  }

  @Test
  void aPageIsAnAddressThatRunsNothingAndHoldsNoPassword() {
    assertEquals(
        Optional.of(new CommitPage("https://git.example.com/shop/commit/a?x=1")),
        CommitPage.parse(" https://ada:s3cr3t@git.example.com/shop/commit/a?x=1 "));
    assertEquals(
        Optional.of(new CommitPage("http://git.example.com:8080/a@b")),
        CommitPage.parse("http://git.example.com:8080/a@b"));
    assertThrows(
        InvalidValueException.class, () -> new CommitPage("https://ada:s3cr3t@git.example.com/a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "commit/a",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://git.example.com/a",
        "https:///a",
        "https:git.example.com",
        "https://git.example.com/\"><script>",
        "https://git.example.com/${X}/a",
        "https://git.example.com/a b",
        "//git.example.com/a",
      })
  void nothingElseIsOne(String text) {
    assertEquals(Optional.empty(), CommitPage.parse(text));
    assertThrows(InvalidValueException.class, () -> new CommitPage(text));
  }

  @Test
  void aPageIsShort() {
    String longest = "https://git.example.com/" + "a".repeat(CommitPage.LONGEST - 24);
    assertEquals(longest, CommitPage.parse(longest).orElseThrow().address());
    assertEquals(Optional.empty(), CommitPage.parse(longest + "a"));
    // What becomes longer as it is written in ASCII is too long, too.
    assertEquals(Optional.empty(), CommitPage.parse("https://git.example.com/" + "ü".repeat(200)));
  }
}
