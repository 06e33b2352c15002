// What is drawn: the server tells when a product is ready, and the tab in view shows it.

import { ask, inPath } from "./server.js";
import { all, button, fill, find, make } from "./dom.js";
import { say } from "./words.js";

export class Drawing {
	/** `on` has `changed(revision)`, `words(word)` and `drawn(product)`. */
	constructor(saving, on) {
		this.saving = saving;
		this.on = on;
		this.products = {};
		this.product = "pdf";
		find(".options").addEventListener("change", () => this.show());
	}

	listen() {
		const stream = new EventSource(`${this.saving.path}/drawing`);
		const heard = { document: ({ revision }) => this.on.changed(revision), view: (said) => this.first(said), product: (said) => this.took(said) };
		for (const kind in heard) stream.addEventListener(kind, ({ data }) => heard[kind](JSON.parse(data)));
	}

	/** The page in view is drawn before its file is. */
	first({ path, page, digest }) {
		const image = this.product === "pdf" && find(`#view-pdf [data-page="${page}"] img`);
		if (image && path === this.shownFile) this.swap(image, path, digest);
	}

	took(event) {
		const before = this.products[event.product];
		this.products[event.product] = { ...before, ...event, files: event.files?.length || event.state === "off" ? event.files : (before?.files ?? []) };
		this.state();
		if (event.product === this.product) this.show();
		this.on.drawn();
	}

	state() {
		const { state, problems = [] } = this.products[this.product] ?? {};
		const isBusy = state === "waiting" || state === "drawing";
		find("#drawing").textContent = isBusy ? say("drawing") : state === "failed" ? say("drawing-failed") : state === "off" ? say("drawing-off") : "";
		find(`#view-${this.product}`).classList.toggle("off", state === "off");
		const failed = find("#drawing-failed");
		failed.hidden = state !== "failed";
		fill(failed, [state, problems], () => problems.map((problem) => make("p", {}, problem.sentence)));
	}

	get isQuiet() {
		return Object.values(this.products).every(({ state }) => state !== "waiting" && state !== "drawing");
	}

	open(product) {
		this.product = product;
		this.state();
		this.show();
		if (product in this) this.look("", 1);
	}

	look(file, page) {
		ask("POST", `${this.saving.path}/view`, { product: this.product, file, page, px: this.px }).catch(() => {});
	}

	show() {
		const files = this.files();
		find(`#view-${this.product} .empty`)?.toggleAttribute("hidden", files.length > 0);
		if (files.length) this[this.product]?.();
	}

	files(product = this.product) {
		return this.products[product]?.files ?? [];
	}

	pages(product, path, options = "") {
		const file = this.files(product).find((one) => one.path === path);
		this.shownFile = path;
		const holder = find(`#view-${product} .sheets`);
		if (!file || !holder.clientWidth) return;
		holder.classList.toggle("book", path.endsWith("brochure.pdf"));
		fill(holder, [path, file.pages], () =>
			Array.from({ length: file.pages }, (_, at) => {
				const number = at + 1;
				const image = make("img", { alt: say("page-alt", { number, of: file.pages }) });
				const sheet = button(image, (event) => this.click(event, path, number), { class: "sheet", "aria-label": say("page-open", { number }), "data-page": number });
				return make("li", {}, sheet, make("span", { class: "folio" }, String(number)));
			}),
		);
		this.px = Math.min(1600, Math.round(find("img", holder).clientWidth * devicePixelRatio));
		for (const image of all("img", holder)) this.swap(image, path, file.digest + options);
	}

	/** A picture takes the place of another when it is there: nothing flickers. Pages that are out of view wait. */
	swap(image, path, digest) {
		image.dataset.next = `${this.saving.path}/pages/${inPath(path)}/${image.parentElement.dataset.page}.png?px=${this.px}&d=${digest}`;
		this.watch ??= new IntersectionObserver((entries) => {
			for (const { target, isIntersecting } of entries) {
				target.dataset.seen = isIntersecting ? "1" : "";
				if (isIntersecting) load(target);
			}
			clearTimeout(this.seeing);
			this.seeing = setTimeout(() => this.look(this.shownFile, Number(find("[data-seen='1']", find(`#view-${this.product}`))?.parentElement.dataset.page ?? 1)), 300);
		});
		this.watch.observe(image);
		if (image.dataset.seen) load(image);
	}

