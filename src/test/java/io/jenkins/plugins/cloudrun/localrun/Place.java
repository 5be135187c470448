package io.jenkins.plugins.cloudrun.localrun;

/**
 * Where something stands in a Jenkinsfile.
 *
 * @param line counted from 1
 */
record Place(String file, int line) {
  @Override
  public String toString() {
    return file + ":" + line;
  }
}
