// Small comforts. Every page works without this file.
"use strict";

(() => {
  // A menu closes when one looks elsewhere.
  const menus = () => document.querySelectorAll("details.menu[open]");
  document.addEventListener("click", (event) => {
    for (const menu of menus()) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // What is wrong with a form is read out first.
  document.querySelector(".errsum")?.focus();

  // A form is sent once, however often its button is pressed.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.sent;
  });
})();

// The review: forms sent in place, saving as one goes, keys.
(() => {
  if (!document.getElementById("rv")) return;
  const form = () => document.getElementById("rv");
  const OFF = "duban.review.keys";
  let timer = 0;
  let sending = Promise.resolve();
  let pressed = false;

  const named = () =>
    [...form().elements].filter((one) => one.name && one.id && one.type !== "hidden");
  const value = (one) => (one.type === "checkbox" ? String(one.checked) : one.value);

  // Shows the page that came back. What was typed while it was on its way stays.
  const show = (html, url, before) => {
    const next = new DOMParser().parseFromString(html, "text/html");
    const main = next.getElementById("main");
    if (!next.getElementById("rv")) {
      location.assign(url);
      return;
    }
    const typed = named().filter((one) => before && before.get(one.id) !== value(one));
    const focus = document.activeElement?.id;
    const places = [".review__src", ".review__cand"].map((pane) => [
      pane,
      document.querySelector(pane)?.scrollTop ?? 0,
    ]);
    const y = scrollY;
    document.title = next.title;
    document.getElementById("main").replaceWith(document.adoptNode(main));
    for (const [pane, top] of places) document.querySelector(pane).scrollTop = top;
    scrollTo(0, y);
    for (const one of typed) {
      const now = document.getElementById(one.id);
      if (!now) continue;
      if (now.type === "checkbox") now.checked = one.checked;
      else now.value = one.value;
      later();
    }
    if (before) document.getElementById(focus)?.focus({ preventScroll: true });
    else {
      history.replaceState(null, "", url);
      arrive();
      document.querySelector(".cand--on")?.scrollIntoView({ block: "nearest" });
    }
    label();
  };

  // The candidate in hand and its passage come into view.
  const arrive = () => {
    document.querySelector(".errsum")?.focus();
    const passage = document.getElementById("passage");
    if (passage) passage.focus();
    const passageInHand = document.querySelector(".src--on");
    const source = document.querySelector(".review__src");
    if (passageInHand) {
      const below = passageInHand.getBoundingClientRect().top - source.getBoundingClientRect().top;
      if (below < 0 || below > source.clientHeight - 80) source.scrollTop += below - 80;
    }
  };

  // Sends the form as it then is, one request after the other.
  const send = (extra, quiet) => {
    clearTimeout(timer);
    sending = sending.then(async () => {
      const body = new URLSearchParams(new FormData(form()));
      for (const [name, text] of extra) body.append(name, text);
      const before = quiet ? new Map(named().map((one) => [one.id, value(one)])) : null;
      try {
        const answer = await fetch(form().action, { method: "POST", body });
        const html = await answer.text();
        if (quiet && answer.status === 422) return;
        while (pressed) await new Promise((done) => setTimeout(done, 50));
        show(html, answer.redirected ? answer.url : location.href, before);
      } catch {
        if (!quiet) HTMLFormElement.prototype.submit.call(form());
      }
    });
    return sending;
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => send([["act", "save"]], true), 700);
  };

  addEventListener("pointerdown", () => (pressed = true));
  for (const end of ["pointerup", "pointercancel"]) {
    addEventListener(end, () => setTimeout(() => (pressed = false)));
  }
  document.addEventListener(
    "submit",
    (event) => {
      if (event.target !== form()) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const by = event.submitter;
      send(by?.name ? [[by.name, by.value]] : [["act", "save"]], false);
    },
    true,
  );
  document.addEventListener("change", (event) => {
    const one = event.target;
    if (one.form !== form() || one.closest(".tool") || one.id === "issue") return;
    later();
  });

  // The words selected in the minutes, and about where they stand.
  const selected = () => {
    const selection = getSelection();
    const words = selection.toString().trim();
    const block = selection.anchorNode?.parentElement?.closest("[data-at]");
    if (!words || !block) return null;
    const range = selection.getRangeAt(0);
    const first = range.startContainer.parentElement?.closest("[data-at]") ?? block;
    const before = document.createRange();
    before.setStart(first, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const part = document.createElement("div");
    for (const holder of [range.cloneContents()]) part.append(holder);
    for (const extra of part.querySelectorAll(".sn, .src__n")) extra.remove();
    const near = Number(first.dataset.at) + [...before.toString()].length;
    return [["passage", part.textContent], ["near", String(near)]];
  };

  const press = (key) => form().querySelector(`[data-key="${key}"]`)?.click();
  const step = (by) => {
    const all = [...document.querySelectorAll(".cand")];
    const here = all.findIndex((one) => one.classList.contains("cand--on"));
    const next = all[here < 0 ? (by > 0 ? 0 : all.length - 1) : here + by];
    next?.querySelector("[name=open]")?.click();
  };
  const keys = () => document.getElementById("keys");
  const label = () => {
    const button = keys().querySelector("[value=switch]");
    button.textContent = localStorage.getItem(OFF) ? button.dataset.on : button.dataset.off;
    document.querySelector(".actionbar .keys").hidden = Boolean(localStorage.getItem(OFF));
  };
  document.addEventListener("close", (event) => {
    if (event.target !== keys() || keys().returnValue !== "switch") return;
    keys().returnValue = "";
    if (localStorage.getItem(OFF)) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "off");
    label();
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const field = event.target.closest?.("input:not([type=radio], [type=checkbox]), select, textarea");
    if (field || keys().open) return;
    if (event.key === "?") {
      keys().showModal();
      event.preventDefault();
      return;
    }
    if (localStorage.getItem(OFF)) return;
    const act = {
      j: () => step(1),
      k: () => step(-1),
      a: () => press("a"),
      d: () => press("d"),
      l: () => press("l"),
      s: () => press("s"),
      m: () => press("m"),
      e: () => document.getElementById("title")?.focus(),
      n: () => {
        const passage = selected();
        if (passage) send([...passage, ["act", "add"]], false);
        else press("n");
      },
    }[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });
  // The button does what the key does.
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest?.("[data-key=n]") && selected()) {
      event.preventDefault();
      send([...selected(), ["act", "add"]], false);
    }
  });

  arrive();
  label();
})();
