package io.jenkins.plugins.cloudrun.rollout.port;

import io.jenkins.plugins.cloudrun.model.ImageReference;
import io.jenkins.plugins.cloudrun.model.ProjectId;
import io.jenkins.plugins.cloudrun.model.Severity;
import java.util.List;

/** What Artifact Analysis knows of images. Every call blocks, for at most a minute. */
public interface Scans {
  /**
   * How far the scan of an image is.
   *
   * @param project that the image's repository is in
   * @param image by digest
   * @throws Failure.Permanent with {@link Failure.Reason#DENIED} when the account may not look, and
   *     {@link Failure.Reason#REFUSED} when the API is not enabled
   */
  Scan scan(ProjectId project, ImageReference image) throws Failure;

  /** What a finished scan found, one entry for each package that is concerned. */
  List<Vulnerability> vulnerabilities(ProjectId project, ImageReference image) throws Failure;

  /** Where a scan stands. */
  enum Status {
    /** Nothing is known of the image: it was not noticed yet, or nobody scans here. */
    UNKNOWN,
    PENDING,
    SCANNING,
    FINISHED,
    FAILED,
    /** The image holds no operating system or packages that are understood. */
    UNSUPPORTED
  }

  /**
   * A scan.
   *
   * @param error what the scanner said of a scan that failed; may be empty
   */
  record Scan(Status status, String error) {}

  /**
   * A known weakness of a package in an image.
   *
   * @param id such as {@code CVE-2024-0001} or {@code GHSA-...}
   * @param severity by the distribution or language, where it ranks; else by the scanner
   * @param packageName such as {@code openssl}
   * @param installed version
   * @param fixed the version that mends it; empty if there is none yet
   * @param cvss 0 to 10; 0 if it is not known
   * @param dismissed whether the owner has stated that the image is not affected (VEX)
   */
  record Vulnerability(
      String id,
      Severity severity,
      String packageName,
      String installed,
      String fixed,
      double cvss,
      boolean dismissed) {}
}
