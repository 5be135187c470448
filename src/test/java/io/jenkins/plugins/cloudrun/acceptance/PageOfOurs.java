package io.jenkins.plugins.cloudrun.acceptance;

import java.util.ArrayList;
import java.util.List;

/**
 * A page, or the part of one, that is ours.
 *
 * @param name of its pictures
 * @param path from Jenkins' root
 * @param part a script that finds the element that is ours; what is around it is Jenkins' own
 * @param steps before it is looked at: scripts, or {@code await CONDITION}
 */
record PageOfOurs(String name, String path, String part, List<String> steps) {
  private static final String MAIN = "document.querySelector('#main-panel')";

  /** The step's form that was asked for, and not the one before it. */
  private static final String SHOWN =
      "[...document.querySelectorAll('.dropdownList-container')].find(one =>"
          + " [...one.querySelectorAll("
          + "'[checkurl*=\"plugins.cloudrun\"], [fillurl*=\"plugins.cloudrun\"]')]"
          + ".some(field => field.checkVisibility()))";

  /** All of what stands beside the side panel. */
  static PageOfOurs main(String name, String path) {
    return new PageOfOurs(name, path, MAIN, List.of());
  }

  /** What a selector finds. */
  static PageOfOurs part(String name, String path, String selector) {
    return new PageOfOurs(
        name, path, "document.querySelector(" + Walk.quoted(selector) + ")", List.of());
  }

  /** A section of a form, by its title. */
  static PageOfOurs section(String name, String path, String title) {
    return new PageOfOurs(
        name,
        path,
        "[...document.querySelectorAll('.jenkins-section')].find(one => [..."
            + "one.querySelectorAll('.jenkins-section__title')].some(title =>"
            + " title.textContent.trim() === "
            + Walk.quoted(title)
            + "))",
        List.of());
  }

  /** A step's form in the Snippet Generator of a job. */
  static PageOfOurs step(String function, String job) {
    return choice("step-" + function, "job/" + job + "/pipeline-syntax/", function + ":");
  }

  /** The form that follows from a choice in the page's first drop-down. */
  static PageOfOurs choice(String name, String path, String begin) {
    String list = "document.querySelector('select.dropdownList')";
    return new PageOfOurs(
        name,
        path,
        SHOWN,
        List.of(
            "await " + list + " && " + list + ".options.length > 1",
            // What stands there first is shown when it has been asked for, even after the choice.
            "await [...document.querySelectorAll('.dropdownList-container [helpurl]')].some(one =>"
                + " one.checkVisibility())",
            "(() => { const list = "
                + list
                + "; list.value = [...list.options].find(one => one.text.trim().startsWith("
                + Walk.quoted(begin)
                + ")).value; list.dispatchEvent(new Event('change', {bubbles: true})); })()",
            "await " + SHOWN));
  }

  /** The same after a button of it was pressed, and what a selector finds has come. */
  PageOfOurs pressed(String button, String come) {
    List<String> pressed = new ArrayList<>(steps);
    pressed.add("await " + part);
    pressed.add(
        "[..."
            + part
            + ".querySelectorAll('button')].find(one => one.textContent.trim() === "
            + Walk.quoted(button)
            + ").click()");
    pressed.add("await " + part + ".querySelector(" + Walk.quoted(come) + ")");
    return new PageOfOurs(name, path, part, pressed);
  }

  @Override
  public String toString() {
    return name + " at " + path;
  }
}
