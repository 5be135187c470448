package io.jenkins.plugins.cloudrun.architecture;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Every type of a Jenkins with its public and protected members, as listed from its own jars. */
final class ApiListing {
  private static final Pattern TYPE =
      Pattern.compile(
          "C (?:(\\S+) )?\\s*(class|interface|enum|annotation|record) (\\S+) extends (\\S+)"
              + "(?: implements (\\S+))?");
  private static final Pattern METHOD = Pattern.compile("M (\\S+) (\\S+)");
  private static final Pattern FIELD = Pattern.compile("F (\\S+) (\\S+ \\S+)");

  private final Map<String, ApiType> types = new HashMap<>();
  private final Set<String> supertypes = new HashSet<>();

  private ApiListing(Stream<String> lines) {
    lines.forEach(this::add);
  }

  static ApiListing of(String... lines) {
    return new ApiListing(Arrays.stream(lines));
  }

  static ApiListing read(Path gzip) throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(gzip)), StandardCharsets.UTF_8))) {
      return new ApiListing(in.lines());
    }
  }

  private ApiType last = new ApiType("", "class", Set.of(), "", Set.of(), new HashMap<>());

  private void add(String line) {
    Matcher type = TYPE.matcher(line);
    if (type.matches()) {
      Set<String> interfaces =
          type.group(5) == null
              ? Set.of()
              : new LinkedHashSet<>(Arrays.asList(type.group(5).split(",")));
      last =
          new ApiType(
              type.group(3),
              type.group(2),
              type.group(1) == null ? Set.of() : flags(type.group(1)),
              type.group(4),
              interfaces,
              new HashMap<>());
      types.put(last.name(), last);
      supertypes.addAll(last.supertypes());
      return;
    }
    Matcher member = line.startsWith("M") ? METHOD.matcher(line) : FIELD.matcher(line);
    if (!member.matches()) {
      throw new IllegalArgumentException("not a line of a listing: " + line);
    }
    last.members().put(member.group(2), flags(member.group(1)));
  }

  private static Set<String> flags(String text) {
    return new TreeSet<>(Arrays.asList(text.split(",")));
  }

  int size() {
    return types.size();
  }

  Optional<ApiType> type(String name) {
    return Optional.ofNullable(types.get(name));
  }

  /** True for a type that a listed one extends or implements, listed or not. */
  boolean isSupertype(String name) {
    return supertypes.contains(name);
  }
}
