// Every change goes to the server at once, in order, one request at a time; none is lost on the way.
//
// What waits is kept in the browser too. A change is sent again on a file that changed meanwhile only where
// the other change left alone what it sets; else both are shown, and a person chooses.

import { ask, askForm, Refused } from "./server.js";

const RETRY_MS = 1000;

const keyOf = (edit) => ("set" in edit ? `set ${edit.set}` : "source" in edit ? "source" : "body");

const partOf = (document_, edit) => JSON.stringify("set" in edit ? document_.fields[edit.set] ?? null : "source" in edit ? document_.source : document_.body);

export class Saving {
	/** `on` has `document(document, why)`, `state(state)` and `conflict(mine, theirs)`. */
	constructor(name, on) {
		this.path = `/api/pages/${encodeURIComponent(name)}`;
		this.kept = `brochure-unsaved:${name}`;
		this.on = on;
		this.document = null;
		this.waiting = new Map();
		this.sending = null;
		this.shown = null; // the body that the editor's text was made from
		this.seen = null;
	}

	async open() {
		this.document = await ask("GET", this.path);
		await this.on.document(this.document, "opened");
		const left = JSON.parse(localStorage.getItem(this.kept) ?? "null");
		if (!left) return this.on.state("saved");
		for (const edit of left.edits) this.waiting.set(keyOf(edit), edit);
		const isSame = left.revision === this.document.revision;
		if (isSame) return this.send("recovered");
		return this.meet(left.before);
	}

	get isIdle() {
		return !this.waiting.size && !this.sending;
	}

	edit(...edits) {
		for (const edit of edits) {
			const key = keyOf(edit);
			if (key === "source") this.waiting.clear();
			this.waiting.set(key, edit);
		}
		this.keep();
		this.on.state("saving");
		if (!this.sending && !this.stopped) this.send();
	}

	/** Edits that come from elsewhere than the fields: what is shown follows. */
	mend(edits) {
		this.isMended = true;
		this.edit(...edits);
	}

	/** What is not on the disk yet, kept where a closed tab does not lose it. */
	keep() {
		const edits = [...(this.sending?.edits ?? []), ...this.waiting.values()];
		if (!edits.length) return localStorage.removeItem(this.kept);
		const { fields, body, source } = this.document;
		const before = { fields, body, source };
		try {
			localStorage.setItem(this.kept, JSON.stringify({ revision: this.document.revision, before, edits }));
		} catch {} // the browser keeps no more: the tab itself still does
	}

	async send(why = "edited") {
		clearTimeout(this.timer);
		const text = this.waiting.get("body");
		if (text && this.document.body !== this.shown) return this.stop([text]);
		const edits = [...this.waiting.values()];
		this.waiting.clear();
		this.sending = { edits };
		try {
			this.took(await ask("POST", `${this.path}/edits`, { revision: this.document.revision, edits }), why);
		} catch (caught) {
			this.failed(caught, edits);
		}
	}

	took(document_, why) {
		if (this.sending.edits.some((edit) => keyOf(edit) === "body")) this.shown = document_.body;
		this.sending = null;
		this.document = document_;
		this.keep();
		this.on.document(document_, this.isMended ? "mended" : why);
		if (this.waiting.size) return this.send();
		this.isMended = false;
		this.on.state("saved");
		if (this.seen && this.seen !== document_.revision) this.look();
		this.seen = null;
	}

	failed(caught, edits) {
		this.sending = null;
		const newer = new Map(this.waiting);
		this.waiting = new Map(edits.map((edit) => [keyOf(edit), edit]));
		for (const [key, edit] of newer) this.waiting.set(key, edit);
		if (caught instanceof Refused && caught.status === 409 && caught.document) {
			const before = this.document;
			this.document = caught.document;
			return this.meet(before);
		}
		if (caught instanceof Refused && caught.status < 500) {
			const isShut = caught.status === 401 || caught.status === 403;
			if (!isShut) this.waiting.clear();
			this.keep();
			return this.on.state(isShut ? "shut" : "refused", caught.message);
		}
		this.keep();
		this.on.state("lost");
		this.timer = setTimeout(() => this.send(), RETRY_MS);
	}

	/** The file is another one than that which the waiting edits were made on. */
	meet(before) {
		const edits = [...this.waiting.values()];
		const touched = edits.filter((edit) => !before || partOf(before, edit) !== partOf(this.document, edit));
		if (!touched.length) {
			this.on.document(this.document, "elsewhere");
			return this.send();
		}
		return this.stop(touched);
	}

	stop(edits) {
		this.stopped = true;
		this.on.conflict(edits, this.document);
	}

	/** After a conflict: `mine` is written over theirs, or theirs stays and what waits is let go. */
	resolve(mine) {
		this.stopped = false;
		if (mine) this.shown = this.document.body;
		else this.waiting.clear();
		this.keep();
		this.on.document(this.document, "elsewhere");
		if (mine) return this.send();
		return this.on.state("saved");
	}

	/** Somebody changed the file, by its new revision. */
	async changed(revision) {
		if (!this.document || revision === this.document.revision) return;
		this.seen = revision;
		if (this.isIdle) await this.look();
	}

	async look() {
		this.seen = null;
		const document_ = await ask("GET", this.path);
		if (!this.isIdle || document_.revision === this.document.revision) return;
		this.document = document_;
		this.on.document(document_, "elsewhere");
	}

	async quiet() {
		while (!this.isIdle) await new Promise((resolve) => setTimeout(resolve, 30));
	}

	/** Undo, redo, or go back to a version; what waits is saved before. */
	async step(where) {
		await this.quiet();
		try {
			this.sending = { edits: [] };
			this.took(await ask("POST", `${this.path}/${where}`, { revision: this.document.revision }), "stepped");
		} catch (caught) {
			this.failed(caught, []);
		}
	}

	/** A picture, put beside the page; the path it was kept at. */
	async picture(file, use) {
		return (await this.put("pictures", { file, use })).path;
	}

	/** What changes more than the text, once what waits is saved. */
	async put(where, fields) {
		do await this.quiet();
		while (!this.isIdle); // several may have waited
		this.sending = { edits: [] };
		try {
			const document_ = await askForm(`${this.path}/${where}`, { ...fields, revision: this.document.revision });
			this.took(document_, "stepped");
			return document_;
		} catch (caught) {
			this.failed(caught, []);
			throw caught;
		}
	}
}
