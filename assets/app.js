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

// One tick for all the ticks of a name, as long as they agree.
(() => {
  for (const all of document.querySelectorAll("input[data-all]")) {
    const each = () => [...all.form.querySelectorAll(`input[name="${all.dataset.all}"]`)];
    const agree = () => {
      const ticked = each().filter((one) => one.checked).length;
      all.checked = ticked > 0 && ticked === each().length;
      all.indeterminate = ticked > 0 && !all.checked;
    };
    all.form.addEventListener("change", (event) => {
      if (event.target === all) for (const one of each()) one.checked = all.checked;
      agree();
    });
    addEventListener("pageshow", agree);
  }
})();

// What a form would do is shown beside it while it is filled in; its button does the same.
(() => {
  const form = document.querySelector("form[data-try]");
  if (!form) return;
  let waiting;
  form.addEventListener("change", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.dataset.try, { method: "POST", body });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const effect = page.getElementById("effect");
      if (effect) document.getElementById("effect").replaceChildren(...effect.childNodes);
    }, 300);
  });
})();

// A paper is printed as it stands.
(() => {
  for (const button of document.querySelectorAll("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
})();
