package io.jenkins.plugins.cloudrun.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Holds a hand-written signature against the Jenkins that it stands for. */
final class SignatureCheck {
  private final ApiListing listing;
  private final Map<String, AnnotationType> annotations;

  SignatureCheck(ApiListing listing, Map<String, AnnotationType> annotations) {
    this.listing = listing;
    this.annotations = annotations;
  }

  /** What is wrong with it, a line each; nothing when the signature is right. */
  List<String> problems(ClassFile file) {
    ApiType ours = file.type();
    Optional<ApiType> listed = listing.type(ours.name());
    if (listed.isEmpty()) {
      return unlisted(ours);
    }
    ApiType theirs = listed.get();
    List<String> problems = new ArrayList<>();
    differ(problems, ours, "kind", ours.kind(), theirs.kind());
    differ(problems, ours, "flags", ours.flags(), theirs.flags());
    differ(problems, ours, "superclass", ours.superclass(), theirs.superclass());
    differ(problems, ours, "interfaces", ours.interfaces(), theirs.interfaces());
    ours.members()
        .forEach(
            (key, flags) -> {
              Set<String> real = theirs.members().get(key);
              if (real == null) {
                problems.add(ours.name() + " has no " + key);
              } else {
                differ(problems, ours, "flags of " + key, flags, real);
              }
            });
    if (ours.kind().equals("annotation")) {
      annotation(problems, ours, file.annotationType());
    }
    return problems;
  }

  /** Some types are listed by their subtypes only; nothing is known of their members. */
  private List<String> unlisted(ApiType ours) {
    if (!listing.isSupertype(ours.name())) {
      return List.of(ours.name() + " is not listed");
    }
    return ours.members().isEmpty()
        ? List.of()
        : List.of(ours.name() + " is listed as a supertype only: declare it without members");
  }

  private void annotation(List<String> problems, ApiType ours, AnnotationType declared) {
    AnnotationType real = annotations.get(ours.name());
    if (real == null) {
      problems.add(ours.name() + " is not in the list of annotations");
      return;
    }
    differ(problems, ours, "retention", declared.retention(), real.retention());
    differ(problems, ours, "targets", declared.targets(), real.targets());
    differ(problems, ours, "indexes", declared.indexes(), real.indexes());
  }

  private static void differ(
      List<String> problems, ApiType type, String what, Object ours, Object theirs) {
    if (!ours.equals(theirs)) {
      problems.add(type.name() + ": " + what + " here " + ours + ", in Jenkins " + theirs);
    }
  }
}
