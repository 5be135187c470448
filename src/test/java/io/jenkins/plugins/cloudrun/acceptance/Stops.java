package io.jenkins.plugins.cloudrun.acceptance;

import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.List;

/** Where the Tab key goes in our part of a page, and whether one sees it. */
final class Stops {
  /** More than any of our pages has. */
  static final int MOST = 700;

  private final Chromium chromium;

  Stops(Chromium chromium) {
    this.chromium = chromium;
  }

  /** What a person who has only that key does not reach, or does not see to be at. */
  List<String> wrong() {
    chromium.evaluate(
        """
        (() => {
          const ours = window.ours;
          window.reached = new Set();
          document.addEventListener('focusin', event => window.reached.add(event.target));
          // Jenkins draws a focus around, before or after an element, or on the label beside it.
          window.look = one => [one, one.nextElementSibling, one.parentElement]
            .filter(near => near)
            .flatMap(near => [null, '::before', '::after'].map(part => getComputedStyle(near, part)))
            .map(style => ['outline', 'boxShadow', 'backgroundColor', 'borderColor', 'color',
              'textDecorationLine', 'opacity'].map(name => style[name]).join())
            .join();
          window.looks = new Map();
          const begin = document.createElement('span');
          begin.tabIndex = 0;
          begin.id = 'walk-begins';
          ours.before(begin);
          begin.focus();
        })()
        """);
    for (int i = 0; i < MOST; i++) {
      chromium.press("Tab");
      boolean inside =
          chromium
              .evaluate(
                  "document.getAnimations().forEach(one => { try { one.finish(); } catch (e) { }"
                      + " }); window.looks.set(document.activeElement,"
                      + " look(document.activeElement));"
                      + " window.ours.contains(document.activeElement)")
              .getAsBoolean();
      if (!inside) {
        break;
      }
    }
    JsonElement missed =
        chromium.evaluate(
            """
            [...window.ours.querySelectorAll(
                'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]')]
              .filter(one => !one.disabled && one.tabIndex >= 0 && one.checkVisibility(
                {visibilityProperty: true, opacityProperty: true}))
              .filter(one => one.type !== 'radio' || one.checked)
              .filter(one => !one.matches('.jenkins-help-button'))
              .filter(one => !window.reached.has(one))
              .map(one => one.outerHTML.slice(0, 200))
            """);
    JsonElement unseen =
        chromium.evaluate(
            """
            document.activeElement.blur();
            document.getAnimations().forEach(one => { try { one.finish(); } catch (e) { } });
            [...window.looks]
              .filter(([one, look]) => window.ours.contains(one) && look === window.look(one))
              .map(([one]) => one.outerHTML.slice(0, 200))
            """);
    chromium.evaluate("document.getElementById('walk-begins').remove()");
    List<String> wrong = new ArrayList<>();
    unseen
        .getAsJsonArray()
        .forEach(one -> wrong.add("nobody sees the focus of: " + one.getAsString()));
    missed
        .getAsJsonArray()
        .forEach(one -> wrong.add("the keyboard does not reach: " + one.getAsString()));
    return wrong;
  }
}
