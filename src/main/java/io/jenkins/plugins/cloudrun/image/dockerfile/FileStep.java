package io.jenkins.plugins.cloudrun.image.dockerfile;

import io.jenkins.plugins.cloudrun.image.ignore.DockerIgnore;
import io.jenkins.plugins.cloudrun.image.ignore.IgnoreRules;
import io.jenkins.plugins.cloudrun.model.InvalidValueException;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/** Instructions that change files: {@code COPY}, {@code ADD} and {@code WORKDIR}. */
final class FileStep {
  private static final int TEXT_MODE = 0644;

  private final StageImage image;
  private final Map<String, String> variables;
  private final UnaryOperator<String> expand;
  private final Downloads downloads;
  private final Path work;

  /**
   * @param variables as they are before the instruction
   * @param expand replaces them
   */
  FileStep(
      StageImage image,
      Map<String, String> variables,
      UnaryOperator<String> expand,
      Downloads downloads,
      Path work) {
    this.image = image;
    this.variables = variables;
    this.expand = expand;
    this.downloads = downloads;
    this.work = work;
  }

  /** A name that the image does not know leaves the folder with root, as it is without USER. */
  void workdir(Instruction instruction) throws Failure, IOException, InterruptedException {
    String path = absolute(expand.apply(instruction.words().get(0)));
    String clean = TreePath.clean(path);
    ImageTree tree = image.tree();
    LayerBuilder layer = new LayerBuilder(tree);
    layer.folder(clean, user(tree));
    image.config().workdir = clean;
    image.add(layer.layer(instruction.text()));
  }

  /**
   * @param from where sources are looked for
   */
  void copy(Instruction instruction, FileTree from)
      throws Failure, IOException, InterruptedException {
    List<String> words = new ArrayList<>(instruction.words());
    String destination = absolute(expand.apply(words.remove(words.size() - 1)));
    List<String> files = new ArrayList<>();
    List<URI> remote = new ArrayList<>();
    for (String word : words) {
      String source = expand.apply(word);
      if (!instruction.heredocs().isEmpty() && HeredocStart.parse(word).isPresent()) {
        continue;
      }
      if (source.isEmpty()) {
        throw new InvalidValueException(
            "the source '" + word + "' is empty; is a variable not set?");
      }
      if (instruction.keyword() == Keyword.ADD && Downloads.isRemote(source)) {
        remote.add(Downloads.uri(source));
      } else {
        files.add(source);
      }
    }
    ImageTree tree = image.tree();
    LayerBuilder layer = new LayerBuilder(tree);
    int count = files.size() + remote.size() + instruction.heredocs().size();
    boolean several = count > 1 && !destination.endsWith("/");
    Copy copy =
        new Copy(
            from,
            files,
            destination,
            owner(instruction, tree),
            mode(instruction),
            exclude(instruction),
            instruction.isSet("parents"),
            unpacks(instruction),
            work);
    if (several && !copy.intoFolder(tree)) {
      throw new InvalidValueException(
          "several sources go to '" + destination + "': write a slash at its end.");
    }
    for (URI uri : remote) {
      Downloads.Download download =
          downloads.fetch(uri, instruction.flag("checksum").map(expand), work);
      copy.text(download.name(), 0600, download.content(), tree, layer);
    }
    for (Heredoc heredoc : instruction.heredocs()) {
      String text =
          heredoc.expands() ? Expansion.heredoc(heredoc.content(), variables) : heredoc.content();
      TextContent content = TextContent.of(text.getBytes(StandardCharsets.UTF_8));
      copy.text(heredoc.name(), TEXT_MODE, content, tree, layer);
    }
    copy.into(tree, layer);
    image.add(layer.layer(instruction.text()));
  }

  /** From the working directory; a slash stays at the end of what must be a folder. */
  private String absolute(String path) {
    if (path.isEmpty()) {
      throw new InvalidValueException("the path is empty; is a variable not set?");
    }
    String workdir = image.config().workdir.isEmpty() ? "/" : image.config().workdir;
    String clean = TreePath.clean(path.startsWith("/") ? path : workdir + "/" + path);
    boolean folder = path.endsWith("/") || path.matches("(.*/)?\\.\\.?");
    return folder && !clean.equals("/") ? clean + "/" : clean;
  }

  private Owner user(ImageTree tree) throws IOException {
    String user = image.config().user;
    if (user.isEmpty()) {
      return Owner.ROOT;
    }
    try {
      return new Accounts(tree).owner(user);
    } catch (InvalidValueException e) {
      return Owner.ROOT;
    }
  }

  private Optional<Owner> owner(Instruction instruction, ImageTree tree) throws IOException {
    Optional<String> chown = instruction.flag("chown").map(expand).filter(text -> !text.isEmpty());
    return chown.isEmpty() ? Optional.empty() : Optional.of(new Accounts(tree).owner(chown.get()));
  }

  private OptionalInt mode(Instruction instruction) {
    Optional<String> chmod = instruction.flag("chmod").map(expand);
    if (chmod.isEmpty()) {
      return OptionalInt.empty();
    }
    if (!chmod.get().matches("0?[0-7]{3,4}")) {
      throw new InvalidValueException(
          "--chmod=" + chmod.get() + " is not known: give the permissions in octal, such as 755.");
    }
    return OptionalInt.of(Integer.parseInt(chmod.get(), 8));
  }

  private IgnoreRules exclude(Instruction instruction) {
    List<String> patterns = instruction.flags().getOrDefault("exclude", List.of());
    return patterns.isEmpty()
        ? IgnoreRules.NONE
        : DockerIgnore.of(patterns.stream().map(expand).toList());
  }

  private static boolean unpacks(Instruction instruction) {
    return instruction.keyword() == Keyword.ADD
        && (instruction.flag("unpack").isEmpty() || instruction.isSet("unpack"));
  }
}
