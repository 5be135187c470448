package io.jenkins.plugins.cloudrun.gcp;

/**
 * A call, as a message about its failure names it.
 *
 * @param service that is called, such as {@code Cloud Run}
 * @param what continues "Cloud Run could not ...": {@code update service shop in us-central1 of
 *     my-project}
 * @param write whether it changes something, so that an answer that is lost leaves doubt
 * @param region that the call goes to
 * @param role that a refused account most likely lacks
 */
record Doing(String service, String what, boolean write, String region, String role) {
  /** Of Cloud Run. */
  Doing(String what, boolean write, String region, String role) {
    this("Cloud Run", what, write, region, role);
  }

  static Doing read(Object resource, String region) {
    return new Doing("read " + resource, false, region, "roles/run.viewer or roles/run.developer");
  }

  static Doing write(String verb, Object resource, String region) {
    return new Doing(
        verb + " " + resource,
        true,
        region,
        "roles/run.developer on the project, and roles/iam.serviceAccountUser on the service"
            + " account that the container runs as");
  }
}
