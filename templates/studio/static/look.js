// The look: designs as pictures of this page, motif, accent, format, logos.

import { fill, find, make } from "./dom.js";
import { say } from "./words.js";

export class Look {
	constructor(saving, refused) {
		this.saving = saving;
		for (const use of ["logo", "partner"]) {
			const input = find(`#${use}-file`);
			input.addEventListener("change", () => input.files[0] && saving.picture(input.files[0], use).catch(refused));
		}
	}

	choice(name, value, isChosen, ...shown) {
		const field = make("input", { type: "radio", name, value, onchange: () => this.saving.edit({ set: name, value: value || null }) });
		field.checked = isChosen;
		return make("label", { class: `choice choice-${name}` }, field, ...shown);
	}

	show({ look, revision }) {
		const { themes = [], motifs = [], accents = [], sizes = look.formats?.sizes ?? [] } = look;
		const chosen = (one, given) => (given ?? "") === one;
		fill(find("#themes"), [look.theme, themes], () =>
			themes.map((theme) => {
				const image = make("img", { alt: "", loading: "lazy", src: `${this.saving.path}/looks/${theme.name}.png?px=240&r=${revision.slice(0, 8)}`, onerror: () => image.remove() });
				const swatches = make("span", { class: "swatches", "aria-hidden": "true" }, ...(theme.swatches ?? []).map(dot));
				const isChosen = look.theme ? look.theme === theme.name : theme === themes[0];
				return this.choice("theme", theme.name, isChosen, make("span", { class: "thumb" }, swatches, image), make("span", { class: "name", title: theme.description }, theme.name));
			}),
		);
		fill(find("#motifs"), [look.motif, motifs], () =>
			["", ...motifs].map((motif) => this.choice("motif", motif, chosen(motif, look.motif), motif ? say(`motif-${motif}`) : say("automatic"))),
		);
		fill(find("#accents"), [look.accent, accents], () =>
			[{ name: "" }, ...accents].map((accent) => this.choice("accent", accent.name, chosen(accent.name, look.accent), accent.colour && dot(accent.colour), accent.name || say("automatic"))),
		);
		fill(find("#sizes"), [look.formats, sizes], () => sizes.map((size) => this.choice("size", size, (look.formats?.size ?? sizes[0]) === size, say(`size-${size}`))));
	}
}

function dot(colour) {
	const made = make("span", { class: "dot", "aria-hidden": "true" });
	made.style.background = colour;
	return made;
}
