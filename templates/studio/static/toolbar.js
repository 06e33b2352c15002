// The toolbar above the text: one stop for the Tab key, arrows inside, and the keys that other editors have.

import { all, find, make } from "./dom.js";

const KEYS = { b: "bold", i: "italic", k: "link" };
const NEW = {
	table: "<table><thead><tr><th></th><th></th></tr></thead><tbody><tr><td></td><td></td></tr></tbody></table>",
	quotation: '<blockquote class="quotation"><p><br></p><p class="by"><br></p></blockquote>',
	callout: '<aside class="callout"><p class="callout-title"><br></p><p><br></p></aside>',
};

export class Toolbar {
	constructor(editor, picture) {
		this.editor = editor;
		this.bar = find("#tools");
		this.dialog = find("#link");
		const buttons = all("button", this.bar);
		buttons.forEach((button, at) => {
			button.tabIndex = at && -1;
			button.addEventListener("mousedown", (event) => event.preventDefault());
			button.addEventListener("click", () => this.act(button.dataset.tool));
		});
		this.bar.addEventListener("keydown", (event) => this.move(event));
		editor.root.addEventListener("keydown", (event) => {
			const tool = (event.ctrlKey || event.metaKey) && !event.altKey && KEYS[event.key.toLowerCase()];
			if (!tool) return;
			event.preventDefault();
			this.act(tool);
		});
		document.addEventListener("selectionchange", () => this.show());
		this.dialog.addEventListener("close", () => this.dialog.returnValue && this.linked(this.dialog.returnValue === "set" ? find("#link-to").value.trim() : ""));
		find("#body-picture").addEventListener("change", ({ target }) => target.files[0] && picture(target.files[0]));
	}

	move(event) {
		const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
		if (!step) return;
		const shown = all("button", this.bar).filter((button) => button.offsetParent);
		const next = shown[(shown.indexOf(document.activeElement) + step + shown.length) % shown.length];
		all("button", this.bar).forEach((button) => (button.tabIndex = button === next ? 0 : -1));
		next.focus();
		event.preventDefault();
	}

	/** Marks of the words at the caret are shown as pressed; the tools of tables only in tables. */
	show() {
		const { editor } = this;
		const marks = { bold: "strong, b", italic: "em, i", link: "a", h2: "h2", h3: "h3", ul: "ul", ol: "ol" };
		for (const [tool, selector] of Object.entries(marks)) find(`[data-tool=${tool}]`, this.bar).setAttribute("aria-pressed", Boolean(editor.within(selector)));
		find("#table-tools").hidden = !editor.within("table");
	}

	act(tool) {
		const { editor } = this;
		if (!editor.root.contains(getSelection().anchorNode)) editor.caretIn(editor.root.lastElementChild);
		if (tool === "bold" || tool === "italic") {
			document.execCommand(tool);
			editor.changed();
		} else if (tool === "link") this.link();
		else if (tool === "picture") find("#body-picture").click();
		else if (tool in NEW) editor.insert(NEW[tool]);
		else if (/row|column/.test(tool)) editor.table(tool);
		else editor.turn(tool.toUpperCase());
		this.show();
	}

	link() {
		this.range = getSelection().getRangeAt(0).cloneRange();
		this.inside = this.editor.within("a");
		find("#link-to").value = this.inside?.dataset.to ?? this.inside?.getAttribute("href") ?? "";
		find("#link-none").hidden = !this.inside;
		this.dialog.returnValue = "";
		this.dialog.showModal();
	}

	linked(to) {
		const address = /^(www\.|[\w-]+(\.[\w-]+)+(\/|$))/.test(to) ? `https://${to}` : /^[^\s@/]+@[^\s@/]+$/.test(to) ? `mailto:${to}` : to.replaceAll(" ", "%20");
		const { inside, range, editor } = this;
		editor.root.focus();
		getSelection().removeAllRanges();
		getSelection().addRange(range);
		if (inside && !address) inside.replaceWith(...inside.childNodes);
		else if (inside) Object.assign(inside, { href: address }).dataset.to = address;
		else if (address) {
			const words = range.collapsed ? to : range.extractContents();
			const link = make("a", { href: address, "data-to": address }, words);
			range.insertNode(link);
			getSelection().collapse(link, link.childNodes.length);
		}
		editor.changed();
	}
}
