package io.jenkins.plugins.cloudrun.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which room may import what, as the page on the architecture says it. */
final class ImportTable {
  private static final String ROOT = "io.jenkins.plugins.cloudrun";

  /** Of the JDK, and annotations that leave no trace at run time. */
  private static final List<String> EVERYWHERE =
      List.of("java", "javax.crypto", "javax.net", "javax.security", "org.jspecify");

  private static final String CODEC = "codec";

  private final Map<String, List<String>> rooms = new LinkedHashMap<>();
  private final Map<String, List<String>> libraries = new LinkedHashMap<>();
  private final Map<String, Set<String>> exceptions = new HashMap<>();

  private ImportTable() {}

  static ImportTable parse(String markdown) {
    ImportTable table = new ImportTable();
    for (List<String> row : MarkdownTable.under("Import table", markdown)) {
      table.rooms.put(MarkdownTable.name(row.get(0)), MarkdownTable.names(row.get(1)));
    }
    for (List<String> row : MarkdownTable.under("Libraries", markdown)) {
      List<String> packages =
          MarkdownTable.names(row.get(1)).stream()
              .filter(p -> p.contains(".") || isRoot(p))
              .toList();
      table.libraries.put(MarkdownTable.name(row.get(0)), packages);
    }
    for (List<String> row : MarkdownTable.under("Exceptions", markdown)) {
      table
          .exceptions
          .computeIfAbsent(MarkdownTable.name(row.get(0)), c -> new HashSet<>())
          .add(MarkdownTable.name(row.get(1)));
    }
    table.refuseUnknownNames();
    return table;
  }

  /** A package of one word: those of Jenkins. */
  private static boolean isRoot(String name) {
    return name.equals("hudson") || name.equals("jenkins");
  }

  private void refuseUnknownNames() {
    rooms.forEach(
        (room, imports) -> {
          for (String name : imports) {
            String plain = name.replace(".*", "");
            if (!rooms.containsKey(plain) && !libraries.containsKey(plain)) {
              throw new IllegalArgumentException(room + " may import " + name + ": what is that?");
            }
          }
        });
  }

  List<String> packagesOf(String library) {
    return libraries.getOrDefault(library, List.of());
  }

  /** Imports that the table does not allow, and exceptions that nothing uses; sorted. */
  Set<String> problems(JavaClasses classes) {
    Set<String> problems = new TreeSet<>();
    Set<String> used = new HashSet<>();
    for (JavaClass c : classes) {
      if (c.getSimpleName().equals("package-info")) {
        continue;
      }
      Optional<String> room = room(c);
      if (room.isEmpty()) {
        problems.add(c.getName() + " is in no room of the table");
        continue;
      }
      for (Dependency dependency : c.getDirectDependenciesFromSelf()) {
        check(problems, used, room.get(), c, dependency.getTargetClass().getBaseComponentType());
      }
    }
    exceptions.forEach(
        (type, imports) -> {
          for (String name : imports) {
            if (!used.contains(type + " " + name)) {
              problems.add("the exception of " + type + " for " + name + " is not needed any more");
            }
          }
        });
    return problems;
  }

  private void check(
      Set<String> problems, Set<String> used, String room, JavaClass c, JavaClass target) {
    if (target.isPrimitive() || within(target, EVERYWHERE)) {
      return;
    }
    Optional<String> other = room(target);
    List<String> names = other.isPresent() ? other.stream().toList() : librariesOf(target, c);
    if (other.filter(room::equals).isPresent() || names.stream().anyMatch(n -> allowed(room, n))) {
      return;
    }
    String type = c.getName().substring(ROOT.length() + 1).replaceFirst("\\$.*", "");
    for (String name : names) {
      if (exceptions.getOrDefault(type, Set.of()).contains(name)) {
        used.add(type + " " + name);
        return;
      }
    }
    problems.add(room + " may not import " + target.getName() + ", but " + type + " does");
  }

  private boolean allowed(String room, String name) {
    for (String allowed : rooms.getOrDefault(room, List.of())) {
      String tree = allowed.replace(".*", "");
      if (allowed.equals(name)
          || (allowed.endsWith(".*") && (name.equals(tree) || name.startsWith(tree + ".")))) {
        return true;
      }
    }
    return false;
  }

  private List<String> librariesOf(JavaClass target, JavaClass from) {
    List<String> found = new ArrayList<>();
    boolean codec = from.getName().replaceFirst("\\$.*", "").endsWith("Json");
    libraries.forEach(
        (library, packages) -> {
          if (within(target, packages) && (codec || !library.equals(CODEC))) {
            found.add(library);
          }
        });
    return found;
  }

  private Optional<String> room(JavaClass c) {
    if (!c.getPackageName().startsWith(ROOT + ".")) {
      return Optional.empty();
    }
    String path = c.getPackageName().substring(ROOT.length() + 1);
    while (!rooms.containsKey(path)) {
      int dot = path.lastIndexOf('.');
      if (dot < 0) {
        return Optional.empty();
      }
      path = path.substring(0, dot);
    }
    return Optional.of(path);
  }

  private static boolean within(JavaClass c, List<String> packages) {
    String name = c.getPackageName();
    return packages.stream().anyMatch(p -> name.equals(p) || name.startsWith(p + "."));
  }
}
