package io.jenkins.plugins.cloudrun.emulator.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A step that runs a shell: on this machine, in the workspace, whatever image it names. */
final class ShellStep {
  private static final Set<String> SHELLS = Set.of("sh", "bash", "/bin/sh", "/bin/bash");

  private ShellStep() {}

  /** Whether a step is one. */
  static boolean is(String entrypoint, List<String> args, String script) {
    return !script.isEmpty()
        || SHELLS.contains(entrypoint)
        || entrypoint.isEmpty() && !args.isEmpty() && SHELLS.contains(args.get(0));
  }

  static void run(StepContext context) throws StepFailure, IOException, InterruptedException {
    String script = Field.text(context.step(), "script");
    String entrypoint = Field.text(context.step(), "entrypoint");
    List<String> command = new ArrayList<>();
    if (!script.isEmpty()) {
      Path file = context.home().resolve("script");
      Files.writeString(
          file, here(context, script.startsWith("#!") ? script : "#!/bin/sh -e\n" + script));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
      command.add(file.toString());
    } else {
      if (!entrypoint.isEmpty()) {
        command.add(entrypoint);
      }
      context.args().forEach(arg -> command.add(here(context, arg)));
    }
    int exit = context.run(command, Map.of());
    if (exit != 0) {
      throw new StepFailure(exit);
    }
  }

  /** The real one is mounted there. */
  private static String here(StepContext context, String text) {
    return text.replace("/workspace", context.workspace().toString());
  }
}
