package io.jenkins.plugins.cloudrun.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code buildah bud} and {@code push}, overlay storage, layers kept, no {@code RUN}. */
final class Buildah implements Tool {
  static final String NAME = "buildah";
  private static final String LOCAL = "shop:local";

  private final Workbench bench;
  private final Path dockerfile;
  private Path storage;

  Buildah(Workbench bench) throws IOException {
    this.bench = bench;
    this.dockerfile = bench.folder().resolve("Dockerfile");
    this.storage = bench.empty(NAME);
    Files.writeString(
        dockerfile,
        """
        ARG BASE
        FROM ${BASE}
        COPY lib %s
        COPY classes %s
        ENTRYPOINT ["%s"]
        """
            .formatted(
                Application.LIBS_IN_IMAGE,
                Application.CLASSES_IN_IMAGE,
                String.join("\", \"", Application.entrypoint())));
    Files.writeString(bench.root().resolve(".dockerignore"), Application.JAR + "\nsrc\n.git\n");
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void forget() throws IOException {
    storage = bench.empty(NAME);
  }

  @Override
  public long push(Target target) throws IOException, InterruptedException {
    long built =
        buildah(
            "bud",
            "--layers",
            "--isolation",
            "chroot",
            "--tls-verify=false",
            "--build-arg",
            "BASE=" + target.base(),
            "-f",
            dockerfile.toString(),
            "-t",
            LOCAL,
            bench.root().toString());
    return built + buildah("push", "--tls-verify=false", LOCAL, "docker://" + target.image());
  }

  private long buildah(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(NAME);
    command.addAll(List.of("--root", storage.resolve("root").toString()));
    command.addAll(List.of("--runroot", storage.resolve("run").toString()));
    command.addAll(List.of("--storage-driver", "overlay"));
    command.addAll(List.of(words));
    return bench.programs().run(bench.root(), command);
  }
}
