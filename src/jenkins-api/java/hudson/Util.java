package hudson;

import hudson.util.VariableResolver;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

public class Util {
  private static final Pattern VARIABLE =
      Pattern.compile("\\$([A-Za-z0-9_]+|\\{[A-Za-z0-9_.]+\\}|\\$)");

  private Util() {}

  public static String fixNull(String s) {
    return s == null ? "" : s;
  }

  public static <T> T fixNull(T s, T defaultValue) {
    return s == null ? defaultValue : s;
  }

  public static String fixEmpty(String s) {
    return s == null || s.isEmpty() ? null : s;
  }

  public static String fixEmptyAndTrim(String s) {
    return s == null ? null : fixEmpty(s.trim());
  }

  public static <T> List<T> fixNull(List<T> l) {
    return l == null ? Collections.emptyList() : l;
  }

  /** Variables that are not there stay as they are written. */
  public static String replaceMacro(String s, Map<String, String> properties) {
    return replaceMacro(s, (VariableResolver<String>) properties::get);
  }

  public static String replaceMacro(String s, VariableResolver<String> resolver) {
    if (s == null) {
      return null;
    }
    Matcher m = VARIABLE.matcher(s);
    StringBuilder out = new StringBuilder();
    while (m.find()) {
      String name = m.group(1);
      if (name.startsWith("{")) {
        name = name.substring(1, name.length() - 1);
      }
      String value = name.equals("$") ? "$" : resolver.resolve(name);
      m.appendReplacement(out, Matcher.quoteReplacement(value == null ? m.group() : value));
    }
    return m.appendTail(out).toString();
  }

  public static String escape(String text) {
    if (text == null) {
      return null;
    }
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#039;")
        .replace("\n", "<br>");
  }

  public static String xmlEscape(String text) {
    return text == null
        ? null
        : text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
