// The editor of the text. It knows no Markdown: the server gives blocks as HTML, or as they are written where they
// cannot be shown otherwise, and gets back those that nobody changed as they were written, byte for byte.

import { make } from "./dom.js";
import { ask } from "./server.js";
import { say } from "./words.js";

const TEXT = /^(P|H[1-6]|UL|OL)$/;

const filler = () => make("p", {}, make("br"));

const elementOf = (html) => {
	const holder = document.createElement("template");
	holder.innerHTML = html;
	return holder.content.firstElementChild;
};

/** Where each letter of a `text` that is shown stands in its `source`: marks, and where links lead, are passed over. */
const places = (source, text) => {
	const words = source.replace(/\]\((?:[^()\n]|\([^()\n]*\))*\)/g, (found) => " ".repeat(found.length));
	let at = 0;
	const next = (letter) => {
		const found = /\s/.test(letter) ? -1 : words.slice(at, at + 300).indexOf(letter);
		at += found + 1;
		return found < 0 ? at : at - 1;
	};
	return [...text.split("").map(next), at];
};

/** What a block is by what is seen and typed in it. */
const stateOf = (element) => element.outerHTML + [...element.querySelectorAll("textarea, input")].map((field) => `\n${field.value}`).join("");

export class Editor {
	/** `on` has `change()` and `left(pictures)`; `pictureAt(file)` gives the address of a picture beside the page. */
	constructor(root, on, pictureAt) {
		this.root = root;
		this.on = on;
		this.pictureAt = pictureAt;
		this.known = new WeakMap();
		this.end = "\n";
		root.addEventListener("input", (event) => event.isComposing || this.changed());
		root.addEventListener("compositionend", () => this.changed());
		for (const kind of ["keydown", "paste"]) root.addEventListener(kind, (event) => event.target.closest("textarea, input") || this[kind](event));
		document.execCommand("defaultParagraphSeparator", false, "p");
		document.execCommand("styleWithCSS", false, false);
	}

	/** Show `blocks`; what is shown already stays, with the caret in it. */
	load({ blocks, end }) {
		const kept = new Map([...this.root.children].map((element) => [this.sourceOf(element), element]));
		const elements = blocks.map((block) => {
			const element = kept.get(block.source) ?? this.elementFor(block);
			kept.delete(block.source);
			return element;
		});
		this.end = end;
		elements.forEach((element, at) => {
			const { gap, source } = blocks[at];
			this.known.set(element, { gap, source, state: stateOf(element), before: elements[at - 1] ?? null });
			if (this.root.children[at] !== element) this.root.insertBefore(element, this.root.children[at] ?? null);
		});
		while (this.root.childNodes.length > elements.length) this.root.lastChild.remove();
		if (!elements.length) this.root.append(filler());
	}

	elementFor({ source, html }) {
		if (html === null) {
			const field = make("textarea", { spellcheck: "false" });
			field.value = source;
			return make("div", { class: "raw", contenteditable: "false" }, make("label", {}, make("span", {}, say("block-raw")), field));
		}
		const element = elementOf(html);
		if (element.tagName !== "FIGURE") return element;
		const part = (name, label) => {
			const field = make("input", { "data-part": name });
			field.value = element.dataset[name];
			return make("label", {}, make("span", {}, label), field);
		};
		element.setAttribute("contenteditable", "false");
		element.append(make("img", { src: this.pictureAt(element.dataset.file), alt: "" }), make("figcaption", {}, part("alt", say("picture-alt")), part("caption", say("picture-caption"))));
		return element;
	}

	/** The source that a block has as long as nobody changes it; null after that. */
	sourceOf(element) {
		const known = this.known.get(element);
		return known && known.state === stateOf(element) ? known.source : null;
	}

	/** The edit that makes the file's text what is shown. */
	edit() {
		let before = null;
		const blocks = [...this.root.childNodes].map((element) => {
			const known = this.known.get(element);
			const isInPlace = known && (known.before === before || /\n[ \t\r]*\n/.test(known.gap));
			before = element;
			return { ...(isInPlace ? { gap: known.gap } : {}), ...this.content(element) };
		});
		return { blocks, end: this.end };
	}

	/** A block as it was written, or as HTML; what browsers leave around blocks is for the server to sort out. */
	content(element) {
		if (element.nodeType !== 1) return { html: make("p", {}, element.data ?? "").outerHTML };
		const source = this.sourceOf(element);
		if (source !== null) return { source };
		if (element.classList.contains("raw")) return { source: element.querySelector("textarea").value };
		if (element.tagName !== "FIGURE") return { html: element.outerHTML };
		const figure = make("figure", { "data-file": element.dataset.file });
		for (const field of element.querySelectorAll("input")) figure.dataset[field.dataset.part] = field.value;
		return { html: figure.outerHTML };
	}

	changed() {
		if (!this.root.firstElementChild) this.root.append(filler());
		this.on.change();
	}

