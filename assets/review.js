// The review: sent in place, saved as one types, worked by keys. The page works without this file.
"use strict";

(() => {
  const form = () => document.getElementById("rv");
  if (!form()) return;
  const POLL = 15_000;
  const TEXT = "input:not([type=radio], [type=checkbox]), textarea";
  let timer = 0;
  let sending = Promise.resolve();
  let pressed = false;

  const fields = () =>
    [...form().elements].filter((one) => one.name && one.id && one.type !== "hidden");
  const value = (one) => (one.type === "checkbox" ? String(one.checked) : one.value);
  const values = () => new Map(fields().map((one) => [one.id, value(one)]));
  const asLoaded = (one) => {
    if (one.type === "checkbox") return String(one.defaultChecked);
    if (one.tagName !== "SELECT") return one.defaultValue;
    return ([...one.options].find((option) => option.defaultSelected) ?? one.options[0])?.value;
  };
  const say = (text) => (document.getElementById("said").textContent = text ?? "");

  // ---- Showing the page that came back -------------------------------------------------------

  const parse = (html) => new DOMParser().parseFromString(html, "text/html");

  // While somebody types, only what cannot disturb them is renewed.
  const renew = (next) => {
    for (const hidden of next.querySelectorAll("#rv input[type=hidden]")) {
      const here = form().querySelector(`input[type=hidden][name="${hidden.name}"]`);
      if (here && hidden.name !== "supporting_department_ids") here.value = hidden.value;
    }
    for (const id of ["due_on-h", "doubts", "lead-h", "saved", "lastact"]) {
      const [here, there] = [document.getElementById(id), next.getElementById(id)];
      if (here && there) here.replaceWith(document.adoptNode(there));
    }
    form().dataset.stamp = next.getElementById("rv").dataset.stamp;
  };

  // Puts the new page in place of the old. Fields that differ from `before` were typed meanwhile
  // and stay; without `before` nothing was, and the reader goes where the answer leads.
  const show = (next, url, before) => {
    const kept = before ? fields().filter((one) => before.get(one.id) !== value(one)) : [];
    const version = form().querySelector("[name=version]")?.value;
    const focus = document.activeElement?.id;
    const picked = before
      ? [...form().querySelectorAll("[name=row]:checked, [name=heading]:checked")].map((one) => one.value)
      : [];
    const places = [".review__src", ".review__cand"].map((pane) => [
      pane,
      document.querySelector(pane)?.scrollTop ?? 0,
    ]);
    const y = scrollY;
    document.title = next.title;
    document.getElementById("main").replaceWith(document.adoptNode(next.getElementById("main")));
    for (const [pane, top] of places) document.querySelector(pane).scrollTop = top;
    scrollTo(0, y);
    for (const one of kept) {
      const now = document.getElementById(one.id);
      if (!now) continue;
      if (now.type === "checkbox") now.checked = one.checked;
      else now.value = one.value;
    }
    for (const box of form().querySelectorAll("[name=row], [name=heading]")) {
      if (picked.includes(box.value)) box.checked = true;
    }
    // What is typed belongs to the version that was seen: another's change must not vanish under it.
    if (kept.length && version) form().querySelector("[name=version]").value = version;
    count();
    if (before) {
      document.getElementById(focus)?.focus({ preventScroll: true });
      return;
    }
    history.replaceState(null, "", url);
    arrive();
  };

  // The candidate in hand and its passage come into view; what happened is read out.
  const arrive = (first) => {
    const wrong = document.querySelector(".errsum");
    const card = document.querySelector(".cand--on");
    const tool = document.querySelector("#passage, .tool input, .tool select");
    const focus = wrong ?? tool ?? (first ? null : card);
    focus?.focus({ preventScroll: true });
    (wrong ?? card)?.scrollIntoView({ block: "nearest" });
    const passage = document.querySelector(".src--on");
    const source = document.querySelector(".review__src");
    if (passage) {
      const below = passage.getBoundingClientRect().top - source.getBoundingClientRect().top;
      if (below < 0 || below > source.clientHeight - 80) source.scrollTop += below - 80;
    }
    if (!wrong) {
      const done = document.querySelector("#lastact [data-said]")?.textContent;
      say([done, card?.dataset.said].filter(Boolean).join(". "));
    }
  };

  // ---- Sending -------------------------------------------------------------------------------

  // Sends the form as it then is, one request after the other. Quietly: only to save.
  const send = (extra, quiet) => {
    clearTimeout(timer);
    sending = sending.then(async () => {
      const body = new URLSearchParams(new FormData(form()));
      for (const [name, text] of extra) body.append(name, text);
      const before = values();
      try {
        const answer = await fetch(form().action, { method: "POST", body });
        const next = parse(await answer.text());
        if (!next.getElementById("rv")) {
          // Elsewhere, or to the sign-in, which keeps what was sent.
          if (answer.redirected) location.assign(answer.url);
          else if (quiet) say(form().dataset.signedOut);
          else again(extra);
          return;
        }
        while (pressed) await new Promise((done) => setTimeout(done, 50));
        const typing = document.activeElement?.matches(TEXT) && form().contains(document.activeElement);
        if (quiet && answer.ok && typing) renew(next);
        else if (quiet && answer.ok) show(next, answer.url, before);
        else show(next, answer.redirected ? answer.url : location.href, null);
      } catch {
        if (!quiet) again(extra);
      }
    });
    return sending;
  };
  // The browser's own way, which shows whatever comes.
  const again = (extra) => {
    for (const [name, text] of extra) {
      const field = Object.assign(document.createElement("input"), { type: "hidden", name, value: text });
      form().append(field);
    }
    HTMLFormElement.prototype.submit.call(form());
  };
  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(() => send([["act", "save"]], true), wait);
  };
  const isField = (one) =>
    one.form === form() && !one.closest(".tool, .several") && !["issue", "row", "heading"].includes(one.name);

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
    if (event.target.form === form()) count();
    if (isField(event.target)) later(500);
  });
  document.addEventListener("input", (event) => {
    if (isField(event.target) && event.target.matches(TEXT) && !event.isComposing) later(1500);
  });

  // What others did meanwhile.
  setInterval(async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(`${form().action}/stamp`);
      if (!answer.ok || (await answer.text()) === form().dataset.stamp) return;
      const page = await fetch(location.href);
      const next = parse(await page.text());
      if (!next.getElementById("rv") || pressed) return;
      const before = new Map(fields().map((one) => [one.id, asLoaded(one)]));
      const typing = document.activeElement?.matches(TEXT) && form().contains(document.activeElement);
      if (!typing) show(next, "", before);
      say([...next.querySelectorAll(".told--other")].map((one) => one.textContent).join(". "));
    } catch {
      // The next look may succeed.
    }
  }, POLL);

  // ---- Picking several -----------------------------------------------------------------------

  const boxes = () => [...form().querySelectorAll("[name=row]")];
  const count = () => {
    const output = document.getElementById("picked");
    if (!output) return;
    const all = document.getElementById("all_shown").checked;
    const many = all ? boxes().length : boxes().filter((one) => one.checked).length;
    const words = [output.dataset.none, output.dataset.one][many] ?? output.dataset.many;
    output.textContent = words.replace("#", many);
  };
  // A heading's box ticks those below it.
  document.addEventListener("change", (event) => {
    if (event.target.name !== "heading") return;
    let row = event.target.closest("li").nextElementSibling;
    for (; row && !row.matches(".cand__sec"); row = row.nextElementSibling) {
      const box = row.querySelector("[name=row]");
      if (box) box.checked = event.target.checked;
    }
    count();
  });

  // ---- Words and places in the minutes -------------------------------------------------------

  const EXTRA = ".sn, .src__n, .mk, .cut";
  // Where a point of the minutes is, in Unicode scalar values.
  const place = (node, offset) => {
    const block = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest("[data-at]");
    if (!block) return null;
    const range = document.createRange();
    range.setStart(block, 0);
    range.setEnd(node, offset);
    return Number(block.dataset.at) + [...wordsOf(range)].length;
  };
  const wordsOf = (range) => {
    const part = document.createElement("div");
    part.append(range.cloneContents());
    for (const extra of part.querySelectorAll(EXTRA)) extra.remove();
    return part.textContent;
  };
  // The words selected in the minutes, and about where they stand.
  const selected = () => {
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const near = place(range.startContainer, range.startOffset);
    const words = wordsOf(range).trim();
    return words && near !== null ? [["passage", words], ["near", String(near)]] : null;
  };
  // Where the cursor stands inside the passage in hand.
  const cursor = () => {
    const selection = getSelection();
    const inHand = selection.anchorNode?.parentElement?.closest(".src--on");
    const at = inHand ? place(selection.anchorNode, selection.anchorOffset) : null;
    return at === null ? null : [["cut_at", String(at)]];
  };

  // ---- Keys ----------------------------------------------------------------------------------

  const press = (key) => document.querySelector(`[data-key="${key}"]`)?.click();
  const step = (by) => {
    const all = [...document.querySelectorAll(".cand")];
    const here = all.findIndex((one) => one.classList.contains("cand--on"));
    const next = all[here < 0 ? (by > 0 ? 0 : all.length - 1) : here + by];
    next?.querySelector("[name=open]")?.click();
  };
  const sheet = () => document.getElementById("keys");
  const add = () => {
    const passage = selected();
    if (passage) send([...passage, ["act", "add"]], false);
    else press("n");
  };
  const split = () => {
    const at = cursor();
    if (at) send(at, false);
    else press("s");
  };
  const edit = () => {
    const title = document.getElementById("title");
    if (!title) return step(1);
    title.focus();
    title.setSelectionRange(title.value.length, title.value.length);
  };
  const COMMANDS = {
    j: () => step(1), k: () => step(-1), a: () => press("a"), d: () => press("d"),
    l: () => press("l"), e: edit, s: split, m: () => press("m"), n: add, u: () => press("u"),
    "?": () => sheet().showModal(),
  };
  document.addEventListener("keydown", (event) => {
    const field = event.target.closest?.(`${TEXT}, select`);
    if (event.key === "Escape" && field && form().contains(field)) {
      field.blur();
      document.querySelector(".cand--on")?.focus({ preventScroll: true });
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (field || sheet().open || form().dataset.keys !== "on") return;
    const command = COMMANDS[event.key.toLowerCase()];
    if (!command) return;
    event.preventDefault();
    command();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-open=keys]")) return;
    event.preventDefault();
    sheet().showModal();
  });
  // The buttons do what the keys do; pressing one must not lose the selection.
  document.addEventListener("mousedown", (event) => {
    const key = event.target.closest?.("[data-key=n], [data-key=s]")?.dataset.key;
    if (!key || !(key === "n" ? selected() : cursor())) return;
    event.preventDefault();
    (key === "n" ? add : split)();
  });

  count();
  arrive(true);
})();
