package io.jenkins.plugins.cloudrun.image.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.image.lint.Finding.Severity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds docs/lint.md and the rules together, and the tests to both. */
class RulesTest {
  private static final Path BASE = Path.of(System.getProperty("basedir", "."));
  private static final Pattern HEADING =
      Pattern.compile("(?m)^### `([a-z-]+)` · (error|warning|note)\n((?s:.*?))(?=\n##|\\z)");

  @Test
  void thePageListsEachRule() throws Exception {
    Map<String, String> written = new TreeMap<>();
    Matcher matcher = HEADING.matcher(Files.readString(BASE.resolve("docs/lint.md")));
    while (matcher.find()) {
      written.put(matcher.group(1), matcher.group(2));
      String section = matcher.group(3);
      for (String part : List.of("*What:*", "*Why:*", "*What to do:*", "*Example:*")) {
        assertTrue(section.contains(part), () -> matcher.group(1) + " does not say " + part);
      }
      assertTrue(section.contains("`"), () -> matcher.group(1) + " shows no example");
    }
    Map<String, String> rules = new TreeMap<>();
    Rules.all().forEach(rule -> rules.put(rule.id(), word(rule.severity())));
    assertEquals(rules, written);
    assertEquals(Rules.all().size(), rules.size(), "an id is used twice");
  }

  @Test
  void eachRuleIsFoundByATest() throws Exception {
    String tests = "";
    for (String name : List.of("LintDockerfileTest", "LintContextTest", "LintLayersTest")) {
      tests +=
          Files.readString(
              BASE.resolve(
                  "src/test/java/io/jenkins/plugins/cloudrun/image/lint/" + name + ".java"));
    }
    for (Rule rule : Rules.all()) {
      Pattern place = Pattern.compile("[\" ]" + rule.id() + "(?::\\d| \\S*:\\d)");
      assertTrue(place.matcher(tests).find(), () -> "no test finds " + rule.id());
    }
  }

  @Test
  void adviceIsWholeSentences() {
    for (Rule rule : Rules.all()) {
      assertTrue(rule.advice().matches("[A-Z].*\\."), rule::id);
      assertTrue(rule.advice().length() > 40, rule::id);
    }
  }

  @Test
  void aReportIsSortedAndBounded() {
    Rule rule = new Rule("some-rule", Severity.WARNING, "Advice.");
    java.util.List<Finding> many = new java.util.ArrayList<>();
    for (int i = 300; i > 0; i--) {
      many.add(rule.at("file\u001b[31m\n", i, "Message"));
    }
    many.add(rule.at(Severity.ERROR, "z", 0, "Worse"));
    LintReport report = new LintReport(many, 0, 0);
    assertEquals(200, report.findings().size());
    assertEquals(101, report.more());
    assertEquals("ERROR lint some-rule z Worse. Advice.", report.lines().get(0));
    assertEquals("WARNING lint some-rule file?[31m?:1 Message. Advice.", report.lines().get(1));
    assertEquals(
        "Lint: 1 error, 199 warnings, 0 notes, 101 more left out.", report.lines().get(200));
    assertEquals(List.of(), LintReport.EMPTY.lines());
    assertEquals(
        200, report.plus(new LintReport(List.of(rule.at("a", 1, "M")), 0, 0)).findings().size());
  }

  private static String word(Severity severity) {
    return switch (severity) {
      case ERROR -> "error";
      case WARNING -> "warning";
      case INFO -> "note";
    };
  }
}
