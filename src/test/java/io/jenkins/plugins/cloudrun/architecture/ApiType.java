package io.jenkins.plugins.cloudrun.architecture;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.Opcodes;

/**
 * A type with what others may see of it: public and protected members by name and descriptor.
 *
 * @param name internal name, such as {@code hudson/model/Run}
 * @param kind class, interface, enum or annotation
 * @param flags those of public, protected, private, static, final and abstract that are set
 * @param superclass internal name; of an interface {@code java/lang/Object}
 * @param interfaces internal names
 * @param members name and descriptor of a method, name, blank and descriptor of a field; with flags
 */
record ApiType(
    String name,
    String kind,
    Set<String> flags,
    String superclass,
    Set<String> interfaces,
    Map<String, Set<String>> members) {

  boolean isInterface() {
    return kind.equals("interface") || kind.equals("annotation");
  }

  boolean isAbstract() {
    return flags.contains("abstract");
  }

  /** The superclass and the interfaces, in that order. */
  Set<String> supertypes() {
    Set<String> all = new java.util.LinkedHashSet<>();
    all.add(superclass);
    all.addAll(interfaces);
    return all;
  }

  static Set<String> flags(int access) {
    Set<String> flags = new TreeSet<>();
    put(flags, access, Opcodes.ACC_PUBLIC, "public");
    put(flags, access, Opcodes.ACC_PROTECTED, "protected");
    put(flags, access, Opcodes.ACC_PRIVATE, "private");
    put(flags, access, Opcodes.ACC_STATIC, "static");
    put(flags, access, Opcodes.ACC_FINAL, "final");
    put(flags, access, Opcodes.ACC_ABSTRACT, "abstract");
    return flags;
  }

  private static void put(Set<String> flags, int access, int bit, String name) {
    if ((access & bit) != 0) {
      flags.add(name);
    }
  }
}
