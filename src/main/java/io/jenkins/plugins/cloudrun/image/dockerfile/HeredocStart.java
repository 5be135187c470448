package io.jenkins.plugins.cloudrun.image.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A word such as {@code <<EOF}, {@code <<-EOF} or {@code <<"EOF"}, which lines follow. */
record HeredocStart(String name, boolean stripsTabs, boolean expands) {
  private static final Pattern WORD = Pattern.compile("\\d*<<(-?)([^<]+)");

  /** Those in a line; only {@code RUN}, {@code COPY} and {@code ADD} can have some. */
  static List<HeredocStart> all(String line) {
    String rest = line;
    Optional<Keyword> keyword = Keyword.of(Words.first(rest));
    if (keyword.isPresent() && keyword.get() == Keyword.ONBUILD) {
      rest = rest.substring("ONBUILD".length()).stripLeading();
      keyword = Keyword.of(Words.first(rest));
    }
    if (keyword.isEmpty() || !keyword.get().takesHeredocs()) {
      return List.of();
    }
    String argument = rest.substring(Words.first(rest).length()).stripLeading();
    if (argument.startsWith("[") && JsonWords.parse(argument).isPresent()) {
      return List.of();
    }
    List<HeredocStart> starts = new ArrayList<>();
    for (String word : Words.quoted(argument, '\\')) {
      parse(word).ifPresent(starts::add);
    }
    return starts;
  }

  /** Of one word, quotes in place. */
  static Optional<HeredocStart> parse(String word) {
    Matcher matcher = WORD.matcher(word);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String written = matcher.group(2);
    String name = written.replaceAll("[\"'\\\\]", "");
    return name.isEmpty() || name.isBlank()
        ? Optional.empty()
        : Optional.of(new HeredocStart(name, !matcher.group(1).isEmpty(), name.equals(written)));
  }
}
