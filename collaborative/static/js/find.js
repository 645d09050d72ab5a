/* Finding practices. The page works without this; with it, the address names only what was chosen,
   asking twice for the same is one step in the history, and the button below the choices leads to
   the answer. */
"use strict";

document.addEventListener("htmx:configRequest", (event) => {
  if (event.target.id !== "find") return;
  const sent = event.detail.formData;
  for (const name of [...new Set(sent.keys())]) {
    const values = sent.getAll(name).filter((value) => value !== "");
    sent.delete(name);
    for (const value of values) sent.append(name, value);
  }
});

document.addEventListener("htmx:beforeHistoryUpdate", (event) => {
  const history = event.detail.history;
  if (history.path === location.pathname + location.search) history.type = "replace";
});

document.addEventListener("htmx:afterSettle", (event) => {
  const asked = event.detail.requestConfig && event.detail.requestConfig.triggeringEvent;
  const pressed = asked && asked.submitter;
  if (!pressed || !pressed.closest(".facets__go")) return;
  const found = document.getElementById("found");
  found.scrollIntoView();
  found.querySelector("#results").focus({ preventScroll: true });
});

/* What somebody has unfolded stays so, and as far down as it was, when new counts come. */
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const fragment = event.detail.fragment;
  const lists = document.getElementById("facet-lists");
  if (!fragment || !lists || event.detail.target !== lists) return;
  const scrolled = new Map();
  for (const facet of lists.querySelectorAll("details.facet")) {
    const next = fragment.querySelector(`#${facet.id}`);
    if (!next) continue;
    next.open = facet.open;
    const choices = facet.querySelector(".facet__choices");
    if (choices && choices.scrollTop) scrolled.set(facet.id, choices.scrollTop);
  }
  if (!scrolled.size) return;
  document.addEventListener(
    "htmx:oobAfterSwap",
    () => {
      for (const [id, top] of scrolled) {
        const choices = document.querySelector(`#${id} .facet__choices`);
        if (choices) choices.scrollTop = top;
      }
    },
    { once: true },
  );
});
