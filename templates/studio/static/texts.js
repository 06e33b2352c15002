// What goes with the pictures: captions, alternative texts, the head of the web page; the verdict, and what to take.

import { button, fill, find, make, tell } from "./dom.js";
import { ask, inPath } from "./server.js";
import { say } from "./words.js";

const copying = (text, label = say("copy")) =>
	button(label, async ({ target }) => {
		await navigator.clipboard.writeText(text);
		target.textContent = say("copied");
		tell(say("copied"));
		setTimeout(() => (target.textContent = label), 2000);
	}, { class: "copy" });

export class Texts {
	constructor(saving, drawing) {
		this.saving = saving;
		this.drawing = drawing;
		this.api = saving.path;
	}

	/** Texts and verdict follow when all is quiet. */
	show() {
		clearTimeout(this.showing);
		this.showing = setTimeout(() => this.load(), 300);
	}

	load() {
		const { product } = this.drawing;
		if (["texts", "cards", "qr"].includes(product)) this.texts();
		if (product === "take") this.files();
		if (this.drawing.isQuiet) this.verdict();
	}

	async texts() {
		const given = await ask("GET", `${this.api}/texts`).catch(() => null);
		if (!given) return;
		fill(find("#captions"), given.captions, () => given.captions.map((row) => this.caption(row)));
		fill(find("#alternatives"), given.alternatives, () =>
			given.alternatives.map(({ path, text }) => make("li", {}, make("p", {}, make("strong", {}, path), ` ${text}`), copying(text))),
		);
		find("#head").textContent = given.head;
		fill(find("#head-copy"), given.head, () => [copying(given.head, say("copy-head"))]);
		fill(find("#networks"), [given.previews, this.drawing.files("cards")], () => (given.previews ?? []).map((row) => this.preview(row)));
		for (const { path, payload } of given.codes ?? []) {
			const place = find(`[data-code="${path}"] .payload`);
			if (place) place.textContent = payload;
		}
	}

	caption({ name, text, count, limit }) {
		const counter = limit ? say("counter", { count, limit }) : say("counter-free", { count });
		return make("li", {},
			make("h3", {}, name), make("p", { class: "caption" }, text),
			make("p", { class: limit && count > limit ? "counter over" : "counter" }, counter), copying(text));
	}

	/** The page as a network shows its link. */
	preview({ name, ratio, small, over, host, title, description, cut }) {
		const card = this.drawing.files("cards").find((file) => file.path.startsWith("cards/open-graph"));
		const image = card && make("img", { src: this.drawing.address(card), alt: "" });
		if (image && ratio) image.style.aspectRatio = String(ratio);
		return make("li", { class: `network${small ? " small" : ""}${over ? " over" : ""}` },
			make("h3", {}, name),
			make("div", { class: "link" }, image, make("div", { class: "words" }, make("small", {}, host), make("strong", {}, title), description && make("p", {}, description))),
			cut && make("p", { class: "counter over" }, say("title-cut")));
	}

	async verdict() {
		const found = await ask("GET", `${this.api}/verdict`).catch(() => null);
		if (!found) return;
		const { errors, warnings, findings } = found;
		if (!found.complete && !errors) return;
		const state = errors ? "bad" : warnings ? "weigh" : "good";
		const words = say(`verdict-${state}`, { count: errors || warnings });
		find("#verdict").dataset.state = state;
		find("#verdict .words").textContent = words;
		find("#verdict-words").textContent = words;
		fill(find("#findings"), findings, () =>
			findings.map((one) => make("li", { class: `problem ${one.severity}` }, one.path && make("strong", {}, one.path), ` ${one.sentence}`)),
		);
	}

	files() {
		const files = ["pdf", "print", "cards", "qr", "share"].flatMap((product) => this.drawing.files(product));
		fill(find("#files"), files.map((file) => file.path), () =>
			files.map(({ path }) => make("li", {}, make("a", { href: `${this.api}/files/${inPath(path)}`, download: path.split("/").at(-1) }, path))),
		);
	}
}
