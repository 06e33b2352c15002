// The photograph, and the point of it that every crop keeps: a click, or the arrow keys.

import { find } from "./dom.js";
import { inPath } from "./server.js";
import { say } from "./words.js";

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Photo {
	constructor(saving, refused) {
		this.saving = saving;
		this.area = find("#focal");
		this.area.addEventListener("click", (event) => this.click(event));
		this.area.addEventListener("keydown", (event) => this.key(event));
		const input = find("#photo-file");
		input.addEventListener("change", () => input.files[0] && saving.picture(input.files[0], "picture").catch(refused));
		find("#photo-remove").addEventListener("click", () => {
			saving.edit({ set: "picture", value: null });
			input.focus();
		});
	}

	show({ fields }) {
		const file = fields["picture.file"] ?? fields.picture;
		find("#photo").classList.toggle("has-photo", Boolean(file));
		if (!file) return;
		const address = `${this.saving.path}/beside/${inPath(file)}?px=900`;
		const image = find("img", this.area);
		if (image.getAttribute("src") !== address) image.src = address;
		this.place((fields["picture.focus"] ?? [0.5, 0.5]).map(Number));
	}

	place([x, y]) {
		this.at = [x, y];
		const [left, top] = [Math.round(x * 100), Math.round(y * 100)];
		const point = find(".point", this.area);
		point.style.left = `${left}%`;
		point.style.top = `${top}%`;
		this.area.setAttribute("aria-valuenow", left);
		this.area.setAttribute("aria-valuetext", say("focal-at", { left, top }));
	}

	move(x, y) {
		this.place([x, y].map((value) => Math.round(Math.min(1, Math.max(0, value)) * 100) / 100));
		this.saving.edit({ set: "picture.focus", value: this.at });
	}

	click(event) {
		const box = find("img", this.area).getBoundingClientRect();
		this.move((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
	}

	key(event) {
		const step = STEPS[event.key];
		if (!step) return;
		event.preventDefault();
		const far = event.shiftKey ? 0.1 : 0.02;
		this.move(this.at[0] + step[0] * far, this.at[1] + step[1] * far);
	}
}
