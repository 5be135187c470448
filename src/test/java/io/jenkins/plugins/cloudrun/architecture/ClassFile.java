package io.jenkins.plugins.cloudrun.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A compiled class: the type that it declares, and everything that it refers to. */
final class ClassFile {
  private static final Pattern DESCRIPTOR_TYPE = Pattern.compile("L([\\w/$]+)[;<]");

  private final ClassReader reader;
  private final ApiType type;
  private final Set<String> hidden = new TreeSet<>();
  private final Set<String> annotations = new TreeSet<>();
  private final AnnotationType.Builder annotation = new AnnotationType.Builder();

  ClassFile(byte[] bytes) {
    reader = new ClassReader(bytes);
    Declaration declaration = new Declaration();
    reader.accept(declaration, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
    type = declaration.type();
  }

  static List<ClassFile> under(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(f -> f.toString().endsWith(".class"))
          .sorted()
          .map(ClassFile::of)
          .toList();
    }
  }

  static ClassFile of(Path file) {
    try {
      return new ClassFile(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ApiType type() {
    return type;
  }

  /** Keys of the members that only this class or its package may use. */
  Set<String> hiddenMembers() {
    return hidden;
  }

  /** Internal names of the annotations on the class, its fields, methods and constructors. */
  Set<String> annotations() {
    return annotations;
  }

  /** What an annotation type says of itself; only for such a type. */
  AnnotationType annotationType() {
    return annotation.build();
  }

  /**
   * A member that the class refers to, by the owner that the compiler wrote.
   *
   * @param key as in {@link ApiType#members()}
   * @param onInterface whether the compiler took the owner for an interface
   */
  record Reference(String owner, String key, boolean onInterface) {
    @Override
    public String toString() {
      return owner + "." + key;
    }
  }

  Set<Reference> memberReferences() {
    Set<Reference> references = new LinkedHashSet<>();
    char[] buffer = new char[reader.getMaxStringLength()];
    for (int i = 1; i < reader.getItemCount(); i++) {
      int at = reader.getItem(i);
      int tag = at == 0 ? 0 : reader.readByte(at - 1);
      boolean field = tag == 9;
      if (field || tag == 10 || tag == 11) {
        int nameAndType = reader.getItem(reader.readUnsignedShort(at + 2));
        String name = reader.readUTF8(nameAndType, buffer);
        String descriptor = reader.readUTF8(nameAndType + 2, buffer);
        references.add(
            new Reference(
                reader.readClass(at, buffer), name + (field ? " " : "") + descriptor, tag == 11));
      }
    }
    return references;
  }

  /** Internal names from class constants, descriptors and generic signatures. */
  Set<String> typeReferences() {
    Set<String> names = new TreeSet<>();
    char[] buffer = new char[reader.getMaxStringLength()];
    for (int i = 1; i < reader.getItemCount(); i++) {
      int at = reader.getItem(i);
      int tag = at == 0 ? 0 : reader.readByte(at - 1);
      if (tag == 7) {
        String name = reader.readUTF8(at, buffer);
        if (!name.startsWith("[")) {
          names.add(name);
        }
      } else if (tag == 1) {
        Matcher m = DESCRIPTOR_TYPE.matcher(utf8(at));
        while (m.find()) {
          names.add(m.group(1));
        }
      }
    }
    return names;
  }

  private String utf8(int at) {
    int length = reader.readUnsignedShort(at);
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      // Names of types are ASCII: what other bytes stand for does not matter here.
      text.append((char) (reader.readByte(at + 2 + i) & 0x7f));
    }
    return text.toString();
  }

  private final class Declaration extends ClassVisitor {
    private final Map<String, Set<String>> members = new TreeMap<>();
    private String name = "";
    private String superclass = "";
    private Set<String> interfaces = Set.of();
    private int access;

    Declaration() {
      super(Opcodes.ASM9);
    }

    ApiType type() {
      String kind =
          (access & Opcodes.ACC_ANNOTATION) != 0
              ? "annotation"
              : (access & Opcodes.ACC_INTERFACE) != 0
                  ? "interface"
                  : (access & Opcodes.ACC_ENUM) != 0
                      ? "enum"
                      : (access & Opcodes.ACC_RECORD) != 0 ? "record" : "class";
      return new ApiType(name, kind, ApiType.flags(access), superclass, interfaces, members);
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        @Nullable String signature,
        String superName,
        String[] interfaces) {
      this.access = access;
      this.name = name;
      this.superclass = superName;
      this.interfaces = new LinkedHashSet<>(List.of(interfaces));
    }

    @Override
    public void visitInnerClass(
        String name, @Nullable String outer, @Nullable String inner, int access) {
      if (name.equals(this.name)) {
        // A nested class is protected, private or static only here; a kind has no other place.
        this.access = access | (this.access & Opcodes.ACC_RECORD);
      }
    }

    @Override
    public FieldVisitor visitField(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        @Nullable Object value) {
      member(access, name + " " + descriptor);
      return new FieldVisitor(Opcodes.ASM9) {
        @Override
        public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
          return annotated(descriptor);
        }
      };
    }

    @Override
    public MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      member(access, name + descriptor);
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
          return annotated(descriptor);
        }
      };
    }

    private @Nullable AnnotationVisitor annotated(String descriptor) {
      annotations.add(descriptor.substring(1, descriptor.length() - 1));
      return null;
    }

    private void member(int access, String key) {
      if ((access & (Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED)) != 0) {
        members.put(key, ApiType.flags(access));
      } else {
        hidden.add(key);
      }
    }

    @Override
    public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
      annotated(descriptor);
      return annotation.visit(descriptor);
    }
  }
}
