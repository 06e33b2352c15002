// The fields of the front matter: texts, lists, choices; and beside each what is wrong with it.

import { all, fill, find, make } from "./dom.js";
import { valueAt } from "./saving.js";
import { say } from "./words.js";

const LISTS = {
  figures: { parts: ["value", "label"], at: "figures", add: () => say("add-figure") },
  quotes: { parts: ["text", "by"], at: "quotes", add: () => say("add-quote") },
  panels: { parts: ["item"], at: "panels.items", add: () => say("add-panel") },
};

const LABELS = () => ({
  value: say("figure-value"), label: say("figure-label"), text: say("quote-text"), by: say("quote-by"), item: say("panel-item"),
});

export class Fields {
  constructor(saving, goTo) {
    this.saving = saving;
    this.goTo = goTo;
    for (const field of all("[data-set]")) {
      field.addEventListener("input", () => this.set(field));
      if (field.tagName === "TEXTAREA") field.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    }
  }

  set(field) {
    grow(field);
    const value = field.type === "checkbox" ? field.checked : field.value.replace(/\s*\n\s*/g, " ");
    this.saving.edit({ set: field.dataset.set, value: value === "" ? null : value });
  }

  show(document_) {
    this.document = document_;
    for (const field of all("[data-set]")) {
      const value = valueAt(document_.fields, field.dataset.set);
      const isBusy = field === document.activeElement && !this.saving.isIdle;
      if (field.type === "radio") field.checked = (value ?? "") === field.value;
      else if (!isBusy && field.value !== String(value ?? "")) field.value = value ?? "";
      grow(field);
    }
    for (const name of Object.keys(LISTS)) this.list(name);
    this.problems(document_.problems);
    this.proposals(document_.proposals);
  }

  items(name) {
    const value = valueAt(this.saving.document.fields, LISTS[name].at);
    return Array.isArray(value) ? value : [];
  }

  write(name, items) {
    this.saving.edit({ set: LISTS[name].at, value: items.length ? items : null });
  }

  /** The rows of a list of tables; those that are there already keep their fields, and so the caret. */
  list(name) {
    const holder = find(`[data-list=${name}]`);
    const { parts, add } = LISTS[name];
    const items = this.items(name);
    fill(holder, items.length, () => [
      ...items.map((_, at) => this.row(name, at)),
      make("button", { type: "button", class: "add", onclick: () => this.add(name) }, add()),
    ]);
    for (const [at, item] of items.entries()) {
      for (const part of parts) {
        const field = find(`[data-at="${at}"] [data-part=${part}]`, holder);
        const value = String((typeof item === "object" ? item[part] : item) ?? "");
        if (field.value !== value && !(field === document.activeElement && !this.saving.isIdle)) field.value = value;
        grow(field);
      }
    }
  }

  row(name, at) {
    const { parts, at: path } = LISTS[name];
    const labels = LABELS();
    const fields = parts.map((part) => {
      const field = make("textarea", { "data-part": part, rows: 1 });
      field.addEventListener("input", () => {
        grow(field);
        const items = structuredClone(this.current?.name === name ? this.current.items : this.items(name));
        if (part === "item") items[at] = field.value;
        else items[at][part] = field.value;
        this.write(name, items);
      });
      return make("label", { class: `part-${part}` }, make("span", {}, labels[part]), field);
    });
    const remove = () => {
      this.write(name, this.items(name).filter((_, index) => index !== at));
      find(`[data-list=${name}] .add`).focus();
    };
    const number = { count: at + 1 };
    return make(
      "div", { class: "row", "data-at": at, "data-field": `${path}[${at}]`, role: "group", "aria-label": say(`row-${name}`, number) },
      ...fields, make("button", { type: "button", class: "remove", "aria-label": say("remove", number), title: say("remove", number), onclick: remove }, "×"),
      make("div", { class: "problems" }),
    );
  }

  async add(name) {
    const { parts } = LISTS[name];
    const item = name === "panels" ? "" : Object.fromEntries(parts.map((part) => [part, ""]));
    const holder = find(`[data-list=${name}]`);
    const at = this.items(name).length;
    const row = this.row(name, at);
    find(".add", holder).before(row);
    find("textarea", row).focus();
    const items = [...this.items(name), item];
    this.current = { name, items };
    row.addEventListener("focusout", () => (this.current = null), { once: true });
  }

  /** Every problem stands beside its field; those of no field at the head. */
  problems(problems) {
    const places = all("[data-field]");
    const of = new Map(places.map((place) => [place, []]));
    for (const problem of problems) {
      let name = problem.field ?? "page";
      let place;
      while (!(place = places.find((one) => one.dataset.field === name))) name = /[.[]/.test(name) ? name.replace(/[.[][^.[]*$/, "") : "page";
      of.get(place).push(problem);
    }
    for (const [place, own] of of) {
      const list = find(":scope > .problems", place);
      fill(list, own, () => own.map((problem) => this.problem(problem)));
      const field = find("input, textarea, select, [contenteditable=true]", place);
      if (field) field.toggleAttribute("aria-invalid", own.some((problem) => problem.severity === "error"));
      if (field?.hasAttribute("aria-invalid")) field.setAttribute("aria-invalid", "true");
    }
    for (const link of all("[data-counts]")) {
      const count = all(`#${link.dataset.counts} .problem:not(.note)`).length;
      find(".count", link).textContent = count || "";
      find(".count", link).title = count ? say("problem-count", { count }) : "";
    }
  }

  problem({ severity, sentence, field, line, mends }) {
    const words = { error: say("severity-error"), warning: say("severity-warning"), note: say("severity-note") };
    const buttons = mends.map(({ label, edits }) => make("button", { type: "button", class: "mend", onclick: () => this.saving.edit(...edits) }, label));
    if (field === "body" && line) buttons.push(make("button", { type: "button", class: "mend", onclick: () => this.goTo(line, 0) }, say("show-line")));
    return make("div", { class: `problem ${severity}` }, make("p", {}, make("strong", {}, words[severity]), ` ${sentence}`), ...buttons);
  }

  /** Figures and quotations found in the text, to tick. */
  proposals({ figures = [], quotations = [] }) {
    const shown = { figures: [figures, (one) => `${one.value} ${one.label}`], quotes: [quotations, (one) => `« ${one.text} »${one.by ? ` — ${one.by}` : ""}`] };
    for (const [name, [found, words]] of Object.entries(shown)) {
      const holder = find(`[data-proposals=${name}]`);
      holder.hidden = !found.length;
      fill(find("div", holder), found, () =>
        found.map((one) => {
          const { taken, sentence, ...item } = one;
          const isSame = (other) => LISTS[name].parts.every((part) => other[part] === item[part]);
          const box = make("input", { type: "checkbox", onchange: () => this.write(name, box.checked ? [...this.items(name), item] : this.items(name).filter((other) => !isSame(other))) });
          box.checked = taken;
          return make("label", { class: "proposal" }, box, make("span", {}, words(one), sentence && name === "figures" && make("small", {}, sentence)));
        }),
      );
    }
  }
}

/** A text area as high as its text. */
export function grow(field) {
  if (field.tagName !== "TEXTAREA" || !field.offsetParent) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
}
