package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A person with a browser that runs JavaScript: Chromium without a window. */
final class Chromium implements AutoCloseable {
  /** Names the program; {@code docs/acceptance.md} says so. */
  static final String PROPERTY = "chromium";

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Keys as the protocol wants them: name, code, and what they type. */
  private static final Map<String, String[]> KEYS =
      Map.of(
          "Tab", new String[] {"9", ""},
          "ArrowDown", new String[] {"40", ""},
          "Enter", new String[] {"13", "\r"},
          "Escape", new String[] {"27", ""},
          "End", new String[] {"35", ""},
          "Space", new String[] {"32", " "});

  private final Process process;
  private final DevTools tools;

  private Chromium(Process process, DevTools tools) {
    this.process = process;
    this.tools = tools;
  }

  /**
   * Starts it, or skips the test, saying why, where there is none.
   *
   * @param profile an empty folder
   */
  static Chromium start(Path profile) throws IOException, InterruptedException {
    Optional<String> program = program();
    String reason =
        "No Chromium to look with: install one, or name it with -Dchromium=PROGRAM"
            + " (docs/acceptance.md).";
    if (program.isEmpty()) {
      System.out.println("SKIPPED: " + reason);
    }
    assumeTrue(program.isPresent(), reason);
    Process process =
        new ProcessBuilder(
                program.get(),
                "--headless=new",
                // It shows nothing but our own pages; as root, or in a container, it has no
                // sandbox.
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--lang=en-US",
                "--force-prefers-reduced-motion",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile.toAbsolutePath(),
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("chromium.log").toFile())
            .start();
    Path port = profile.resolve("DevToolsActivePort");
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(port) || Files.readAllLines(port).size() < 2) {
      if (System.nanoTime() > end || !process.isAlive()) {
        throw new AssertionError(
            "Chromium did not come up: " + Files.readString(profile.resolve("chromium.log")));
      }
      Thread.sleep(50);
    }
    HttpClient http = HttpClient.newHttpClient();
    Chromium chromium =
        new Chromium(process, new DevTools(http, page(http, Files.readAllLines(port).get(0), end)));
    List.of("Page.enable", "Runtime.enable", "Log.enable", "Audits.enable")
        .forEach(method -> chromium.tools.call(method, Map.of()));
    return chromium;
  }

  private static URI page(HttpClient http, String port, long end)
      throws IOException, InterruptedException {
    URI list = URI.create("http://127.0.0.1:" + port.strip() + "/json/list");
    while (System.nanoTime() < end) {
      String pages =
          http.send(HttpRequest.newBuilder(list).build(), BodyHandlers.ofString()).body();
      for (JsonElement one : JsonParser.parseString(pages).getAsJsonArray()) {
        JsonObject page = one.getAsJsonObject();
        if (page.get("type").getAsString().equals("page")) {
          return URI.create(page.get("webSocketDebuggerUrl").getAsString());
        }
      }
      Thread.sleep(50);
    }
    throw new AssertionError("Chromium has no page");
  }

  private static Optional<String> program() {
    String named = System.getProperty(PROPERTY, "");
    return named.isBlank()
        ? Stream.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
            .flatMap(
                name ->
                    Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, name)))
            .filter(Files::isExecutable)
            .map(Path::toString)
            .findFirst()
        : Optional.of(named);
  }

  /**
   * Opens a page and waits until it is there; a form that was changed is left without a question.
   */
  void open(URI address) {
    evaluate("window.beforeThis = true; window.onbeforeunload = null");
    tools.events();
    tools.call("Page.navigate", Map.of("url", address.toString()));
    arrive();
  }

  /** Waits for the page that somebody's deed leads to. */
  void arrive() {
    await("!window.beforeThis && document.readyState === 'complete'");
  }

  /** What a script on the page comes to; a promise is waited for. */
  JsonElement evaluate(String script) {
    JsonObject answer =
        tools.call(
            "Runtime.evaluate",
            Map.of("expression", script, "returnByValue", true, "awaitPromise", true));
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(script + "\n" + answer.get("exceptionDetails"));
    }
    JsonElement value = answer.getAsJsonObject("result").get("value");
    return value == null ? JsonNull.INSTANCE : value;
  }

  String text(String script) {
    JsonElement value = evaluate(script);
    return value.isJsonNull() ? "" : value.getAsString();
  }

  /** Waits until a condition holds on the page. */
  void await(String condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        if (evaluate("!!(" + condition + ")").getAsBoolean()) {
          return;
        }
      } catch (AssertionError e) {
        // The page is being exchanged for another.
        if (System.nanoTime() > end) {
          throw e;
        }
      }
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "Waited in vain for " + condition + " at " + text("location.href"));
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
  }

  /** A window of that many pixels. */
  void size(int width, int height) {
    tools.call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Whether the person likes it dark. */
  void dark(boolean dark) {
    tools.call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  /** Whether pages that are opened from now on run their scripts. */
  void scripts(boolean run) {
    tools.call("Emulation.setScriptExecutionDisabled", Map.of("value", !run));
  }

  /**
   * Presses {@code Tab}, {@code ArrowDown}, {@code Enter}, {@code Escape}, {@code End} or {@code
   * Space}.
   */
  void press(String key) {
    String[] known = KEYS.get(key);
    Map<String, Object> event = new java.util.HashMap<>();
    event.put("key", key.equals("Space") ? " " : key);
    event.put("code", key);
    event.put("windowsVirtualKeyCode", Integer.parseInt(known[0]));
    event.put("type", known[1].isEmpty() ? "rawKeyDown" : "keyDown");
    if (!known[1].isEmpty()) {
      event.put("text", known[1]);
    }
    tools.call("Input.dispatchKeyEvent", event);
    event.remove("text");
    event.put("type", "keyUp");
    tools.call("Input.dispatchKeyEvent", event);
  }

  /** Types where the focus is. */
  void type(String text) {
    tools.call("Input.insertText", Map.of("text", text));
  }

  /** Types key by key where the focus is, for fields that listen to keys. */
  void typeKeys(String text) {
    for (char c : text.toCharArray()) {
      String key = String.valueOf(c);
      tools.call("Input.dispatchKeyEvent", Map.of("type", "keyDown", "key", key, "text", key));
      tools.call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
    }
  }

  /** The whole page as a picture. */
  void photograph(Path file) throws IOException {
    photograph(file, "document.documentElement");
  }

  /** As wide as the page, and as high as an element. */
  void photograph(Path file, String element) throws IOException {
    JsonElement clip =
        evaluate(
            """
            (one => {
              const box = one.getBoundingClientRect();
              const height = Math.min(8000, Math.max(box.height, one.scrollHeight) + 32);
              const y = Math.max(0, box.top + scrollY - 16);
              return {x: 0, y, width: document.documentElement.scrollWidth, height, scale: 1};
            })(%s)
            """
                .formatted(element));
    JsonObject picture =
        tools.call("Page.captureScreenshot", Map.of("captureBeyondViewport", true, "clip", clip));
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode(picture.get("data").getAsString()));
  }

  /** Errors of scripts and refusals by a policy since the page was opened. */
  List<String> complaints() {
    List<String> complaints = new ArrayList<>();
    for (JsonObject event : tools.events()) {
      JsonObject what = event.getAsJsonObject("params");
      switch (event.get("method").getAsString()) {
        case "Runtime.exceptionThrown" -> complaints.add(what.get("exceptionDetails").toString());
        case "Log.entryAdded" -> {
          JsonObject entry = what.getAsJsonObject("entry");
          if (entry.get("level").getAsString().equals("error")) {
            complaints.add(entry.get("text").getAsString() + " " + entry.get("url"));
          }
        }
        default -> {}
      }
    }
    return complaints;
  }

  @Override
  public void close() throws InterruptedException {
    tools.close();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.waitFor(20, TimeUnit.SECONDS);
  }
}
