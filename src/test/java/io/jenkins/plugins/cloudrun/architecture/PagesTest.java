package io.jenkins.plugins.cloudrun.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What no page of ours may have: a script or a style of its own, which a content security policy
 * forbids, and text that is not escaped.
 */
class PagesTest {
  private static final Path RESOURCES = Path.of("src/main/resources");

  /** What is forbidden, and how it looks in a page or a help file. */
  private static final Map<String, Pattern> FORBIDDEN =
      Map.of(
          "a script within the page",
          Pattern.compile("<(?!/)(?:[\\w-]+:)?script\\b"),
          "a style within the page",
          Pattern.compile("<(?:[\\w-]+:)?style\\b|\\sstyle\\s*="),
          "a handler",
          Pattern.compile("\\son[a-z]+\\s*=", Pattern.CASE_INSENSITIVE),
          "a script as an address",
          Pattern.compile("[\"'(]\\s*(?:javascript|vbscript|data):", Pattern.CASE_INSENSITIVE),
          "text that is not escaped",
          Pattern.compile("<j:out\\b|escapeText|<(?:i?frame|object|embed|base|meta)\\b"),
          "a text whose brackets Jelly takes for arguments",
          Pattern.compile("(?:\\$\\{%|'%)[^'}]* \\("),
          "a window that can reach its opener",
          Pattern.compile("<a\\b(?=[^>]*\\btarget=\"_blank\")(?![^>]*\\brel=\"[^\"]*noopener)"));

  /** The only instruction that makes Jelly escape. */
  private static final String ESCAPES = "<?jelly escape-by-default='true'?>";

  private static final Pattern ADJUNCT = Pattern.compile("<st:adjunct\\s+includes=\"([^\"]*)\"");

  private static List<String> wrong(String page) {
    // What a comment says is shown to nobody.
    String shown = page.replaceAll("(?s)<!--.*?-->", "");
    List<String> wrong = new ArrayList<>();
    new TreeMap<>(FORBIDDEN)
        .forEach(
            (what, pattern) -> {
              Matcher found = pattern.matcher(shown);
              if (found.find()) {
                wrong.add(what + ": " + found.group());
              }
            });
    return wrong;
  }

  private static List<Path> files(String end) throws IOException {
    try (Stream<Path> files = Files.walk(RESOURCES)) {
      return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
    }
  }

  @Test
  void noPageHasAScriptOrAStyleOfItsOwn() throws IOException {
    List<Path> pages = new ArrayList<>(files(".jelly"));
    pages.addAll(files(".html"));
    assertTrue(pages.size() > 150, pages.size() + " pages");
    List<String> wrong = new ArrayList<>();
    for (Path page : pages) {
      wrong(Files.readString(page)).forEach(what -> wrong.add(page + ": " + what));
    }
    assertEquals("", String.join("\n", wrong));
  }

  @Test
  void everyPageEscapesByDefault() throws IOException {
    List<String> open = new ArrayList<>();
    for (Path page : files(".jelly")) {
      String text = Files.readString(page);
      // It counts before the first element alone.
      Matcher element = Pattern.compile("<[a-zA-Z]").matcher(text);
      int begin = element.find() ? element.start() : -1;
      int escapes = text.indexOf(ESCAPES);
      boolean again = text.indexOf("escape-by-default", escapes + ESCAPES.length()) >= 0;
      if (escapes < 0 || escapes > begin || again) {
        open.add(page.toString());
      }
    }
    assertEquals("", String.join("\n", open));
  }

  @Test
  void everyFormThatChangesSomethingIsPostedWithACrumb() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Path page : files(".jelly")) {
      String text = Files.readString(page);
      Matcher form = Pattern.compile("<form\\b[^>]*>").matcher(text);
      while (form.find()) {
        boolean reads = form.group().contains("method=\"get\"");
        boolean posts = form.group().contains("method=\"post\"");
        if (!reads && !(posts && text.contains("h.getCrumb(request2)"))) {
          wrong.add(page + ": " + form.group());
        }
      }
    }
    assertEquals("", String.join("\n", wrong));
  }

  @Test
  void scriptsAndStylesThatPagesNameAreThere() throws IOException {
    List<String> missing = new ArrayList<>();
    int named = 0;
    for (Path page : files(".jelly")) {
      Matcher adjunct = ADJUNCT.matcher(Files.readString(page));
      while (adjunct.find()) {
        for (String one : adjunct.group(1).split(",")) {
          named++;
          String path = one.strip().replace('.', '/');
          boolean there =
              Files.exists(RESOURCES.resolve(path + ".js"))
                  || Files.exists(RESOURCES.resolve(path + ".css"));
          if (one.contains("plugins.cloudrun") && !there) {
            missing.add(page + ": " + one);
          }
        }
      }
    }
    assertEquals("", String.join("\n", missing));
    assertTrue(named > 5, named + " named");
  }

  @Test
  void scriptsBuildNothingOutOfText() throws IOException {
    Pattern builds =
        Pattern.compile(
            "\\beval\\s*\\(|new Function|\\.(?:inner|outer)HTML\\s*\\+?=(?!=)|insertAdjacentHTML"
                + "|document\\.write|setTimeout\\s*\\(\\s*[\"'`]");
    List<String> wrong = new ArrayList<>();
    for (Path script : files(".js")) {
      Matcher found = builds.matcher(Files.readString(script));
      if (found.find()) {
        wrong.add(script + ": " + found.group());
      }
    }
    assertEquals("", String.join("\n", wrong));
  }

  /** The test would see it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<p><script>alert(1)</script></p>",
        "<script src=\"x.js\"/>",
        "<style>p { }</style>",
        "<p style=\"color: red\">x</p>",
        "<p\n  style = 'x'>x</p>",
        "<button onclick=\"go()\">x</button>",
        "<body onLoad='go()'>",
        "<a href=\"javascript:go()\">x</a>",
        "<a href=' data:text/html,x'>x</a>",
        "<j:out value=\"${it.text}\"/>",
        "<iframe src='x'/>",
        "<a href='x' target=\"_blank\">x</a>",
        "<p>${%Reason (may be empty)}</p>",
        "<p>${x ? '%Reason (may be empty)' : '%Reason'}</p>",
      })
  void whatIsForbiddenIsFound(String page) {
    assertFalse(wrong(page).isEmpty(), page);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!-- <script> -->",
        "<td class=\"${x ? 'one' : 'two'}\" data-once=\"1\">only one</td>",
        "<a href=\"https://x\" target=\"_blank\" rel=\"noopener noreferrer\">x</a>",
        "<p>${%waits(question.next(), page.service)} (now)</p>",
        "<p>Say <code>onFailure: 'keep'</code> or style and data: x</p>",
      })
  void whatIsAllowedIsNot(String page) {
    assertEquals(List.of(), wrong(page));
  }
}
