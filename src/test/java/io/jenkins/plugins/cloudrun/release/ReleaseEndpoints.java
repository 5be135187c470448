package io.jenkins.plugins.cloudrun.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Everything under the release pages that a URL reaches, and what it needs. {@code WebMethodsTest}
 * holds that nothing is missing; {@code PermissionMatrixIT} asks for each of them as everybody.
 */
public final class ReleaseEndpoints {
  private static final Path VIEWS =
      Path.of("src/main/resources/io/jenkins/plugins/cloudrun/release");

  private ReleaseEndpoints() {}

  /** A permission of the group; each endpoint needs {@code VIEW} besides. */
  public enum Needs {
    VIEW,
    DEPLOY,
    APPROVE,
    ROLL_BACK,
    PROMOTE
  }

  /** What a URL does. */
  public enum Kind {
    /** A part of a page, which no URL reaches by itself. */
    PART,
    /** It shows something; whether it is asked by GET or by POST is all the same. */
    SHOWS,
    /** It changes something, below an object that lets in only those who may. */
    CHANGES,
    /** It changes something, and asks for the permission when it is posted to. */
    ASKS_WHEN_POSTED
  }

  /**
   * One of them.
   *
   * @param method of which class, or the view
   * @param place which page it is below, one of the keys of {@link #PLACES}
   * @param path below that
   */
  public record Endpoint(String method, String place, String path, Kind kind, Needs needs) {}

  /** The pages by name, and the class that answers there. */
  public static final Map<String, String> PLACES =
      Map.of(
          "whole", "ReleasePage",
          "folder", "ReleasePage",
          "job", "ReleasePage",
          "build", "BuildRollouts",
          "rollout", "RolloutPage",
          "rolloutOfWhole", "RolloutPage",
          "rolloutOfBuild", "RolloutPage",
          "service", "ServicePage");

  private static final Map<String, Needs> ACTS =
      Map.of(
          "approve", Needs.APPROVE,
          "reject", Needs.APPROVE,
          "abort", Needs.DEPLOY,
          "resume", Needs.DEPLOY);

  /** All of them. */
  public static List<Endpoint> all() throws IOException {
    List<Endpoint> all = new ArrayList<>();
    for (Map.Entry<String, String> place : PLACES.entrySet()) {
      for (String view : views(place.getValue())) {
        all.add(view(place.getValue(), view, place.getKey(), "", Needs.VIEW));
      }
    }
    for (String place : List.of("whole", "folder", "job", "rollout", "rolloutOfWhole")) {
      all.add(shows(PLACES.get(place) + "#getApi", place, "api/json"));
      all.add(shows(PLACES.get(place) + "#getApi", place, "api/xml"));
    }
    for (String place : List.of("whole", "folder", "job")) {
      all.add(shows("ReleasePage#doAudit", place, "audit"));
    }
    all.add(shows("ServicePage#doIndex", "service", ""));
    for (String place : List.of("rollout", "rolloutOfWhole", "rolloutOfBuild")) {
      all.add(
          new Endpoint(
              "RolloutPage#doAnswer", place, "answer", Kind.ASKS_WHEN_POSTED, Needs.APPROVE));
    }
    for (String place : List.of("rollout", "rolloutOfWhole", "rolloutOfBuild")) {
      for (Map.Entry<String, Needs> act : ACTS.entrySet()) {
        acts(all, place, act.getKey(), act.getValue());
      }
    }
    acts(all, "service", "rollBack", Needs.ROLL_BACK);
    acts(all, "service", "promote", Needs.PROMOTE);
    return all;
  }

  private static void acts(List<Endpoint> all, String place, String act, Needs needs)
      throws IOException {
    String path = "act/" + act + "/";
    for (String view : views("Deed")) {
      all.add(view("Deed", view, place, path, needs));
    }
    all.add(new Endpoint("Deed#doSubmit", place, path + "submit", Kind.CHANGES, needs));
  }

  private static Endpoint shows(String method, String place, String path) {
    return new Endpoint(method, place, path, Kind.SHOWS, Needs.VIEW);
  }

  /** Jenkins dispatches to views that make a whole answer, and to no other. */
  private static Endpoint view(String type, String view, String place, String path, Needs needs)
      throws IOException {
    String jelly = Files.readString(VIEWS.resolve(type).resolve(view + ".jelly"));
    boolean whole = jelly.contains("<l:layout ") || jelly.contains("<l:ajax>");
    return new Endpoint(
        type + "/" + view,
        place,
        path + (view.equals("index") ? "" : view),
        whole ? Kind.SHOWS : Kind.PART,
        needs);
  }

  /** The views of a class that has any, without their ending. */
  static List<String> views(String type) throws IOException {
    Path folder = VIEWS.resolve(type);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".jelly"))
          .map(name -> name.replace(".jelly", ""))
          .sorted()
          .toList();
    }
  }
}