	/** The block of the root that the caret is in; null elsewhere. */
	current() {
		let node = getSelection().anchorNode;
		if (!node || node === this.root || !this.root.contains(node)) return null;
		while (node.parentNode !== this.root) node = node.parentNode;
		return node.nodeType === 1 ? node : null;
	}

	within(selector) {
		const { anchorNode } = getSelection();
		const found = (anchorNode?.nodeType === 1 ? anchorNode : anchorNode?.parentElement)?.closest(selector);
		return found && this.root.contains(found) ? found : null;
	}

	caretIn(element, atEnd = true) {
		getSelection().selectAllChildren(element);
		getSelection()[atEnd ? "collapseToEnd" : "collapseToStart"]();
		element.scrollIntoView({ block: "nearest" });
	}

	/** What stands in `block` before the caret, or behind it, as a range. */
	rangeIn(block, isBefore) {
		const { startContainer, startOffset, endContainer, endOffset } = getSelection().getRangeAt(0);
		const range = document.createRange();
		range.selectNodeContents(block);
		if (isBefore) range.setEnd(startContainer, startOffset);
		else range.setStart(endContainer, endOffset);
		return range;
	}

	keydown(event) {
		const block = this.current();
		const isEnter = event.key === "Enter" && !event.shiftKey;
		if (event.key === "Tab" && this.within("td, th")) this.nextCell(event);
		else if (event.key === "Tab" && this.within("li")) this.indent(event);
		else if (isEnter && this.within("td, th")) event.preventDefault();
		else if (isEnter && /^(BLOCKQUOTE|ASIDE)$/.test(block?.tagName)) this.leave(event, block);
		else if (isEnter && /^H\d$/.test(block?.tagName) && !this.rangeIn(block, false).toString()) this.addAfter(block, filler(), event);
		else if (event.key === " " && block?.tagName === "P") this.shorthand(event, block);
	}

	/** An empty line at the end leaves a quotation or a callout, and so does the line of who said it. */
	leave(event, block) {
		const line = this.within("p");
		const isBy = line?.className === "by";
		if (!isBy && (line !== block.lastElementChild || line.textContent.trim())) return;
		if (!isBy) line.remove();
		this.addAfter(block, filler(), event);
	}

	addAfter(block, made, event) {
		event?.preventDefault();
		if (block) block.after(made);
		else this.root.append(made);
		this.caretIn(made.querySelector("p, th") ?? made, false);
		this.changed();
	}

	nextCell(event) {
		const cells = [...this.within("table").querySelectorAll("td, th")];
		const next = cells[cells.indexOf(this.within("td, th")) + (event.shiftKey ? -1 : 1)];
		if (!next && event.shiftKey) return;
		event.preventDefault();
		if (next) this.caretIn(next);
		else this.table("row");
	}

	/** An item becomes one of the item before it, or of the list around. */
	indent(event) {
		const item = this.within("li");
		const list = item.parentElement;
		const [before, outer] = [item.previousElementSibling, list.parentElement.closest("li")];
		if (event.shiftKey ? !outer : !before) return;
		event.preventDefault();
		if (event.shiftKey) outer.after(item);
		else (before.querySelector(":scope > ul, :scope > ol") ?? before.appendChild(make(list.tagName))).append(item);
		if (!list.children.length) list.remove();
		this.caretIn(item);
		this.changed();
	}

	/** "- ", "1. " and "## " at the start of a paragraph make what they mean, as in other editors. */
	shorthand(event, block) {
		const before = this.rangeIn(block, true);
		const kind = { "-": "UL", "*": "UL", "1.": "OL", "#": "H2", "##": "H2", "###": "H3" }[before.toString()];
		if (!kind) return;
		event.preventDefault();
		before.deleteContents();
		this.turn(kind);
	}

	/** The selected blocks become headings, a list, or, what they are already, paragraphs. */
	turn(kind) {
		const range = getSelection().getRangeAt(0);
		const selected = [...this.root.children].filter((child) => TEXT.test(child.tagName) && range.intersectsNode(child));
		if (!selected.length) return;
		const wanted = selected[0].tagName === kind ? "P" : kind;
		const lines = selected.flatMap((one) => (/L$/.test(one.tagName) ? [...one.querySelectorAll("li")] : [one]));
		const contents = lines.map((line) => [...line.childNodes].filter((node) => !/^[UO]L$/.test(node.nodeName)));
		const isList = /L$/.test(wanted);
		const each = contents.map((nodes) => make(isList ? "li" : wanted, {}, ...nodes));
		selected[0].before(...(isList ? [make(wanted, {}, ...each)] : each));
		selected.forEach((one) => one.remove());
		this.caretIn(each.at(-1));
		this.changed();
	}

	insert(html) {
		const block = this.current();
		const made = this.elementFor({ html });
		if (!block?.nextElementSibling) (block ?? this.root.lastElementChild).after(filler());
		this.addAfter(block, made);
		if (block?.tagName === "P" && !block.textContent.trim()) block.remove();
		made.querySelector("input")?.focus();
		this.changed();
	}

