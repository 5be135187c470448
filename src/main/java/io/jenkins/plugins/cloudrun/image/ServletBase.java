package io.jenkins.plugins.cloudrun.image;

import io.jenkins.plugins.cloudrun.image.base.BaseImage;
import io.jenkins.plugins.cloudrun.model.ImageReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Servers for web applications, as their official images on Docker Hub have them. */
enum ServletBase {
  /** Its folder belongs to root, and it starts whatever lies there. */
  TOMCAT("Tomcat", "/usr/local/tomcat/webapps/ROOT", "CATALINA_OPTS"),

  /** Starts as a user of its own, who writes into its folder when it starts. */
  JETTY("Jetty", "/var/lib/jetty/webapps/ROOT", "JAVA_OPTIONS");

  private static final Pattern MAJOR = Pattern.compile("([0-9]+)(?:[.-].*)?");
  private static final int MODULAR = 12;

  private final String shown;
  private final String folder;
  private final String flagsVariable;

  ServletBase(String shown, String folder, String flagsVariable) {
    this.shown = shown;
    this.folder = folder;
    this.flagsVariable = flagsVariable;
  }

  /** The server that a base has by its name; empty if the name does not tell. */
  static Optional<ServletBase> named(String from) {
    String path =
        BaseImage.parse(from)
            .reference()
            .map(reference -> reference.name().path().toLowerCase(Locale.ROOT))
            .orElse("");
    String last = path.substring(path.lastIndexOf('/') + 1);
    for (String text : List.of(last, path)) {
      if (text.contains("tomcat")) {
        return Optional.of(TOMCAT);
      }
      if (text.contains("jetty")) {
        return Optional.of(JETTY);
      }
    }
    return Optional.empty();
  }

  /**
   * The base when none is given: Tomcat 10.1, which knows the Servlet API as {@code jakarta}, or
   * 9.0 for applications that use {@code javax}.
   *
   * @param compiledFor the Java version of the application's classes, if known
   */
  static String usual(boolean javax, Optional<Integer> compiledFor) {
    return "tomcat:" + (javax ? "9.0" : "10.1") + "-jre" + JavaBase.release(compiledFor);
  }

  String shown() {
    return shown;
  }

  /** Where the application at {@code /} lies. */
  String folder() {
    return folder;
  }

  /** The variable that gives the server's JVM its options. */
  String flagsVariable() {
    return flagsVariable;
  }

  /**
   * Words behind the base's entrypoint. Since version 12 Jetty's image serves no applications until
   * somebody names the modules for it; what is built on that image may have named them itself.
   */
  List<String> args(String from, boolean javax) {
    Optional<ImageReference> reference = BaseImage.parse(from).reference();
    boolean official =
        this == JETTY
            && reference.map(r -> ("/" + r.name().path()).endsWith("/jetty")).orElse(false);
    Matcher major = MAJOR.matcher(reference.flatMap(ImageReference::tag).orElse(""));
    if (!official || (major.matches() && Integer.parseInt(major.group(1)) < MODULAR)) {
      return List.of();
    }
    String api = javax ? "ee8" : "ee10";
    List<String> words = new ArrayList<>();
    for (String module : List.of("deploy", "annotations", "jsp")) {
      words.add("--module=" + api + "-" + module);
    }
    return words;
  }

  /**
   * Folders that the server's own user writes into. Which user that is, is the base's business: the
   * official image has numbered its own anew, and what others build on it may have another.
   *
   * @param like any folder of the workspace
   */
  List<BaseFolder> kept(Path like) {
    return this == JETTY
        ? List.of(
            new BaseFolder(like, "/var/lib/jetty"), new BaseFolder(like, "/var/lib/jetty/webapps"))
        : List.of();
  }
}
