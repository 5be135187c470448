package io.jenkins.plugins.cloudrun.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Our step in the JVM of an agent, which has lived for some builds. */
final class OurAgent implements Tool {
  static final String NAME = "agent-jvm";

  /**
   * A small agent's: with more heap allowed, Java takes more, and is not faster. The serial
   * collector is what Java itself chooses on small machines.
   */
  static final List<String> FLAGS = List.of("-Xms16m", "-Xmx24m", "-XX:+UseSerialGC");

  /**
   * Usual for Java in containers: glibc otherwise keeps an arena of memory for each few threads.
   */
  static final Map<String, String> ENVIRONMENT = Map.of("MALLOC_ARENA_MAX", "2");

  private final Workbench bench;
  private final Child child;
  private Path cache;

  OurAgent(Workbench bench) throws IOException {
    this.bench = bench;
    this.child =
        Child.start(
            OurBuild.class,
            OurBuild.LIBRARIES,
            FLAGS,
            ENVIRONMENT,
            bench.folder().resolve("agent-jvm.log"));
    this.cache = bench.empty(NAME);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void forget() throws IOException {
    cache = bench.empty(NAME);
  }

  @Override
  public long push(Target target) throws IOException {
    return Long.parseLong(child.ask(question(bench, target, cache)));
  }

  /** The words that {@link OurBuild} takes. */
  static List<String> question(Workbench bench, Target target, Path cache) {
    return List.of(
        "push",
        bench.root().toString(),
        target.base(),
        target.repository(),
        target.tag(),
        cache.toString());
  }

  Memory memory() throws IOException {
    return Memory.parse(child.ask(List.of(Memory.QUESTION)));
  }

  @Override
  public void close() throws IOException {
    child.close();
  }
}
