// The look: designs as pictures of this page, motif, accent, brand colour, logo, formats.

import { fill, find, make } from "./dom.js";
import { say } from "./words.js";

const part = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const luminance = (hex) => [1, 3, 5].map((at) => part(parseInt(hex.slice(at, at + 2), 16) / 255)).reduce((sum, value, at) => sum + value * [0.2126, 0.7152, 0.0722][at], 0);

/** The contrast of two colours "#rrggbb" (WCAG 2.2). */
export function contrastOf(one, other) {
	const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
	return (light + 0.05) / (dark + 0.05);
}

export class Look {
	constructor(saving, refused) {
		this.saving = saving;
		for (const use of ["logo", "partner"]) {
			const input = find(`#${use}-file`);
			input.addEventListener("change", () => input.files[0] && saving.picture(input.files[0], use).catch(refused));
		}
		const brand = find("#brand");
		brand.addEventListener("input", () => this.contrast(brand.value));
		brand.addEventListener("change", () => saving.edit({ set: "brand", value: brand.value }));
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
		find("#look-brand").hidden = !("brand" in look);
		if (look.brand) {
			find("#brand").value = look.brand;
			this.contrast(look.brand);
		}
	}

	contrast(colour) {
		const [white, ink] = ["#ffffff", "#15161c"].map((other) => contrastOf(colour, other));
		const best = Math.max(white, ink);
		const which = best < 4.5 ? "low" : white >= ink ? "white" : "ink";
		find("#brand-contrast").textContent = say(`contrast-${which}`, { ratio: Math.round(best * 10) / 10 });
	}
}

function dot(colour) {
	const made = make("span", { class: "dot", "aria-hidden": "true" });
	made.style.background = colour;
	return made;
}
