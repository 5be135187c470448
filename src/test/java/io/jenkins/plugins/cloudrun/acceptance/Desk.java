package io.jenkins.plugins.cloudrun.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A release manager at a keyboard, and the service that is taken care of. */
final class Desk {
  private static final String DIALOG = "document.querySelector('dialog[open]')";

  private final Chromium chromium;
  private final Walk walk;
  final Shop shop;
  final boolean scripts;

  /**
   * @param scripts whether the browser runs JavaScript, so that forms open in dialogs
   */
  Desk(Chromium chromium, Walk walk, Shop shop, boolean scripts) {
    this.chromium = chromium;
    this.walk = walk;
    this.shop = shop;
    this.scripts = scripts;
  }

  /** Opens a form from a link of a page, fills it in and sends it. */
  void does(String page, String link, String reason) throws Exception {
    walk.visit(PageOfOurs.main("deeds", page));
    follows(link, reason);
  }

  void follows(String link, String reason) throws Exception {
    walk.tabTo("(document.activeElement.getAttribute('href') || '').endsWith('" + link + "')");
    String form = opens(link);
    assertEquals("", unclear(form), "room between the parts of " + link);
    boolean chooses = has(form, "[name=choice]");
    if (chooses) {
      walk.tabTo("document.activeElement.name === 'choice'", scripts);
      chromium.press("End");
    }
    boolean decides = has(form, "[name=reason]");
    assertEquals(decides, !reason.isEmpty(), "what is recorded has a reason");
    if (decides) {
      walk.tabTo("document.activeElement.name === 'reason'", scripts && !chooses);
      chromium.type(reason);
    }
    sends(
        "document.activeElement.type === 'submit'"
            + " && document.activeElement.closest('.cloud-run-deed')",
        scripts && !decides);
  }

  private String opens(String link) throws Exception {
    if (scripts) {
      chromium.press("Enter");
      chromium.await(DIALOG);
      String name = link.replaceFirst(".*/act/", "").replace("/", "");
      walk.opened("deed-" + name, DIALOG);
      chromium.size(1400, 900);
      return DIALOG;
    }
    chromium.evaluate("window.beforeThis = true");
    chromium.press("Enter");
    chromium.arrive();
    assertTrue(chromium.text("location.pathname").endsWith(link), "its own page");
    return "document.querySelector('#main-panel')";
  }

  private boolean has(String form, String field) {
    return chromium.evaluate("!!" + form + ".querySelector('" + field + "')").getAsBoolean();
  }

  private void sends(String button, boolean already) {
    walk.tabTo(button, already);
    chromium.evaluate("window.beforeThis = true");
    chromium.press("Enter");
    chromium.arrive();
    String said = chromium.text("document.querySelector('#main-panel').textContent");
    assertTrue(said.contains("Rollout") && !said.contains("Nothing was done"), said);
  }

  void answersOnItsPage(String answer, String reason) {
    walk.tabTo("document.activeElement.name === 'reason'");
    chromium.type(reason);
    sends("document.activeElement.value === '" + answer + "'", false);
  }

  /** Parts of a form that touch, or lie one in the other. */
  private String unclear(String form) {
    return chromium.text(
        "[..."
            + form
            + ".querySelectorAll('.cloud-run-text, .jenkins-form-label, .jenkins-select,"
            + " .cloud-run-deed__option, textarea, .cloud-run-question__buttons')]"
            + ".map((one, i, all) => [all[i - 1], one]).slice(1).filter(([before, one]) =>"
            + " before.contains(one) || one.getBoundingClientRect().top"
            + " - before.getBoundingClientRect().bottom < (before.matches('label') ? 4 : 12))"
            + ".map(([before, one]) => before.outerHTML + one.outerHTML).join()");
  }
}
