package io.jenkins.plugins.cloudrun.acceptance;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Jenkins over its REST API, as a person with a browser: session, crumb, forms. */
final class JenkinsClient {
  private static final Duration POLL = Duration.ofMillis(300);

  /** Of one request: a machine that does much else may stand still for some minutes. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final URI root;
  private final Optional<String> authorization;
  private HttpClient http = session();

  /**
   * @param root with a slash at its end
   * @param login {@code user:token}, or empty when anybody may do anything
   */
  JenkinsClient(URI root, Optional<String> login) {
    this.root = root;
    this.authorization =
        login.map(
            text ->
                "Basic "
                    + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static HttpClient session() {
    return HttpClient.newBuilder()
        .cookieHandler(new CookieManager())
        .connectTimeout(PATIENCE)
        .build();
  }

  /** Waits until Jenkins answers; a new session, because an old one ended with the process. */
  void awaitUp(Duration limit) {
    http = session();
    await(
        "Jenkins to come up at " + root, limit, () -> up() ? Optional.of(true) : Optional.empty());
  }

  private boolean up() {
    try {
      return send(HttpRequest.newBuilder().GET(), "login").statusCode() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** Runs a script in the script console and returns what it printed. */
  String script(String groovy) {
    String printed =
        post("scriptText", "application/x-www-form-urlencoded", form("script", groovy));
    if (printed.contains("Exception: ") || printed.contains("startup failed")) {
      throw new AssertionError("The script failed: " + printed);
    }
    return printed;
  }

  /** Waits until a script prints {@code expected}. */
  void awaitScript(String groovy, String expected, Duration limit) {
    await(
        "'" + groovy + "' to print " + expected,
        limit,
        () -> script(groovy).strip().equals(expected) ? Optional.of(true) : Optional.empty());
  }

  URI root() {
    return root;
  }

  /** A file that Jenkins serves. */
  byte[] download(String path) {
    try {
      HttpResponse<byte[]> answer =
          http.send(
              HttpRequest.newBuilder(root.resolve(path)).timeout(PATIENCE).build(),
              BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new AssertionError("GET " + path + " answered " + answer.statusCode());
      }
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Stops a build as its red button does. */
  void stop(String job, int number) {
    post(
        "job/" + job + "/" + number + "/stop", "application/x-www-form-urlencoded", form("a", "b"));
  }

  /** A command of the whole Jenkins, such as {@code safeExit}. */
  void command(String name) {
    post(name, "application/x-www-form-urlencoded", form("a", "b"));
  }

  /** A page or file as text; empty if it is not there. */
  String page(String path) {
    HttpResponse<String> answer = send(HttpRequest.newBuilder().GET(), path);
    return answer.statusCode() == 200 ? answer.body() : "";
  }

  boolean hasPlugin(String name) {
    return script(
            "println jenkins.model.Jenkins.get().pluginManager.getPlugin('" + name + "')?.active")
        .contains("true");
  }

  void installPlugin(Path hpi) throws IOException {
    String boundary = UUID.randomUUID().toString();
    byte[] head =
        ("--"
                + boundary
                + "\r\n"
                + "Content-Disposition: form-data; name=\"name\"; filename=\"cloud-run.hpi\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8);
    // The form has a second field, for a URL instead of a file.
    byte[] tail =
        ("\r\n--"
                + boundary
                + "\r\nContent-Disposition: form-data; name=\"pluginUrl\"\r\n\r\n\r\n--"
                + boundary
                + "--\r\n")
            .getBytes(StandardCharsets.UTF_8);
    post(
        "pluginManager/uploadPlugin",
        "multipart/form-data; boundary=" + boundary,
        BodyPublishers.ofByteArrays(List.of(head, Files.readAllBytes(hpi), tail)));
    await(
        "the plugin to be active",
        PATIENCE,
        () -> hasPlugin("cloud-run") ? Optional.of(true) : Optional.empty());
  }

  void createJob(String name, String configXml) {
    post(
        "createItem?name=" + encoded(name),
        "application/xml; charset=UTF-8",
        BodyPublishers.ofString(configXml));
  }

  /** Saves a job's form: what a browser sends for it, as the structured form alone. */
  void configure(String job, JsonObject structured) {
    String unused = submit("job/" + job + "/configSubmit", structured);
  }

  /** Sends any form, as the structured form alone; what comes back. */
  String submit(String path, JsonObject structured) {
    return post(path, "application/x-www-form-urlencoded", form("json", structured.toString()));
  }

  /** What Jenkins answers to fields of a form; they are encoded already. */
  String send(String path, String fields) {
    return post(path, "application/x-www-form-urlencoded", BodyPublishers.ofString(fields));
  }

  /** The status of a page. */
  int status(String path) {
    return send(HttpRequest.newBuilder().GET(), path).statusCode();
  }

  void deleteJob(String name) {
    post("job/" + name + "/doDelete", "application/x-www-form-urlencoded", form("Submit", "Yes"));
  }

  void build(String job) {
    post("job/" + job + "/build?delay=0sec", "application/x-www-form-urlencoded", form("a", "b"));
  }

  /** The console as it is now; empty while the build is not there yet or Jenkins is away. */
  String console(String job, int number) {
    try {
      HttpResponse<String> answer =
          send(HttpRequest.newBuilder().GET(), "job/" + job + "/" + number + "/consoleText");
      return answer.statusCode() == 200 ? answer.body() : "";
    } catch (UncheckedIOException e) {
      return "";
    }
  }

  /** Waits for a line in the console; fails at once when the build ends without it. */
  void awaitLine(String job, int number, String text, Duration limit) {
    await(
        "'" + text + "' in the console of " + job + " #" + number,
        limit,
        () -> {
          String console = console(job, number);
          if (!console.contains(text) && console.contains("\nFinished: ")) {
            throw new AssertionError("No line '" + text + "' in:\n" + console);
          }
          return console.contains(text) ? Optional.of(true) : Optional.empty();
        });
  }

  /** Waits for the end of a build and returns its result, such as {@code SUCCESS}. */
  String result(String job, int number, Duration limit) {
    return await(
        job + " #" + number + " to end",
        limit,
        () -> {
          try {
            HttpResponse<String> answer =
                send(
                    HttpRequest.newBuilder().GET(),
                    "job/" + job + "/" + number + "/api/json?tree=result,building");
            if (answer.statusCode() != 200) {
              return Optional.empty();
            }
            JsonObject build = JsonParser.parseString(answer.body()).getAsJsonObject();
            return build.get("building").getAsBoolean() || build.get("result").isJsonNull()
                ? Optional.empty()
                : Optional.of(build.get("result").getAsString());
          } catch (UncheckedIOException e) {
            return Optional.empty();
          }
        });
  }

  private String post(String path, String type, BodyPublisher body) {
    HttpResponse<String> crumb = send(HttpRequest.newBuilder().GET(), "crumbIssuer/api/json");
    HttpRequest.Builder request = HttpRequest.newBuilder().POST(body).header("Content-Type", type);
    if (crumb.statusCode() == 200) {
      JsonObject issued = JsonParser.parseString(crumb.body()).getAsJsonObject();
      request.header(
          issued.get("crumbRequestField").getAsString(), issued.get("crumb").getAsString());
    }
    HttpResponse<String> answer = send(request, path);
    if (answer.statusCode() >= 400) {
      throw new AssertionError(
          "POST " + path + " answered " + answer.statusCode() + ": " + answer.body());
    }
    return answer.body();
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String path) {
    authorization.ifPresent(value -> request.header("Authorization", value));
    try {
      return http.send(
          request.uri(root.resolve(path)).timeout(PATIENCE).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static BodyPublisher form(String name, String value) {
    return BodyPublishers.ofString(encoded(name) + "=" + encoded(value));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static <T> T await(String what, Duration limit, Supplier<Optional<T>> look) {
    long end = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < end) {
      Optional<T> seen = look.get();
      if (seen.isPresent()) {
        return seen.get();
      }
      try {
        Thread.sleep(POLL.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
    throw new AssertionError("Waited " + limit + " in vain for " + what);
  }
}
