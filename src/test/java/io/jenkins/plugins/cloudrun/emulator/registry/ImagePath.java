package io.jenkins.plugins.cloudrun.emulator.registry;

import java.util.regex.Pattern;

/**
 * The path of an image as Artifact Registry has it: {@code PROJECT/REPOSITORY/IMAGE}, where the
 * image may have slashes too.
 */
record ImagePath(String text) {
  private static final String PART = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
  private static final Pattern VALID = Pattern.compile(PART + "(?:/" + PART + ")*");

  /** Where Artifact Registry's error texts say that the repositories are. */
  static final String LOCATION = "us-central1";

  static ImagePath parse(String text) throws OciError {
    if (text.length() > 255 || !VALID.matcher(text).matches()) {
      throw new OciError(400, "NAME_INVALID", "Invalid image name \"" + text + "\"");
    }
    if (text.split("/", -1).length < 3) {
      throw new OciError(
          400,
          "NAME_INVALID",
          "Missing image name. Pushes should be of the form docker push"
              + " HOST-NAME/PROJECT-ID/REPOSITORY/IMAGE");
    }
    return new ImagePath(text);
  }

  String project() {
    return text.substring(0, text.indexOf('/'));
  }

  /** The repository's name, without the project. */
  String repository() {
    int from = text.indexOf('/') + 1;
    return text.substring(from, text.indexOf('/', from));
  }

  /** As permissions and their errors name the repository. */
  String resource() {
    return "projects/" + project() + "/locations/" + LOCATION + "/repositories/" + repository();
  }

  @Override
  public String toString() {
    return text;
  }
}
