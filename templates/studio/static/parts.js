// What the server draws of the workbench: the look, texts, files, the verdict.

import { all, find, tell } from "./dom.js";
import { place } from "./forms.js";
import { say } from "./words.js";

export class Parts {
	constructor(saving, drawing, refused) {
		Object.assign(this, { saving, drawing, address: saving.path.replace("/api", "") });
		find("#s-look").addEventListener("change", ({ target }) => this.change(target)?.catch(refused));
		find("#s-look").addEventListener("input", ({ target }) => target.name === "brand" && this.ask("contrast", this.brand));
		addEventListener("click", ({ target }) => this.click(target.dataset, target));
	}

	/** What is shown follows when all is quiet. */
	show() {
		clearTimeout(this.showing);
		this.showing = setTimeout(() => this.ask("parts", { of: this.drawing.product, quiet: this.drawing.isQuiet, ...this.brand }), 600);
	}

	async ask(what, given) {
		const answer = await fetch(`${this.address}/${what}?${new URLSearchParams(given)}`).catch(() => null);
		if (answer?.ok) place(await answer.text());
	}

	get brand() {
		return { design: find("[name=theme]:checked")?.value ?? "", colours: all("[name=brand]").map(({ value }) => value).join(",") };
	}

	change({ name, value, files, dataset }) {
		if (files) return files[0] && this.saving.picture(files[0], dataset.use);
		const { brand } = this;
		if (name === "brand" || (name === "theme" && /[^,]/.test(brand.colours))) return this.saving.put("colours", brand);
		const boxes = all("[name=products]");
		const on = boxes.filter((box) => box.checked).map((box) => box.value);
		if (name === "products") value = on.length < boxes.length && on;
		if (name) this.saving.edit({ set: name, value: value || null });
	}

	async click({ copy, brand, use, unlogo }, target) {
		if (copy) {
			await navigator.clipboard.writeText(document.getElementById(copy).textContent);
			tell((target.textContent = say("copied")));
		}
		if (brand) {
			const field = find(`#brand-${brand}`);
			field.value = use;
			field.dispatchEvent(new Event("change", { bubbles: true }));
		}
		if (unlogo === "") this.saving.edit({ set: "issuer.logo", value: null });
		if (unlogo) {
			const left = this.saving.document.fields.partners.filter((_, at) => at !== Number(unlogo));
			this.saving.edit({ set: "partners", value: left.length ? left : null });
		}
	}
}
