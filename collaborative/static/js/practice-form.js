/* Writing a practice. The page works without this; with it, what is typed is saved after a pause,
   and what others saved meanwhile is told before anything is overwritten. */
"use strict";

(() => {
  const PAUSE = 3000;
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const kept = form.querySelector("[data-kept]");
  let timer = 0;
  let typed = 0; // counts changes, so that an answer to older words clears nothing newer
  let saved = 0;
  let working = null;
  let stopped = false;

  const say = (text) => {
    if (kept.textContent !== text) kept.textContent = text;
  };

  const stop = (text) => {
    stopped = true;
    say(text);
  };

  const body = () => {
    const data = new FormData(form);
    for (const control of form.querySelectorAll("input[type=file]")) data.delete(control.name);
    data.set("do", "autosave");
    return data;
  };

  // What others wrote in answers that this person left alone. False: the page has no room for it.
  const show = (fields) => {
    for (const [name, values] of Object.entries(fields)) {
      const controls = form.querySelectorAll(`[name="${CSS.escape(name)}"]`);
      if (!controls.length && values.some(Boolean)) return false;
      for (const control of controls) {
        if (control.type === "checkbox" || control.type === "radio") control.checked = values.includes(control.value);
        else control.value = values[0] ?? "";
      }
    }
    return true;
  };

  const took = async (answer, number) => {
    if (answer.status === 409) {
      const told = await answer.json();
      stop(told.conflicts ? `${told.detail} Press Save to see both texts side by side.` : told.detail);
      return;
    }
    if (answer.status === 403) {
      stop("You are signed out. Your words are still here: press Save, and you are told how to keep them.");
      return;
    }
    const type = answer.headers.get("Content-Type") || "";
    if (!answer.ok || !type.includes("json")) {
      say("Not saved just now. We try again when you write on.");
      return;
    }
    const told = await answer.json();
    if (!show(told.fields)) {
      stop(`${told.changed_by_others.join(", ")}: others wrote there. Your words are saved. Open the page again to go on.`);
      return;
    }
    form.elements.revision.value = told.revision;
    saved = number;
    const left = Object.keys(told.left).length;
    let text = `Last saved: today, ${told.saved_at}`;
    if (left) text += left === 1 ? " – one answer cannot be read yet: press Save to see why." : ` – ${left} answers cannot be read yet: press Save to see why.`;
    if (told.changed_by_others.length) text += ` – with what others wrote: ${told.changed_by_others.join(", ")}`;
    say(text);
  };

  const send = async () => {
    const number = typed;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: body(),
        credentials: "same-origin",
        headers: { Accept: "application/json" },
        redirect: "error",
      });
      await took(answer, number);
    } catch {
      say("Not saved just now. We try again when you write on.");
    }
  };

  // One at a time: two at once would conflict with each other.
  const save = () => {
    window.clearTimeout(timer);
    if (stopped || working || saved === typed) return;
    working = send().finally(() => {
      working = null;
      if (!stopped && saved !== typed) timer = window.setTimeout(save, PAUSE);
    });
  };

  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    typed += 1;
    if (stopped) return;
    say("Not saved yet.");
    window.clearTimeout(timer);
    timer = window.setTimeout(save, PAUSE);
  });

  // Away to another page or program: now rather than after the pause.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });

  // The button saves everything, after what is being saved already. Pressed twice, it saves once.
  let pressed = false;
  form.addEventListener("submit", (event) => {
    if (pressed) {
      event.preventDefault();
      return;
    }
    window.clearTimeout(timer);
    stopped = true;
    if (!working) {
      pressed = true;
      return;
    }
    event.preventDefault();
    const button = event.submitter;
    working.then(() => form.requestSubmit(button));
  });

  // Back by the browser's memory of pages: the form may be sent again.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    pressed = false;
    stopped = false;
  });
})();
