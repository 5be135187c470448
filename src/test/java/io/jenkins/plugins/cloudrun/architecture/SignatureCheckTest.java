package io.jenkins.plugins.cloudrun.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The checks of signatures and references must fail on what is wrong, whatever Jenkins is there.
 */
class SignatureCheckTest {
  private static final ApiListing LISTING =
      ApiListing.of(
          "C public class hudson/Lamp extends hudson/Thing implements hudson/Marker",
          "F public,static,final ON I",
          "M public light()Ljava/lang/String;",
          "M public,final shade()V",
          "M public,static of(I)Lhudson/Lamp;",
          "C public,abstract class hudson/Thing extends java/lang/Object",
          "M public <init>()V",
          "M public,abstract weight()I",
          "C public,abstract annotation hudson/Mark extends java/lang/Object implements"
              + " java/lang/annotation/Annotation");
  private static final SignatureCheck CHECK =
      new SignatureCheck(
          LISTING,
          Map.of("hudson/Mark", AnnotationType.parse(" @Retention(RUNTIME) @Target TYPE")));

  @Test
  void acceptsARightSignature() {
    ClassWriter lamp = lamp();
    method(lamp, Opcodes.ACC_PUBLIC, "light", "()Ljava/lang/String;");
    method(lamp, Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "of", "(I)Lhudson/Lamp;");
    method(lamp, Opcodes.ACC_PRIVATE, "own", "()V");
    assertEquals(List.of(), check(lamp));
  }

  @Test
  void findsAWrongDescriptor() {
    ClassWriter lamp = lamp();
    method(lamp, Opcodes.ACC_PUBLIC, "light", "()Ljava/lang/Object;");
    assertEquals(List.of("hudson/Lamp has no light()Ljava/lang/Object;"), check(lamp));
  }

  @Test
  void findsWrongFlags() {
    ClassWriter lamp = lamp();
    method(lamp, Opcodes.ACC_PUBLIC, "of", "(I)Lhudson/Lamp;");
    assertEquals(
        List.of(
            "hudson/Lamp: flags of of(I)Lhudson/Lamp; here [public], in Jenkins [public, static]"),
        check(lamp));
  }

  @Test
  void findsAWrongSuperclassKindAndInterfaces() {
    ClassWriter lamp = new ClassWriter(0);
    lamp.visit(
        Opcodes.V17,
        Opcodes.ACC_PUBLIC | Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT,
        "hudson/Lamp",
        null,
        "java/lang/Object",
        null);
    assertEquals(
        List.of(
            "hudson/Lamp: kind here interface, in Jenkins class",
            "hudson/Lamp: flags here [abstract, public], in Jenkins [public]",
            "hudson/Lamp: superclass here java/lang/Object, in Jenkins hudson/Thing",
            "hudson/Lamp: interfaces here [], in Jenkins [hudson/Marker]"),
        check(lamp));
  }

  @Test
  void findsATypeThatIsNotThere() {
    ClassWriter other = new ClassWriter(0);
    other.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "hudson/Candle", null, "java/lang/Object", null);
    assertEquals(List.of("hudson/Candle is not listed"), check(other));
  }

  @Test
  void findsMembersOfATypeThatIsKnownAsASupertypeOnly() {
    ClassWriter marker = new ClassWriter(0);
    int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_INTERFACE | Opcodes.ACC_ABSTRACT;
    marker.visit(Opcodes.V17, access, "hudson/Marker", null, "java/lang/Object", null);
    assertEquals(List.of(), check(marker));
    method(marker, Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT, "mark", "()V");
    assertEquals(
        List.of("hudson/Marker is listed as a supertype only: declare it without members"),
        check(marker));
  }

  @Test
  void findsAWrongRetention() {
    ClassWriter mark = new ClassWriter(0);
    mark.visit(
        Opcodes.V17,
        Opcodes.ACC_PUBLIC | Opcodes.ACC_ABSTRACT | Opcodes.ACC_INTERFACE | Opcodes.ACC_ANNOTATION,
        "hudson/Mark",
        null,
        "java/lang/Object",
        new String[] {"java/lang/annotation/Annotation"});
    AnnotationVisitor retention = mark.visitAnnotation("Ljava/lang/annotation/Retention;", true);
    retention.visitEnum("value", "Ljava/lang/annotation/RetentionPolicy;", "CLASS");
    assertEquals(
        List.of(
            "hudson/Mark: retention here CLASS, in Jenkins RUNTIME",
            "hudson/Mark: targets here [], in Jenkins [TYPE]"),
        check(mark));
  }

  @Test
  void findsAReferenceToWhatJenkinsHasNot() {
    ClassWriter ours = new ClassWriter(0);
    ours.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "ours/User", null, "java/lang/Object", null);
    MethodVisitor use = ours.visitMethod(Opcodes.ACC_PUBLIC, "use", "()V", null, null);
    use.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL, "hudson/Lamp", "light", "()Ljava/lang/String;", false);
    use.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "hudson/Lamp", "weight", "()I", false);
    use.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "hudson/Lamp", "hashCode", "()I", false);
    use.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "hudson/Lamp", "weight", "()J", false);
    use.visitFieldInsn(Opcodes.GETSTATIC, "hudson/Lamp", "ON", "I");
    use.visitFieldInsn(Opcodes.GETSTATIC, "hudson/Lamp", "OFF", "I");
    use.visitTypeInsn(Opcodes.NEW, "hudson/Candle");
    use.visitMethodInsn(Opcodes.INVOKEINTERFACE, "hudson/Thing", "weight", "()I", true);
    assertEquals(
        List.of(
            "ours/User: hudson/Thing is taken for the wrong kind of type in hudson/Thing.weight()I",
            "ours/User: no member hudson/Lamp.OFF I",
            "ours/User: no member hudson/Lamp.weight()J",
            "ours/User: no type hudson/Candle"),
        references(ours));
  }

  @Test
  void findsWhatAClassOfOursMustOrMustNotDeclare() {
    ClassWriter ours = new ClassWriter(0);
    ours.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "ours/Torch", null, "hudson/Lamp", null);
    method(ours, Opcodes.ACC_PUBLIC, "shade", "()V");
    assertEquals(
        List.of(
            "ours/Torch: does not implement weight()I of hudson/Thing",
            "ours/Torch: overrides shade()V, which is final in hudson/Lamp"),
        references(ours));
  }

  private static ClassWriter lamp() {
    ClassWriter lamp = new ClassWriter(0);
    lamp.visit(
        Opcodes.V17,
        Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER,
        "hudson/Lamp",
        null,
        "hudson/Thing",
        new String[] {"hudson/Marker"});
    return lamp;
  }

  private static void method(ClassWriter type, int access, String name, String descriptor) {
    type.visitMethod(access, name, descriptor, null, null);
  }

  private static List<String> check(ClassWriter type) {
    return CHECK.problems(new ClassFile(type.toByteArray()));
  }

  private static List<String> references(ClassWriter type) {
    ClassFile file = new ClassFile(type.toByteArray());
    return new ReferenceCheck(LISTING, List.of(file)).problems(file);
  }
}
