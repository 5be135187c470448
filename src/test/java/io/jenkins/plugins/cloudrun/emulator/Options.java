package io.jenkins.plugins.cloudrun.emulator;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the emulator is like.
 *
 * @param data folder for unpacked images and the registry's blobs
 * @param project the only project there is
 * @param projectNumber its number; names may use either
 * @param regions the regions that it answers for
 * @param accounts e-mails of the service accounts that exist; any may do anything until denied
 * @param ports fixed ports, or {@link Ports#ANY}
 * @param reconcileDelay how long a write or a start takes at least before its effect is seen
 * @param startupLimit how long a container may take to start, whatever longer its probe allows
 * @param hostPaths folders of this machine that images may link to
 */
public record Options(
    Path data,
    String project,
    String projectNumber,
    Set<String> regions,
    List<String> accounts,
    Ports ports,
    Duration reconcileDelay,
    Duration startupLimit,
    Set<Path> hostPaths) {

  /**
   * Ports on 127.0.0.1; 0 takes a free one.
   *
   * @param firstService the first port for URLs of services; the next URL gets the next free one
   */
  public record Ports(
      int api,
      int token,
      int registry,
      int firstService,
      int storage,
      int cloudBuild,
      int containerAnalysis) {
    public static final Ports ANY = new Ports(0, 0, 0, 0, 0, 0, 0);
  }

  public Options {
    regions = Set.copyOf(regions);
    accounts = List.copyOf(accounts);
    hostPaths = Set.copyOf(hostPaths);
  }

  /** The usual: project {@code demo-project}, a few regions, one deployer, free ports. */
  public static Options in(Path data) {
    return new Options(
        data,
        "demo-project",
        "123456789012",
        Set.of("us-central1", "europe-west1", "europe-west6", "asia-northeast1"),
        List.of("deployer@demo-project.iam.gserviceaccount.com"),
        Ports.ANY,
        Duration.ofMillis(60),
        Duration.ofSeconds(30),
        Set.of());
  }

  /** The account that runs containers by default. */
  public String computeAccount() {
    return projectNumber + "-compute@developer.gserviceaccount.com";
  }

  public Options withAccounts(String... emails) {
    LinkedHashSet<String> all = new LinkedHashSet<>(accounts);
    all.addAll(List.of(emails));
    return new Options(
        data,
        project,
        projectNumber,
        regions,
        List.copyOf(all),
        ports,
        reconcileDelay,
        startupLimit,
        hostPaths);
  }

  public Options withPorts(Ports fixed) {
    return new Options(
        data,
        project,
        projectNumber,
        regions,
        accounts,
        fixed,
        reconcileDelay,
        startupLimit,
        hostPaths);
  }

  public Options withTimes(Duration delay, Duration startup) {
    return new Options(
        data, project, projectNumber, regions, accounts, ports, delay, startup, hostPaths);
  }

  public Options withHostPaths(Path... paths) {
    return new Options(
        data,
        project,
        projectNumber,
        regions,
        accounts,
        ports,
        reconcileDelay,
        startupLimit,
        Set.of(paths));
  }
}
