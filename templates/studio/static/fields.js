// The fields of the front matter: texts and lists; and beside each what is wrong with it.

import { all, button, fill, find, make } from "./dom.js";
import { say } from "./words.js";

/** Where the list of a name stands in the file, and what makes an item. */
const LISTS = { figures: "figures", quotes: "quotes", panels: "panels.items" };

export class Fields {
	constructor(saving, goTo) {
		this.saving = saving;
		this.goTo = goTo;
		for (const field of all("[data-set]")) {
			field.addEventListener("input", () => saving.edit({ set: field.dataset.set, value: inLine(field) || null }));
			field.addEventListener("keydown", (event) => event.key === "Enter" && field.type === "textarea" && event.preventDefault());
		}
		for (const add of all("[data-add]")) {
			add.addEventListener("click", () => find("textarea", this.row(add.dataset.add, "")).focus());
		}
	}

	show(document_) {
		this.fields = document_.fields;
		for (const field of all("[data-set]")) this.put(field, this.fields[field.dataset.set]);
		for (const name of Object.keys(LISTS)) this.list(name);
		this.problems(document_.problems);
		this.proposals("figures", document_.proposals.figures);
		this.proposals("quotes", document_.proposals.quotations);
	}

	/** A field that somebody is writing in keeps what is there. */
	put(field, value) {
		const text = String(value ?? "");
		if (inLine(field) !== text && (field !== document.activeElement || this.saving.isIdle)) field.value = text;
	}

	rows(name) {
		return all(".row", find(`[data-list=${name}]`));
	}

	/** As many rows as there are items; an empty one is somebody's new item. */
	list(name) {
		const given = this.fields[LISTS[name]];
		const items = Array.isArray(given) ? given : [];
		for (const row of this.rows(name).slice(items.length)) if (!isEmpty(row) || this.saving.isIdle) row.contains(document.activeElement) || row.remove();
		const rows = this.rows(name);
		for (const [at, item] of items.entries()) {
			const row = rows[at] ?? this.row(name, item);
			row.item = item;
			for (const field of all("textarea", row)) this.put(field, field.name ? item[field.name] : item);
		}
	}

	row(name, item) {
		const row = find(`#row-${name}`).content.firstElementChild.cloneNode(true);
		const count = this.rows(name).length + 1;
		row.item = item;
		row.dataset.field = `${LISTS[name]}[${count - 1}]`;
		row.setAttribute("aria-label", say(`row-${name}`, { count }));
		row.addEventListener("input", ({ target }) => {
			row.item = target.name ? { ...row.item, [target.name]: inLine(target) } : inLine(target);
			this.write(name);
		});
		find(".remove", row).addEventListener("click", () => {
			row.remove();
			this.write(name);
			find(`[data-add=${name}]`).focus();
		});
		find(`[data-list=${name}]`).append(row);
		return row;
	}

	write(name, more = []) {
		const items = [...this.rows(name).filter((row) => !isEmpty(row)).map((row) => row.item), ...more];
		this.saving.edit({ set: LISTS[name], value: items.length ? items : null });
	}

	/** Every problem stands beside its field; those of no field at the head. */
	problems(problems) {
		const places = new Map(all("[data-field]").map((place) => [place.dataset.field, { place, own: [] }]));
		for (const problem of problems) {
			let name = problem.field ?? "page";
			while (!places.has(name)) name = /[.[]/.test(name) ? name.replace(/[.[][^.[]*$/, "") : "page";
			places.get(name).own.push(problem);
		}
		for (const { place, own } of places.values()) {
			fill(find(":scope > .problems", place), own, () => own.map((problem) => this.problem(problem)));
			find("input, textarea, [contenteditable=true]", place)?.setAttribute("aria-invalid", own.some(({ severity }) => severity === "error"));
		}
		for (const link of all("[data-counts]")) {
			const count = all(`#${link.dataset.counts} .problem:not(.note)`).length;
			fill(find(".count", link), count, () => (count ? [count, make("span", { class: "told" }, say("problem-count", { count }))] : []));
		}
	}

	problem({ severity, sentence, field, line, mends }) {
		const buttons = mends.map(({ label, edits }) => button(label, () => this.saving.mend(edits), { class: "mend" }));
		if (field === "body" && line) buttons.push(button(say("show-line"), () => this.goTo(line, 0), { class: "mend" }));
		return make("div", { class: `problem ${severity}` }, make("p", {}, make("strong", {}, say(`severity-${severity}`)), ` ${sentence}`), ...buttons);
	}

	/** Figures or quotations found in the text, to tick. */
	proposals(name, found = []) {
		const holder = find(`[data-proposals=${name}]`);
		holder.hidden = !found.length;
		fill(find("div", holder), found, () =>
			found.map(({ taken, sentence, ...item }) => {
				const [first, second] = Object.values(item);
				const toggle = ({ target }) => {
					const same = this.rows(name).find((row) => Object.entries(item).every(([key, value]) => row.item[key] === value));
					if (!target.checked) same?.remove();
					this.write(name, target.checked ? [item] : []);
				};
				const box = make("input", { type: "checkbox", onchange: toggle, checked: taken });
				return make("label", { class: "proposal" }, box, make("span", {}, `${first} ${second ?? ""}`, make("small", {}, sentence)));
			}),
		);
	}
}

const inLine = (field) => field.value.replace(/\s*\n\s*/g, " ");
const isEmpty = (row) => all("textarea", row).every((field) => !field.value.trim());
