package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at a page as people do: wide, narrow and in between, light and dark, with the keyboard
 * alone, and with axe's eyes for those who cannot see it. Pictures of it are left in a folder.
 */
final class Walk {
  /** As a dark theme sets the variables of Jenkins' design; the plugin itself has no theme. */
  private static final String DARK =
      """
      :root {
        color-scheme: dark;
        --background: #17171e; --white: #17171e; --black: #ececf2;
        --text-color: #ececf2; --text-color-secondary: #b4b4c2; --secondary: #b4b4c2;
        --card-background: #1f1f29; --table-background: #24242f; --table-body-foreground: #ececf2;
        --table-body-background: #1b1b24; --table-header-foreground: #ececf2;
        --button-background: #2c2c38; --input-color: #1f1f29; --pre-background: #24242f;
        --jenkins-border-color: #41414f; --input-border: #6b6b7d; --link-color: #8cb9ff;
        --blue: #6cabff; --green: #53cf72; --red: #ff7a70; --yellow: #e8c84b; --orange: #f5a95c;
        --accent-color: #6cabff; --error-color: #ff8d85; --warning-color: #f5a95c;
        --success-color: #53cf72; --tooltip-color: #ececf2; --tooltip-background: #2c2c38;
      }
      """;

  /**
   * What is Jenkins' own within our part, and not ours to mend: the question marks have a place of
   * their own in the order of the Tab key; the red of an error, and the note that something in a
   * folded part was edited, and the grey of a description have too little contrast; a drop-down
   * leaves an empty element behind.
   */
  private static final String CORE =
      ".jenkins-help-button, .validation-error-area, .validation-error-area *,"
          + " [tooltip^='One or more fields'], div[aria-expanded]:empty,"
          + " .jenkins-form-description, .jenkins-section__description";

  private final Chromium chromium;
  private final URI root;
  private final Path photographs;
  private final String axe;

  Walk(Chromium chromium, URI root, Path photographs) {
    this.chromium = chromium;
    this.root = root;
    this.photographs = photographs;
    this.axe = axe();
  }

