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
