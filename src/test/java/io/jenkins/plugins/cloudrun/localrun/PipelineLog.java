package io.jenkins.plugins.cloudrun.localrun;

import java.io.PrintStream;

/** The build log, as Jenkins writes it. */
final class PipelineLog {
  private final PrintStream out;

  PipelineLog(PrintStream out) {
    this.out = out;
  }

  PrintStream out() {
    return out;
  }

  void line(String text) {
    out.println(text);
  }

  void step(String name) {
    out.println("[Pipeline] " + name);
  }

  /** Runs the inside of a block step such as {@code stage}; {@code label} is shown at its brace. */
  void block(String name, String label, Runnable inside) {
    step(name);
    step(label.isEmpty() ? "{" : "{ (" + label + ")");
    try {
      inside.run();
    } finally {
      step("}");
      step("// " + name);
    }
  }
}
