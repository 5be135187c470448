/*
 * Keeps a page up to date while something moves. Without this file the page is the same, and shows
 * what was so when it was asked for.
 *
 * <div data-cloud-run-live="URL">          where what stands in it is asked for again
 *   <div data-cloud-run-moving="true"      whether it is worth asking again
 *        data-cloud-run-state="...">       what is read out when it changes
 *     <div data-cloud-run-part="NAME">     is replaced when it changed
 *     <div data-cloud-run-part="NAME" data-cloud-run-key="KEY">   only when its key changed
 */
(function () {
  "use strict";

  const INTERVAL = 5000;
  const LONGEST = 60000;
  const STALE = "This page is not kept up to date any more: you are logged out, or what it shows is gone.";

  function follow(container) {
    const url = container.getAttribute("data-cloud-run-live");
    const voice = document.createElement("div");
    let pause = INTERVAL;
    let timer = null;
    let last = Date.now();

    voice.className = "jenkins-visually-hidden cloud-run-voice";
    voice.setAttribute("role", "status");
    voice.setAttribute("aria-live", "polite");
    container.before(voice);

    function content(root) {
      return root.querySelector("[data-cloud-run-moving]");
    }

    function moving() {
      const now = content(container);
      return now !== null && now.getAttribute("data-cloud-run-moving") === "true";
    }

    function wait() {
      window.clearTimeout(timer);
      timer = null;
      if (moving() && !document.hidden) {
        timer = window.setTimeout(ask, Math.max(0, last + pause - Date.now()));
      }
    }

    function ask() {
      timer = null;
      last = Date.now();
      fetch(url, { credentials: "same-origin", headers: { Accept: "text/html" } })
        .then((answer) => {
          if (!answer.ok || answer.redirected) {
            // Logged out, gone, or Jenkins is away.
            pause = answer.status >= 500 ? Math.min(LONGEST, pause * 2) : Infinity;
            if (pause === Infinity) {
              tell();
            }
            return null;
          }
          pause = INTERVAL;
          return answer.text();
        })
        .then((text) => text !== null && take(text))
        .catch(() => {
          pause = Math.min(LONGEST, pause * 2);
        })
        .finally(() => pause !== Infinity && wait());
    }

    /* Nobody takes what was so long ago for what is so now. */
    function tell() {
      const note = document.createElement("div");
      const link = document.createElement("a");
      note.className = "jenkins-alert jenkins-alert-warning cloud-run-alert";
      note.setAttribute("role", "alert");
      link.href = window.location.href;
      link.textContent = "Load it again";
      note.append(STALE + " ", link);
      container.before(note);
    }

    function take(text) {
      const fresh = content(new DOMParser().parseFromString(text, "text/html"));
      const now = content(container);
      if (fresh === null || now === null) {
        return;
      }
      ["data-cloud-run-moving", "data-cloud-run-state"].forEach((name) => {
        const value = fresh.getAttribute(name) || "";
        if (name === "data-cloud-run-state" && value !== now.getAttribute(name)) {
          voice.textContent = value;
        }
        now.setAttribute(name, value);
      });
      fresh.querySelectorAll("[data-cloud-run-part]").forEach((part) => {
        const name = part.getAttribute("data-cloud-run-part");
        const old = now.querySelector('[data-cloud-run-part="' + CSS.escape(name) + '"]');
        if (old !== null && changed(old, part)) {
          replace(old, part);
        }
      });
    }

    /* What a person reads or fills in right now stays, until it is about something else. */
    function changed(old, part) {
      const key = part.getAttribute("data-cloud-run-key");
      if (key !== null) {
        return key !== old.getAttribute("data-cloud-run-key");
      }
      return !old.contains(document.activeElement) && old.innerHTML !== part.innerHTML;
    }

    function replace(old, part) {
      const open = Array.from(old.querySelectorAll("details[open]")).map((one) => one.id);
      const next = document.importNode(part, true);
      open
        .filter((id) => id)
        .map((id) => next.querySelector("#" + CSS.escape(id)))
        .filter((one) => one !== null)
        .forEach((one) => one.setAttribute("open", "open"));
      old.replaceWith(next);
      if (window.Behaviour) {
        window.Behaviour.applySubtree(next, false);
      }
    }

    /* Who comes back to a page that rests sees what is so now. */
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && !moving() && pause !== Infinity && Date.now() - last > LONGEST) {
        ask();
      } else if (pause !== Infinity) {
        wait();
      }
    });
    wait();
  }

  function begin() {
    document.querySelectorAll("[data-cloud-run-live]").forEach(follow);
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", begin);
  } else {
    begin();
  }
})();
