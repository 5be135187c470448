package io.jenkins.plugins.cloudrun.image.dockerfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpansionTest {
  private static final Map<String, String> VARIABLES =
      Map.of("x", "value", "empty", "", "p", "foobarbar", "path", "a/b/c", "two", "a b", "_1", "u");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "plain|plain",
        "$x|value",
        "${x}y|valuey",
        "$x.y|value.y",
        "$_1|u",
        "<$none>|<>",
        "\\$x|$x",
        "'$x'|$x",
        "\"$x\"|value",
        "\"\\$x \\\" \\n\"|$x \" \\n",
        "a\\ b|a b",
        "a\\\\b|a\\b",
        "$|$",
        "a$/b|a$/b",
        "${none:-d}|d",
        "${empty:-d}|d",
        "<${empty-d}>|<>",
        "${none-d}|d",
        "${x:-d}|value",
        "${x:+a}|a",
        "<${empty:+a}>|<>",
        "${empty+a}|a",
        "<${none+a}>|<>",
        "${none:-${x}z}|valuez",
        "${none:-$none2}${x}|value",
        "${none:-\"a}b\"}|a}b",
        "${x:?m}|value",
        "<${empty?m}>|<>",
        "${p#f*b}|arbar",
        "${p##f*b}|ar",
        "${p%b*}|foobar",
        "${p%%b*}|foo",
        "${p#zzz}|foobarbar",
        "${p%?}|foobarba",
        "${path##*/}|c",
        "${path%/*}|a/b",
        "${p/bar/X}|fooXbar",
        "${p//bar/X}|fooXX",
        "${p/b*/X}|fooX",
        "${path//\\//-}|a-b-c",
        "${p/bar/$x}|foovaluebar",
      })
  void replaces(String text, String expected) {
    assertEquals(expected, Expansion.word(text, '\\', VARIABLES));
  }

  @Test
  void knowsTheOtherEscape() {
    assertEquals("$x \\value", Expansion.word("`$x \\$x", '`', VARIABLES));
  }

  @Test
  void cutsAtBlanksThatAreNotQuoted() {
    assertEquals(
        List.of("a", "b", "a b", "c d"), Expansion.words("$two \"$two\" c\\ d", '\\', VARIABLES));
  }

  @Test
  void leavesQuotesOfHeredocsAlone() {
    assertEquals("'value' \"value\" $x\n", Expansion.heredoc("'$x' \"$x\" \\$x\n", VARIABLES));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "${none:?give it}|none: give it",
        "${empty:?}|empty: has no value",
        "${x|needs a name and a '}'",
        "${}|needs a name",
        "${x:-a|a '}' is missing",
        "'a|a single quote is not closed",
        "\"a|a double quote is not closed",
        "${x^}|'${x^' is not known: allowed are :-",
        "${x:1:2}|'${x:1' is not known",
      })
  void refuses(String text, String expected) {
    InvalidValueException refused =
        assertThrows(InvalidValueException.class, () -> Expansion.word(text, '\\', VARIABLES));
    assertTrue(refused.getMessage().contains(expected), refused.getMessage());
  }
}
