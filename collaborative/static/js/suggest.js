/* Suggestions below a search field, after the ARIA combobox pattern (editable, with a list):
   https://www.w3.org/WAI/ARIA/apg/patterns/combobox/. Without this the field is a plain field.
   Arrow keys choose, Enter goes there, Escape closes; Enter with nothing chosen searches. */
"use strict";

const WAIT = 120;

for (const field of document.querySelectorAll("input[data-suggest]")) {
  const list = document.createElement("ul");
  list.id = `${field.id}-list`;
  list.className = "suggest";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  list.hidden = true;
  field.after(list);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-controls", list.id);

  let asked = null;
  let timer = 0;
  let active = -1;

  const close = () => {
    clearTimeout(timer);
    if (asked) asked.abort();
    list.hidden = true;
    active = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };

  const choose = (place) => {
    const options = list.children;
    if (active >= 0) options[active].setAttribute("aria-selected", "false");
    active = place;
    if (active < 0) {
      field.removeAttribute("aria-activedescendant");
      return;
    }
    options[active].setAttribute("aria-selected", "true");
    options[active].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", options[active].id);
  };

  const go = (option) => {
    location.href = option.dataset.href;
  };

  const show = ([, texts, kinds, addresses]) => {
    list.replaceChildren(
      ...texts.map((text, place) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${place}`;
        option.className = "suggest__one";
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.href = new URL(addresses[place]).pathname + new URL(addresses[place]).search;
        const words = document.createElement("span");
        words.textContent = text;
        const kind = document.createElement("span");
        kind.className = "suggest__kind";
        kind.textContent = kinds[place];
        option.append(words, " ", kind);
        return option;
      }),
    );
    active = -1;
    field.removeAttribute("aria-activedescendant");
    list.hidden = texts.length === 0;
    field.setAttribute("aria-expanded", String(texts.length > 0));
  };

  const ask = async () => {
    const typed = field.value.trim();
    if (typed.length < 2) {
      close();
      return;
    }
    if (asked) asked.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(`${field.dataset.suggest}?q=${encodeURIComponent(typed)}`, {
        signal: asked.signal,
        credentials: "omit",
      });
      if (answer.ok && document.activeElement === field) show(await answer.json());
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  field.addEventListener("keydown", (event) => {
    const last = list.children.length - 1;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "ArrowDown" && list.hidden) {
      event.preventDefault();
      ask();
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      choose(active === last ? -1 : active + 1);
    } else if (event.key === "ArrowUp" && !list.hidden) {
      event.preventDefault();
      choose(active < 0 ? last : active - 1);
    } else if (event.key === "Enter") {
      if (!list.hidden && active >= 0) {
        event.preventDefault();
        go(list.children[active]);
      } else {
        close();
      }
    }
  });
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    event.preventDefault();
    if (option) go(option);
  });
  field.addEventListener("blur", close);
}
