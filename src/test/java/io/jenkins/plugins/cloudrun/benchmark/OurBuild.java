package io.jenkins.plugins.cloudrun.benchmark;

import io.jenkins.plugins.cloudrun.image.Built;
import io.jenkins.plugins.cloudrun.image.ImageAnswer;
import io.jenkins.plugins.cloudrun.image.ImageRequest;
import io.jenkins.plugins.cloudrun.image.registry.RegistryToken;
import java.nio.file.Path;
import java.util.List;

/**
 * What our step does on an agent, without Jenkins' remoting around it: the main class of a JVM.
 * Asked for {@code push root base repository commit cache}, answers the nanoseconds; asked for
 * {@code memory}, answers what {@link Memory} reads. With the words of a push as arguments, pushes
 * once and ends.
 */
final class OurBuild {
  /** What it needs beside our own classes, and an agent is therefore sent. */
  static final List<String> LIBRARIES = List.of("gson-", "jib-build-plan-");

  private OurBuild() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0) {
      push(List.of(arguments));
    } else {
      Talk.answer(OurBuild::answer);
    }
  }

  private static String answer(List<String> question) throws Exception {
    return question.get(0).equals(Memory.QUESTION)
        ? Memory.ofThisJava().line()
        : String.valueOf(push(question));
  }

  private static long push(List<String> words) throws Exception {
    long start = System.nanoTime();
    ImageRequest request =
        ImageRequest.of(words.get(3)).jar(Application.JAR).from(words.get(2)).build();
    ImageAnswer answer =
        new Built(RegistryToken.anonymous(), Path.of(words.get(5)), System.err::println)
            .run(request, Path.of(words.get(1)));
    if (!answer.tags().contains(words.get(4))) {
      throw new IllegalStateException("not tagged: " + answer);
    }
    return System.nanoTime() - start;
  }
}