	/** Add or take away a row or a column where the caret is. */
	table(what) {
		const cell = this.within("td, th");
		if (!cell) return;
		const table = cell.closest("table");
		const [body] = table.tBodies;
		const at = cell.cellIndex;
		const isHead = cell.tagName === "TH";
		let next = table.rows[0].cells[0];
		if (what === "row") {
			const row = make("tr", {}, ...[...table.rows[0].cells].map(() => make("td")));
			if (isHead) body.prepend(row);
			else cell.parentElement.after(row);
			[next] = row.cells;
		} else if (what === "column") {
			for (const row of table.rows) row.cells[at].after(make(row.cells[at].tagName));
			next = cell.nextElementSibling;
		} else if (what === "no-column") {
			for (const row of table.rows) row.cells[at].remove();
		} else if (!isHead) cell.parentElement.remove();
		if (!table.rows[0].cells.length) table.remove();
		else this.caretIn(next.isConnected ? next : table.rows[0].cells[0]);
		this.changed();
	}

	async paste(event) {
		event.preventDefault();
		const [html, text] = ["text/html", "text/plain"].map((type) => event.clipboardData.getData(type));
		const range = getSelection().getRangeAt(0);
		const isLine = !html && !text.includes("\n");
		const { blocks, pictures = 0 } = isLine ? { blocks: [{ html: "<p></p>" }] } : await ask("POST", "/api/paste", { html, text });
		const elements = blocks.map((block) => {
			const element = this.elementFor(block);
			if (block.source) this.known.set(element, { source: block.source, state: stateOf(element) });
			return element;
		});
		if (isLine) elements[0].append(text);
		getSelection().removeAllRanges();
		getSelection().addRange(range);
		if (elements.length) this.put(range, elements);
		if (pictures) this.on.left(pictures);
		this.changed();
	}

	/** Put blocks where the caret is: one paragraph into the line, and all of it into a cell or an item. */
	put(range, elements) {
		range.deleteContents();
		const block = this.current();
		if (block && ((elements.length === 1 && elements[0].tagName === "P") || this.within("li, td, th, blockquote, aside"))) {
			const nodes = elements.flatMap((one, at) => [at ? " " : "", ...(one.tagName === "P" ? one.childNodes : [one.textContent])]);
			const holder = make("p", {}, ...nodes);
			const last = holder.lastChild;
			const piece = document.createDocumentFragment();
			piece.append(...holder.childNodes);
			range.insertNode(piece);
			getSelection().collapse(last, last.length ?? last.childNodes.length);
			return;
		}
		if (block?.textContent.trim()) {
			const tail = this.rangeIn(block, false).extractContents();
			if (tail.textContent.trim()) block.after(make(block.tagName, {}, tail));
		}
		if (block) block.after(...elements);
		else this.root.append(...elements);
		if (block && !block.textContent.trim() && block.tagName === "P") block.remove();
		this.caretIn(elements.at(-1));
	}

	/** Each block with the line of the body, from 0, that it begins at. */
	*lines() {
		let line = 0;
		for (const element of this.root.children) {
			const { gap = "\n\n", source = "" } = this.known.get(element) ?? {};
			line += gap.split("\n").length - 1;
			yield [element, line];
			line += source.split("\n").length - 1;
		}
	}

	/** Where the caret is in the body: line and column from 0; null where it is not in it. */
	position() {
		const block = this.current();
		for (const [element, line] of block ? this.lines() : []) {
			if (element !== block) continue;
			const source = this.sourceOf(block) ?? block.textContent;
			const before = source.slice(0, places(source, block.textContent)[`${this.rangeIn(block, true)}`.length]).split("\n");
			return { line: line + before.length - 1, column: before.at(-1).length };
		}
		return null;
	}

	/** Put the caret at a line and a column of the body. */
	goTo(line, column) {
		let [found, start] = [this.root.firstElementChild, 0];
		for (const [element, at] of this.lines()) if (at <= line) [found, start] = [element, at];
		const field = found.querySelector("textarea, input");
		if (field) return field.focus();
		const text = found.textContent;
		const source = this.sourceOf(found) ?? text;
		const wanted = [...source.split("\n").slice(0, line - start), ""].join("\n").length + column;
		let offset = places(source, text).findIndex((place) => place >= wanted);
		if (offset < 0) offset = text.length;
		this.root.focus();
		const walker = document.createTreeWalker(found, NodeFilter.SHOW_TEXT);
		while (walker.nextNode() && walker.currentNode.length < offset) offset -= walker.currentNode.length;
		if (walker.currentNode.nodeType === 3) getSelection().collapse(walker.currentNode, Math.min(offset, walker.currentNode.length));
		else this.caretIn(found);
		return found.scrollIntoView({ block: "center" });
	}
}
