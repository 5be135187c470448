package io.jenkins.plugins.cloudrun.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** jib-core in a JVM of its own, which has lived for some builds and has Java's own settings. */
final class JibCore implements Tool {
  static final String NAME = "jib-core";

  private final Workbench bench;
  private final Child child;
  private Path cache;

  JibCore(Workbench bench) throws IOException {
    this.bench = bench;
    this.child =
        Child.start(
            JibBuild.class,
            List.of(""),
            List.of(),
            Map.of(),
            bench.folder().resolve("jib-core.log"));
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
    return Long.parseLong(
        child.ask(
            List.of(
                "push", bench.root().toString(), target.base(), target.image(), cache.toString())));
  }

  @Override
  public void close() throws IOException {
    child.close();
  }
}
