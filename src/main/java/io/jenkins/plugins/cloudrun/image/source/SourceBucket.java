package io.jenkins.plugins.cloudrun.image.source;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.jenkins.plugins.cloudrun.rollout.port.Failure;
import io.jenkins.plugins.cloudrun.rollout.port.Failure.Reason;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.function.Consumer;

/**
 * The bucket for sources. The project's own is created when it is missing. It is used only if it
 * belongs to the project: its name can be guessed by anybody, and who owns the bucket could read
 * the sources, or swap them.
 */
final class SourceBucket {
  private final StorageCalls calls;
  private final SourceRequest request;
  private final Persistence persistence;
  private final Consumer<String> progress;

  SourceBucket(
      StorageCalls calls,
      SourceRequest request,
      Persistence persistence,
      Consumer<String> progress) {
    this.calls = calls;
    this.request = request;
    this.persistence = persistence;
    this.progress = progress;
  }

  /** Makes sure that it can be used. */
  void prepare() throws Failure, InterruptedException {
    String name = request.bucketName();
    HttpResponse<String> answer =
        persistence.send(
            calls,
            () ->
                calls
                    .request("/storage/v1/b/" + name + "?fields=name,location,projectNumber")
                    .GET(),
            "show the bucket " + name);
    int status = answer.statusCode();
    if (status == 404 && request.ownBucket()) {
      create(name);
    } else if (status == 404) {
      throw new Failure.Permanent(
          Reason.NOT_FOUND,
          "There is no bucket "
              + name
              + " in Cloud Storage. Create it, correct its name, or leave bucket out: then "
              + request.project()
              + "'s own is used.",
          null);
    } else if (status / 100 == 2 || status == 403) {
      // Who may write objects need not be allowed to look at the bucket.
      checkOwner(name);
    } else {
      throw StorageCalls.refused(answer, "show the bucket " + name, "roles/storage.admin");
    }
  }

  private void create(String name) throws Failure, InterruptedException {
    JsonObject bucket = new JsonObject();
    bucket.addProperty("name", name);
    if (!request.location().isEmpty()) {
      bucket.addProperty("location", request.location());
    }
    JsonObject uniform = new JsonObject();
    uniform.addProperty("enabled", true);
    JsonObject access = new JsonObject();
    access.add("uniformBucketLevelAccess", uniform);
    bucket.add("iamConfiguration", access);
    String what = "create the bucket " + name + " in project " + request.project();
    HttpResponse<String> answer =
        persistence.send(
            calls,
            () ->
                calls
                    .request("/storage/v1/b?project=" + StorageCalls.encoded(request.project()))
                    .header("Content-Type", "application/json; charset=utf-8")
                    .POST(BodyPublishers.ofString(bucket.toString())),
            what);
    if (answer.statusCode() == 409) {
      // Another build, or the lost answer to our own request; or another project.
      checkOwner(name);
      return;
    }
    if (answer.statusCode() / 100 != 2) {
      throw StorageCalls.refused(
          answer,
          what,
          "roles/storage.admin (storage.buckets.create) once; or create the bucket by hand, or name"
              + " another with bucket");
    }
    progress.accept(
        "Created the bucket "
            + name
            + (request.location().isEmpty() ? "" : " in " + request.location())
            + " for sources");
  }

  private void checkOwner(String name) throws Failure, InterruptedException {
    String what = "list the buckets of project " + request.project();
    HttpResponse<String> answer =
        persistence.send(
            calls,
            () ->
                calls
                    .request(
                        "/storage/v1/b?project="
                            + StorageCalls.encoded(request.project())
                            + "&prefix="
                            + name
                            + "&fields=items(name)")
                    .GET(),
            what);
    if (answer.statusCode() == 403 && !request.ownBucket()) {
      // Named by a person, who may not be allowed to list buckets.
      progress.accept(
          "Whose bucket "
              + name
              + " is could not be seen (storage.buckets.list); it is used as named");
      return;
    }
    if (answer.statusCode() / 100 != 2) {
      throw StorageCalls.refused(
          answer,
          what + ", to see that " + name + " is its own",
          "roles/storage.admin (storage.buckets.list); or name a bucket of yours with bucket");
    }
    boolean own =
        StorageCalls.json(answer)
            .map(object -> object.get("items"))
            .filter(JsonElement::isJsonArray)
            .map(
                items ->
                    items.getAsJsonArray().asList().stream()
                        .filter(JsonElement::isJsonObject)
                        .map(item -> item.getAsJsonObject().get("name"))
                        .anyMatch(n -> n != null && n.getAsString().equals(name)))
            .orElse(false);
    if (!own) {
      throw new Failure.Permanent(
          Reason.DENIED,
          "The bucket "
              + name
              + " belongs to another project than "
              + request.project()
              + ": nothing was uploaded. Name a bucket of your own with bucket.",
          null);
    }
  }
}
