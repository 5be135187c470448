package io.jenkins.plugins.cloudrun.architecture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.Opcodes;

/**
 * What makes an annotation work, or not, at run time.
 *
 * @param retention SOURCE, CLASS or RUNTIME
 * @param targets element types; empty when it may stand anywhere
 * @param indexes of Indexed, Indexable and Inherited those that it carries
 */
record AnnotationType(String retention, Set<String> targets, Set<String> indexes) {
  private static final Set<String> INDEXES = Set.of("Indexed", "Indexable", "Inherited");
  private static final Pattern RETENTION = Pattern.compile("@Retention\\((\\w+)\\)");
  private static final Pattern TARGET = Pattern.compile("@Target((?: [A-Z_]+\\b)+)");
  private static final Pattern INDEX = Pattern.compile("@(Indexed|Indexable|Inherited)\\b");

  /** A line of the list of annotations, after the name. */
  static AnnotationType parse(String line) {
    Matcher retention = RETENTION.matcher(line);
    Matcher target = TARGET.matcher(line);
    Set<String> indexes = new TreeSet<>();
    Matcher index = INDEX.matcher(line);
    while (index.find()) {
      indexes.add(index.group(1));
    }
    return new AnnotationType(
        retention.find() ? retention.group(1) : "CLASS",
        target.find() ? new TreeSet<>(Set.of(target.group(1).trim().split(" "))) : Set.of(),
        indexes);
  }

  /** By internal name. */
  static Map<String, AnnotationType> read(Path list) throws IOException {
    Map<String, AnnotationType> types = new HashMap<>();
    for (String line : Files.readAllLines(list, StandardCharsets.UTF_8)) {
      int blank = line.indexOf(' ');
      if (blank > 0) {
        types.put(line.substring(0, blank).replace('.', '/'), parse(line.substring(blank)));
      }
    }
    return types;
  }

  /** Gathers the annotations on an annotation type. */
  static final class Builder {
    private String retention = "CLASS";
    private final Set<String> targets = new TreeSet<>();
    private final Set<String> indexes = new TreeSet<>();

    @Nullable AnnotationVisitor visit(String descriptor) {
      String simple =
          descriptor.substring(descriptor.lastIndexOf('/') + 1, descriptor.length() - 1);
      if (INDEXES.contains(simple)) {
        indexes.add(simple);
      }
      boolean kept = descriptor.equals("Ljava/lang/annotation/Retention;");
      if (!kept && !descriptor.equals("Ljava/lang/annotation/Target;")) {
        return null;
      }
      return new AnnotationVisitor(Opcodes.ASM9) {
        @Override
        public void visitEnum(@Nullable String name, String type, String value) {
          if (kept) {
            retention = value;
          } else {
            targets.add(value);
          }
        }

        @Override
        public AnnotationVisitor visitArray(String name) {
          return this;
        }
      };
    }

    AnnotationType build() {
      return new AnnotationType(retention, targets, indexes);
    }
  }
}
