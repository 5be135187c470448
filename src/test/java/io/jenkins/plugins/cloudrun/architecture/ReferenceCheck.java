package io.jenkins.plugins.cloudrun.architecture;

import io.jenkins.plugins.cloudrun.architecture.ClassFile.Reference;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.objectweb.asm.Type;

/** Follows what our classes ask of Jenkins, and finds it there or says that it is missing. */
final class ReferenceCheck {
  /** Packages of types that come with a Jenkins and are known to us by their signatures alone. */
  static final Pattern JENKINS =
      Pattern.compile(
          "(hudson|jenkins|org/jenkinsci|org/jenkins|org/kohsuke|com/cloudbees|net/sf/json"
              + "|jakarta/servlet|org/springframework|org/acegisecurity)/.*");

  private final ApiListing listing;
  private final Map<String, ApiType> ours = new LinkedHashMap<>();
  private final Map<String, Set<String>> hidden = new HashMap<>();
  private final Map<String, ApiType> loaded = new HashMap<>();

  ReferenceCheck(ApiListing listing, List<ClassFile> classes) {
    this.listing = listing;
    for (ClassFile c : classes) {
      ours.put(c.type().name(), c.type());
      hidden.put(c.type().name(), c.hiddenMembers());
    }
  }

  List<String> problems(ClassFile file) {
    Set<String> problems = new TreeSet<>();
    for (String type : file.typeReferences()) {
      if (JENKINS.matcher(type).matches() && listing.type(type).isEmpty()) {
        problems.add("no type " + type);
      }
    }
    for (Reference reference : file.memberReferences()) {
      reference(problems, reference);
    }
    inheritance(problems, file.type());
    return problems.stream().map(p -> file.type().name() + ": " + p).toList();
  }

  private void reference(Set<String> problems, Reference reference) {
    if (reference.owner().startsWith("[")) {
      return;
    }
    List<ApiType> lineage = lineage(reference.owner());
    if (lineage.stream().noneMatch(t -> JENKINS.matcher(t.name()).matches())) {
      return;
    }
    ApiType owner = lineage.get(0);
    if (lineage.stream().noneMatch(t -> has(t, reference.key()))) {
      problems.add("no member " + reference);
    } else if (!reference.key().contains(" ")
        && JENKINS.matcher(owner.name()).matches()
        && owner.isInterface() != reference.onInterface()) {
      problems.add(owner.name() + " is taken for the wrong kind of type in " + reference);
    }
  }

  private boolean has(ApiType type, String key) {
    return type.members().containsKey(key)
        || hidden.getOrDefault(type.name(), Set.of()).contains(key);
  }

  /** A class of ours must implement all that is abstract in Jenkins, and override nothing final. */
  private void inheritance(Set<String> problems, ApiType type) {
    List<ApiType> lineage = lineage(type.name());
    if (lineage.stream().noneMatch(t -> JENKINS.matcher(t.name()).matches())) {
      return;
    }
    Map<String, String> wanted = new TreeMap<>();
    for (ApiType ancestor : lineage) {
      ancestor
          .members()
          .forEach(
              (key, flags) -> {
                boolean method = key.contains("(") && !key.startsWith("<");
                if (method && flags.contains("abstract") && !type.isAbstract()) {
                  wanted.putIfAbsent(key, ancestor.name());
                }
                if (method
                    && flags.contains("final")
                    && !flags.contains("static")
                    && !ours.containsKey(ancestor.name())
                    && type.members().containsKey(key)) {
                  problems.add("overrides " + key + ", which is final in " + ancestor.name());
                }
              });
    }
    wanted.forEach(
        (key, ancestor) -> {
          if (lineage.stream().noneMatch(t -> isImplemented(t, key))) {
            problems.add("does not implement " + key + " of " + ancestor);
          }
        });
  }

  private static boolean isImplemented(ApiType type, String key) {
    Set<String> flags = type.members().get(key);
    return flags != null && !flags.contains("abstract");
  }

  /** The type and all its supertypes, superclasses first. */
  private List<ApiType> lineage(String name) {
    Map<String, ApiType> found = new LinkedHashMap<>();
    climb(name, found);
    return List.copyOf(found.values());
  }

  private void climb(String name, Map<String, ApiType> found) {
    if (found.containsKey(name)) {
      return;
    }
    ApiType own = ours.get(name);
    ApiType type = own != null ? own : listing.type(name).orElseGet(() -> load(name));
    found.put(name, type);
    type.supertypes().forEach(s -> climb(s, found));
  }

  /** Types of the JDK and of libraries, which are there to be looked at. */
  private ApiType load(String name) {
    ApiType known = loaded.get(name);
    if (known != null) {
      return known;
    }
    ApiType type = reflect(name);
    loaded.put(name, type);
    return type;
  }

  private static ApiType reflect(String name) {
    Map<String, Set<String>> members = new HashMap<>();
    Set<String> interfaces = new TreeSet<>();
    String superclass = "java/lang/Object";
    int modifiers = Modifier.PUBLIC;
    boolean isInterface = false;
    if (!JENKINS.matcher(name).matches()) {
      try {
        Class<?> c =
            Class.forName(name.replace('/', '.'), false, ReferenceCheck.class.getClassLoader());
        modifiers = c.getModifiers();
        isInterface = c.isInterface();
        if (c.getSuperclass() != null) {
          superclass = Type.getInternalName(c.getSuperclass());
        }
        Arrays.stream(c.getInterfaces()).map(Type::getInternalName).forEach(interfaces::add);
        for (Method m : c.getDeclaredMethods()) {
          members.put(m.getName() + Type.getMethodDescriptor(m), ApiType.flags(m.getModifiers()));
        }
        Arrays.stream(c.getDeclaredConstructors())
            .forEach(
                k ->
                    members.put(
                        "<init>" + Type.getConstructorDescriptor(k),
                        ApiType.flags(k.getModifiers())));
        Arrays.stream(c.getDeclaredFields())
            .forEach(
                f ->
                    members.put(
                        f.getName() + " " + Type.getDescriptor(f.getType()),
                        ApiType.flags(f.getModifiers())));
      } catch (ClassNotFoundException | LinkageError e) {
        // Absent: it has no members, and what asks for one is reported.
        members.clear();
      }
    }
    return new ApiType(
        name,
        isInterface ? "interface" : "class",
        ApiType.flags(modifiers),
        superclass,
        interfaces,
        members);
  }
}
