package io.jenkins.plugins.cloudrun.emulator;

/**
 * Who makes a call.
 *
 * @param email of the service account
 */
public record Principal(String email) {
  @Override
  public String toString() {
    return "serviceAccount:" + email;
  }
}
