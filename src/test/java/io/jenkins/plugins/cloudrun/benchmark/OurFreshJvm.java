package io.jenkins.plugins.cloudrun.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Our step in a JVM that starts for it and ends with it. */
final class OurFreshJvm implements Tool {
  private static final String NAME = "fresh-jvm";

  private final Workbench bench;
  private Path cache;

  OurFreshJvm(Workbench bench) throws IOException {
    this.bench = bench;
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
  public long push(Target target) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(Child.command(OurBuild.class, OurBuild.LIBRARIES, List.of()));
    command.addAll(OurAgent.question(bench, target, cache));
    return bench.programs().run(bench.root(), command);
  }
}
