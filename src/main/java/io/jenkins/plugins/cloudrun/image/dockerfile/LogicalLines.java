package io.jenkins.plugins.cloudrun.image.dockerfile;

import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Dockerfile's lines, continued ones joined, each with its here-documents. Comments and empty
 * lines between continued lines are left out, as Docker does.
 */
record LogicalLines(char escape, Optional<String> syntax, List<Line> lines, List<String> warnings) {
  /**
   * @param text without the blanks at its beginning
   */
  record Line(String text, List<Heredoc> heredocs, int first, int last) {}

  private static final Pattern DIRECTIVE =
      Pattern.compile("#\\s*([a-zA-Z][a-zA-Z0-9]*)\\s*=\\s*(.+?)\\s*");

  static LogicalLines read(String name, String text) {
    String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
    List<String> lines = List.of(plain.split("\r?(?:\n|$)", -1));
    Map<String, String> directives = directives(name, lines);
    String escape = directives.getOrDefault("escape", "\\");
    if (!escape.equals("\\") && !escape.equals("`")) {
      throw new InvalidValueException(
          name + ": the directive 'escape' is '" + escape + "': it can be \\ or `.");
    }
    Reader reader = new Reader(name, lines, escape.charAt(0));
    reader.read();
    return new LogicalLines(
        escape.charAt(0),
        Optional.ofNullable(directives.get("syntax")),
        reader.result,
        reader.warnings);
  }

  /** Comments at the very beginning with a known name; anything else ends them. */
  private static Map<String, String> directives(String name, List<String> lines) {
    Map<String, String> found = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      Matcher directive = DIRECTIVE.matcher(lines.get(i).strip());
      if (!directive.matches()) {
        return found;
      }
      String key = directive.group(1).toLowerCase(Locale.ROOT);
      if (!List.of("escape", "syntax", "check").contains(key)) {
        return found;
      }
      if (found.put(key, directive.group(2)) != null) {
        throw new InvalidValueException(
            Dockerfile.where(name, i + 1) + "the directive '" + key + "' stands there twice.");
      }
    }
    return found;
  }

  private static final class Reader {
    private final String name;
    private final List<String> lines;
    private final Pattern continuation;
    private final List<Line> result = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private int next;

    Reader(String name, List<String> lines, char escape) {
      this.name = name;
      this.lines = lines;
      String e = Pattern.quote(String.valueOf(escape));
      // Twice the escape character is that character itself.
      this.continuation = Pattern.compile("(?<!" + e + ")" + e + "[ \t]*$");
    }

    void read() {
      while (next < lines.size()) {
        int first = next + 1;
        String line = lines.get(next++).stripLeading();
        if (line.isEmpty() || line.startsWith("#")) {
          continue;
        }
        String text = joined(line);
        if (text.isBlank()) {
          continue;
        }
        List<Heredoc> heredocs = new ArrayList<>();
        for (HeredocStart start : HeredocStart.all(text)) {
          heredocs.add(heredoc(start, first));
        }
        result.add(new Line(text.stripTrailing(), List.copyOf(heredocs), first, next));
      }
    }

    private String joined(String line) {
      StringBuilder text = new StringBuilder();
      String part = line;
      boolean warned = false;
      while (true) {
        Matcher matcher = continuation.matcher(part);
        if (!matcher.find()) {
          return text.append(part).toString();
        }
        text.append(part, 0, matcher.start());
        do {
          if (next == lines.size()) {
            return text.toString();
          }
          part = lines.get(next++);
          if (part.isBlank() && !warned && next < lines.size()) {
            warned = true;
            warnings.add(
                Dockerfile.where(name, next)
                    + "an empty line stands between continued lines; Docker will refuse that.");
          }
        } while (part.isBlank() || part.stripLeading().startsWith("#"));
      }
    }

    private Heredoc heredoc(HeredocStart start, int instruction) {
      int first = next + 1;
      StringBuilder content = new StringBuilder();
      while (next < lines.size()) {
        String line = lines.get(next++);
        String shown = start.stripsTabs() ? line.replaceFirst("^\t+", "") : line;
        if (shown.equals(start.name())) {
          return new Heredoc(start.name(), start.expands(), content.toString(), first);
        }
        content.append(shown).append('\n');
      }
      throw new InvalidValueException(
          Dockerfile.where(name, instruction)
              + "the here-document <<"
              + start.name()
              + " does not end: a line '"
              + start.name()
              + "' has to follow.");
    }
  }
}
