package io.jenkins.plugins.cloudrun.image.dockerfile.builder;

/**
 * What a registry of base images asks for.
 *
 * @param host such as {@code europe-docker.pkg.dev}
 * @param secret a password or token; never shown
 */
public record BaseLogin(String host, String user, String secret) {
  @Override
  public String toString() {
    return user + " at " + host;
  }
}
