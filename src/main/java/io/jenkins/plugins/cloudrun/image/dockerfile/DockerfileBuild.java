package io.jenkins.plugins.cloudrun.image.dockerfile;

import io.jenkins.plugins.cloudrun.image.base.Base;
import io.jenkins.plugins.cloudrun.image.ignore.IgnoreRules;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Builds a Dockerfile without a daemon, for linux/amd64: executes what needs no process and
 * describes the result. Stages that the result does not need are not looked at.
 */
public final class DockerfileBuild {
  private final Dockerfile file;
  private final FileTree context;
  private final Bases bases;
  private final BaseReader reader;
  private final Downloads downloads;
  private final Path work;
  private final Variables variables;
  private final List<String> warnings;
  private final Map<Integer, StageImage> built = new HashMap<>();
  private final Map<String, ImageTree> images = new HashMap<>();

  /** Thrown to leave a stage whose base has a trigger that runs something. */
  private static final class MustRun extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient RunInstruction run;

    MustRun(RunInstruction run) {
      super(null, null, false, false);
      this.run = run;
    }
  }

  private DockerfileBuild(
      Dockerfile file,
      Path context,
      IgnoreRules rules,
      Bases bases,
      HttpClient.Builder http,
      Optional<LayerIndex> index,
      Path work) {
    this.file = file;
    this.context = new ContextTree(context, rules);
    this.bases = bases;
    this.reader = new BaseReader(bases, index, work);
    this.warnings = new ArrayList<>(file.warnings());
    this.downloads = new Downloads(http, warnings::add);
    this.work = work;
    this.variables = new Variables(file);
  }

  /**
   * Builds, or says what stands against it. Nothing is uploaded, and files of the context are read
   * only when layers are made of what this describes.
   *
   * @param context an existing folder
   * @param rules what of it is left out: {@code DockerIgnore.read}
   * @param http with the proxy that applies here, for {@code ADD} of URLs
   * @param work an existing folder of this build, to be deleted after the layers have been made
   * @throws InvalidValueException with file and line, if the Dockerfile does not fit the context
   * @throws Failure if a registry or a download failed
   */
  public static DockerfilePlan plan(
      Dockerfile file,
      Path context,
      IgnoreRules rules,
      Bases bases,
      HttpClient.Builder http,
      Path work)
      throws Failure, IOException, InterruptedException {
    return plan(file, context, rules, bases, http, work, Optional.empty());
  }

  /**
   * The same, remembering what layers of bases hold.
   *
   * @param index a folder of its own in the agent's cache, which builds share: with it a base that
   *     was read once is neither fetched nor unpacked again; may be deleted at any time
   */
  public static DockerfilePlan plan(
      Dockerfile file,
      Path context,
      IgnoreRules rules,
      Bases bases,
      HttpClient.Builder http,
      Path work,
      Optional<Path> index)
      throws Failure, IOException, InterruptedException {
    DockerfileBuild build =
        new DockerfileBuild(
            file, context.toRealPath(), rules, bases, http, index.map(LayerIndex::new), work);
    Optional<RunInstruction> run = NeededStages.of(file, build.variables).run();
    if (run.isPresent()) {
      return new DockerfilePlan.NeedsBuilder(run.get());
    }
    try {
      StageImage image = build.stage(file.last());
      return new DockerfilePlan.InProcess(DockerfileImage.of(image, build.warnings));
    } catch (MustRun e) {
      return new DockerfilePlan.NeedsBuilder(e.run);
    } catch (IOException e) {
      throw Abort.unless(e);
    }
  }

  /** The image of a stage, built once. */
  private StageImage stage(Stage stage) throws Failure, IOException, InterruptedException, MustRun {
    StageImage known = built.get(stage.index());
    if (known == null) {
      known = build(stage);
      built.put(stage.index(), known);
    }
    return known;
  }

  private StageImage build(Stage stage) throws Failure, IOException, InterruptedException, MustRun {
    StageImage image = begin(stage);
    Map<String, String> arguments = new HashMap<>();
    List<String> triggers = List.copyOf(image.config().triggers);
    image.config().triggers.clear();
    for (String trigger : triggers) {
      String name = "ONBUILD of " + stage.base();
      InstructionParser parser = new InstructionParser(name, file.escape());
      for (LogicalLines.Line line : LogicalLines.read(name, trigger).lines()) {
        Instruction instruction = parser.parse(line);
        if (instruction.keyword() == Keyword.RUN) {
          throw new MustRun(new RunInstruction("a trigger of " + stage.base(), trigger));
        }
        located(name + ": ", () -> run(instruction, stage, image, arguments));
      }
    }
    for (Instruction instruction : stage.instructions()) {
      located(
          file.where(instruction.line()) + instruction.keyword() + ": ",
          () -> run(instruction, stage, image, arguments));
    }
    return image;
  }

  private StageImage begin(Stage stage) throws Failure, IOException, InterruptedException, MustRun {
    String where = file.where(stage.from().line());
    String name = variables.inFrom(stage.base());
    if (name.isBlank()) {
      throw new InvalidValueException(
          where + "the name of the base is empty: '" + stage.base() + "' has no value.");
    }
    String platform = stage.from().flag("platform").map(variables::inFrom).orElse("linux/amd64");
    if (!platform.equals("linux/amd64") && !platform.equals("linux/x86_64")) {
      throw new InvalidValueException(
          where + "--platform=" + platform + ": Cloud Run runs linux/amd64 alone.");
    }
    Optional<Stage> other = NeededStages.base(file, stage, name);
    if (other.isPresent()) {
      return stage(other.get()).next();
    }
    try {
      return StageImage.on(bases.resolve(name), reader);
    } catch (InvalidValueException e) {
      throw new InvalidValueException(where + e.getMessage());
    }
  }

  private void run(
      Instruction instruction, Stage stage, StageImage image, Map<String, String> arguments)
      throws Failure, IOException, InterruptedException, MustRun {
    StageConfig config = image.config();
    Map<String, String> now = Variables.both(arguments, config.env);
    UnaryOperator<String> expand = text -> Expansion.word(text, file.escape(), now);
    switch (instruction.keyword()) {
      case ARG -> variables.define(instruction.pairs(), arguments, config.env);
      case COPY, ADD ->
          new FileStep(image, now, expand, downloads, work)
              .copy(instruction, source(stage, instruction));
      case WORKDIR -> new FileStep(image, now, expand, downloads, work).workdir(instruction);
      default -> new ConfigStep(config, expand).run(instruction);
    }
  }

  private FileTree source(Stage stage, Instruction instruction)
      throws Failure, IOException, InterruptedException, MustRun {
    Optional<String> from = instruction.flag("from");
    if (from.isEmpty() || instruction.keyword() != Keyword.COPY) {
      return context;
    }
    Optional<Stage> other = NeededStages.source(file, stage, instruction);
    if (other.isPresent()) {
      return stage(other.get()).tree();
    }
    String name = from.get();
    if (name.isEmpty() || name.contains("$")) {
      throw new InvalidValueException(
          "--from='"
              + name
              + "' is neither a stage nor an image; variables are not replaced here.");
    }
    ImageTree known = images.get(name);
    if (known == null) {
      Base base =
          bases
              .resolve(name)
              .orElseThrow(() -> new InvalidValueException("there is nothing in 'scratch'."));
      known = reader.read(base);
      images.put(name, known);
    }
    return known;
  }

  private interface Step {
    void run() throws Failure, IOException, InterruptedException, MustRun;
  }

  private void located(String where, Step step)
      throws Failure, IOException, InterruptedException, MustRun {
    try {
      step.run();
    } catch (InvalidValueException e) {
      String message = String.valueOf(e.getMessage());
      throw message.startsWith(file.name() + ", line ")
          ? e
          : new InvalidValueException(where + message);
    }
  }
}