	pdf() {
		this.pages("pdf", "brochure.pdf");
	}

	print() {
		const paths = this.files().map((file) => file.path);
		for (const option of find("#print-file").options) option.hidden = !paths.includes(option.value);
		const [boxes, plate] = all(".options :checked[type]").map((field) => field.value);
		this.pages("print", find("#print-file").value, `&boxes=${boxes}&plate=${plate}`);
	}

	address(file) {
		return `${this.saving.path}/preview/${inPath(file.path)}?d=${file.digest}`;
	}

	cards() {
		const files = this.files().filter((file) => file.path.endsWith(".png"));
		fill(find("#view-cards .cards"), files, () =>
			files.map((file) =>
				make("li", { class: file.height_px > file.width_px ? "tall" : "" }, make("figure", {},
					make("img", { src: this.address(file), alt: file.alt ?? "", width: file.width_px, height: file.height_px, loading: "lazy" }),
					make("figcaption", {}, `${file.path.replace(/^cards\/|\.png$/g, "")} · ${file.width_px} × ${file.height_px}`))),
			),
		);
	}

	qr() {
		const files = this.files().filter((file) => file.path.endsWith(".svg"));
		fill(find("#view-qr .codes"), files, () =>
			files.map((file) => {
				const name = file.path.replace(/^qr\/|\.svg$/g, "");
				const image = make("img", { src: this.address(file), alt: say("code-alt", { name }), class: name === "page" ? "at-print" : "" });
				return make("li", {}, image, make("h2", {}, name === "page" ? say("code-page") : name), make("p", { class: "payload", id: `payload-${file.path}` }),
					button(say("code-hold"), () => {
						Object.assign(find("#hold img"), { src: this.address(file), alt: image.alt });
						find("#hold").showModal();
					}));
			}),
		);
	}

	share() {
		const file = this.files().find((one) => one.path === "share/index.html");
		const frame = find("#view-share iframe");
		if (file && frame.getAttribute("src") !== this.address(file)) frame.src = this.address(file);
	}

	/** A click in a page: the nearest word of the text there, and its place in the file. */
	async click(event, path, number) {
		this.look(path, number);
		const box = event.currentTarget.getBoundingClientRect();
		const [x, y] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
		const words = await ask("GET", `${this.saving.path}/words/${inPath(path)}/${number}`).catch(() => []);
		const far = (word) => Math.hypot(Math.max(word.x - x, 0, x - word.x - word.w), Math.max(word.y - y, 0, y - word.y - word.h));
		const nearest = words.filter((word) => word.line).sort((a, b) => far(a) - far(b))[0];
		if (nearest && far(nearest) < 0.06) this.on.words(nearest);
	}

	/** Show where a place of the file stands on a page. */
	async point(line, column) {
		if (this.product !== "pdf") return;
		const at = await ask("GET", `${this.saving.path}/where?line=${line}&column=${column}&path=brochure.pdf`).catch(() => null);
		all(".here").forEach((mark) => mark.remove());
		const sheet = at?.page && find(`#view-pdf [data-page="${at.page}"]`);
		if (!sheet) return;
		const mark = make("span", { class: "here" });
		for (const [name, value] of Object.entries({ left: at.x, top: at.y, width: at.w, height: at.h })) mark.style[name] = `${value * 100}%`;
		sheet.append(mark);
		const pane = find("#preview").getBoundingClientRect();
		const box = mark.getBoundingClientRect();
		if (box.top < pane.top + 60 || box.bottom > pane.bottom) mark.scrollIntoView({ block: "center" });
	}
}

async function load(image) {
	const { next } = image.dataset;
	if (image.getAttribute("src") === next) return;
	const probe = new Image();
	probe.src = next;
	await probe.decode().catch(() => {});
	if (image.dataset.next === next && probe.naturalWidth) image.src = next;
}
