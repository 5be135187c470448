package io.jenkins.plugins.cloudrun.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * {@code skopeo} fetches the base into a folder, {@code umoci} adds the layers, {@code skopeo}
 * pushes. The folder stays; what is in it is not fetched again.
 */
final class Umoci implements Tool {
  static final String NAME = "umoci";
  private static final String SKOPEO = "skopeo";

  private final Workbench bench;
  private Path folder;

  Umoci(Workbench bench) throws IOException {
    this.bench = bench;
    this.folder = bench.empty(NAME);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void forget() throws IOException {
    folder = bench.empty(NAME);
  }

  @Override
  public long push(Target target) throws IOException, InterruptedException {
    String local = folder.resolve("layout") + ":shop";
    long nanos =
        run(
            SKOPEO,
            "copy",
            "--quiet",
            "--insecure-policy",
            "--src-tls-verify=false",
            "docker://" + target.base(),
            "oci:" + local);
    nanos += insert(local, bench.application().lib(), Application.LIBS_IN_IMAGE);
    nanos += insert(local, bench.application().classes(), Application.CLASSES_IN_IMAGE);
    List<String> config = new ArrayList<>(List.of(NAME, "config", "--image", local));
    Application.entrypoint()
        .forEach(word -> Collections.addAll(config, "--config.entrypoint", word));
    nanos += run(config.toArray(String[]::new));
    return nanos
        + run(
            SKOPEO,
            "copy",
            "--quiet",
            "--insecure-policy",
            "--dest-tls-verify=false",
            "oci:" + local,
            "docker://" + target.image());
  }

  private long insert(String local, Path from, String inImage)
      throws IOException, InterruptedException {
    return run(NAME, "insert", "--image", local, from.toString(), inImage);
  }

  private long run(String... command) throws IOException, InterruptedException {
    return bench.programs().run(folder, List.of(command));
  }
}