  /** The one script that Deque's library carries. */
  private static String axe() {
    try (InputStream script = Walk.class.getClassLoader().getResourceAsStream("axe.min.js")) {
      if (script == null) {
        throw new IllegalStateException("axe.min.js is not on the class path");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Looks at all of it, and says everything that is wrong at once. */
  void through(PageOfOurs page) throws IOException {
    chromium.dark(false);
    chromium.size(1400, 900);
    visit(page);
    settle();
    judge(page.name(), new Stops(chromium).wrong());
  }

  /** The same for what somebody's deed has opened; where the Tab key goes is left to the caller. */
  void opened(String name, String part) throws IOException {
    chromium.await("window.ours = " + part);
    settle();
    judge(name, List.of());
  }

  private void judge(String name, List<String> stops) throws IOException {
    List<String> wrong = new ArrayList<>(stops);
    for (boolean narrow : List.of(false, true)) {
      chromium.size(narrow ? 400 : 1400, 900);
      for (boolean dark : List.of(false, true)) {
        String look = (narrow ? "narrow" : "wide") + (dark ? "-dark" : "-light");
        theme(dark);
        wrong.addAll(violations(look));
        photograph(name + "-" + look);
      }
      theme(false);
      wrong.addAll(tooWide(narrow ? "narrow" : "wide"));
    }
    // Neither: a side panel leaves little room.
    chromium.size(1000, 900);
    wrong.addAll(tooWide("half as wide"));
    photograph(name + "-half-light");
    if (unfold()) {
      wrong.addAll(violations("half as wide, unfolded"));
      wrong.addAll(tooWide("half as wide, unfolded"));
      photograph(name + "-half-unfolded");
    }
    chromium.complaints().stream()
        // Jenkins' own scripts stumble when a key closes what is closed already.
        .filter(complaint -> !complaint.contains("/jsbundles/"))
        .forEach(complaint -> wrong.add("the browser complains: " + complaint));
    assertEquals("", String.join("\n", wrong), name + " at " + chromium.text("location.href"));
  }

  /** As somebody whose password is the id. */
  void logIn(String id) {
    chromium.open(root.resolve("login"));
    chromium.evaluate(
        "document.querySelector('[name=j_username]').value = '"
            + id
            + "'; document.querySelector('[name=j_password]').value = '"
            + id
            + "'; window.beforeThis = true; document.querySelector('[name=login]').submit()");
    chromium.arrive();
    chromium.await("!location.pathname.startsWith('/login')");
  }

  /** With the Tab key alone to where a condition holds. */
  void tabTo(String there) {
    tabTo(there, false);
  }

  /** The same, where it may be so without a key: a dialog gives the focus to its first field. */
  void tabTo(String there, boolean already) {
    if (already && chromium.evaluate("!!(" + there + ")").getAsBoolean()) {
      return;
    }
    for (int i = 0; i < Stops.MOST; i++) {
      chromium.press("Tab");
      if (chromium.evaluate("!!(" + there + ")").getAsBoolean()) {
        return;
      }
    }
    throw new AssertionError("The keyboard does not come to where " + there);
  }

  /** Opens the page and waits for our part of it. */
  void visit(PageOfOurs page) throws IOException {
    chromium.open(root.resolve(page.path()));
    page.steps().forEach(this::step);
    try {
      chromium.await("window.ours = " + page.part());
    } catch (AssertionError e) {
      chromium.photograph(photographs.resolve(page.name() + "-not-found.png"));
      throw e;
    }
  }

  /** What a page asks for later has come: drop-downs, checks, parts of a form. */
  private void settle() {
    chromium.evaluate(
        """
        new Promise(resolve => {
          const done = () => { observer.disconnect(); resolve(true); };
          let timer = setTimeout(done, 700);
          const observer = new MutationObserver(() => {
            clearTimeout(timer);
            timer = setTimeout(done, 700);
          });
          observer.observe(window.ours, {childList: true, subtree: true});
          setTimeout(done, 15000);
        })
        """);
  }

  /** Opens all parts of a form that are folded; whether there was one. */
  private boolean unfold() {
    boolean folded =
        chromium
            .evaluate(
                "[...window.ours.querySelectorAll('.advancedButton:not([data-expanded=true])')]"
                    + ".filter(one => one.checkVisibility()).map(one => one.click()).length > 0")
            .getAsBoolean();
    if (folded) {
      settle();
    }
    return folded;
  }

  /** Of a long page, the part that is ours. */
  private void photograph(String name) throws IOException {
    chromium.evaluate("window.scrollTo(0, 0)");
    chromium.photograph(photographs.resolve(name + ".png"), "window.ours");
  }

  private void step(String script) {
    if (script.startsWith("await ")) {
      chromium.await(script.substring("await ".length()));
    } else {
      chromium.evaluate(script);
    }
  }

  private void theme(boolean dark) {
    chromium.dark(dark);
    chromium.evaluate(
        "(() => { let sheet = document.getElementById('dark-theme');"
            + " if (!sheet) { sheet = document.createElement('style'); sheet.id = 'dark-theme';"
            + " document.head.append(sheet); } sheet.textContent = "
            + quoted(dark ? DARK : "")
            + "; })()");
    // Colours that fade would be measured on their way.
    chromium.evaluate(
        "document.getAnimations().forEach(one => { try { one.finish(); } catch (e) { } })");
  }

  static String quoted(String text) {
    return new com.google.gson.JsonPrimitive(text).toString();
  }

  private List<String> violations(String look) {
    chromium.evaluate("window.axe || (function () {" + axe + "\n}).call(window); true");
    JsonObject result =
        chromium
            .evaluate(
                "axe.run({include: [window.ours], exclude: [...window.ours.querySelectorAll("
                    + quoted(CORE)
                    + ")]}, {resultTypes: ['violations']})")
            .getAsJsonObject();
    List<String> wrong = new ArrayList<>();
    for (JsonElement one : result.getAsJsonArray("violations")) {
      JsonObject violation = one.getAsJsonObject();
      String impact = violation.get("impact").getAsString();
      if (impact.equals("serious") || impact.equals("critical")) {
        for (JsonElement node : violation.getAsJsonArray("nodes")) {
          wrong.add(
              look
                  + ": "
                  + violation.get("id").getAsString()
                  + " ("
                  + impact
                  + "): "
                  + node.getAsJsonObject().get("html").getAsString()
                  + "\n    "
                  + node.getAsJsonObject()
                      .get("failureSummary")
                      .getAsString()
                      .replaceAll("\\s+", " "));
        }
      }
    }
    return wrong;
  }

  /** What sticks out to the right, unless something around it can be scrolled. */
  private List<String> tooWide(String look) {
    JsonElement out =
        chromium.evaluate(
            """
            [...window.ours.querySelectorAll('*')]
              .filter(one => one.checkVisibility() && !one.closest('svg svg, .jenkins-visually-hidden'))
              .filter(one => one.getBoundingClientRect().right > window.innerWidth + 1)
              .filter(one => {
                for (let up = one.parentElement; up; up = up.parentElement) {
                  const overflow = getComputedStyle(up).overflowX;
                  if (overflow === 'auto' || overflow === 'scroll' || overflow === 'hidden') {
                    return false;
                  }
                }
                return true;
              })
              .map(one => one.outerHTML.slice(0, 200))
            """);
    List<String> wrong = new ArrayList<>();
    out.getAsJsonArray()
        .forEach(one -> wrong.add(look + ": sticks out of the page: " + one.getAsString()));
    return wrong.size() > 5 ? wrong.subList(0, 5) : wrong;
  }
}
