package io.jenkins.plugins.cloudrun.front;

/** Takes a line for the build log. */
public interface LogLine {
  void say(String text);
}
