// The workbench: fields and text on the left, what is drawn of them on the right, the state above.

import { all, find, make, tell } from "./dom.js";
import { Drawing } from "./drawing.js";
import { Editor } from "./editor.js";
import { Fields } from "./fields.js";
import { Parts } from "./parts.js";
import { Photo } from "./photo.js";
import { Saving } from "./saving.js";
import { ask, askForm, inPath } from "./server.js";
import { tabs } from "./tabs.js";
import { Toolbar } from "./toolbar.js";
import { say } from "./words.js";

const { name } = document.body.dataset;
const STATES = { saved: say("saved"), saving: say("saving"), lost: say("lost"), shut: say("shut") };
const STEPS = ["undo", "redo"];
const state = find("#state");
const source = find("#source");

const refused = (caught) => showState("refused", caught.message);

function showState(kind, text) {
	const words = STATES[kind] ?? text;
	if (state.dataset.kind === kind && state.textContent === words) return;
	state.dataset.kind = kind;
	state.textContent = words;
	if (kind !== "saving" && kind !== "saved") tell(words);
}

const saving = new Saving(name, { document: showDocument, state: showState, conflict });
const editor = new Editor(find("#text"), {
	change: () => saving.edit(editor.edit()),
	left: (count) => tell(say("pictures-left", { count })),
}, (file) => `${saving.path}/beside/${inPath(file)}?px=900`);
const goTo = (line, column) => {
	show("write");
	editor.goTo(line - saving.document.body_line, column);
};
const fields = new Fields(saving, goTo);
const photo = new Photo(saving, refused);
const drawing = new Drawing(saving, { changed: (revision) => saving.changed(revision), words: toWord, drawn: () => parts.show() });
const parts = new Parts(saving, drawing, refused);
new Toolbar(editor, (file) =>
	saving.picture(file, "body").then((path) => editor.insert(`<figure data-file="${path}" data-alt="" data-caption=""></figure>`), refused));

async function showDocument(document_, why) {
	fields.show(document_);
	photo.show(document_);
	parts.show();
	document.title = `${document_.fields.title ?? name} · ${say("studio")}`;
	for (const step of STEPS) find(`#${step}`).setAttribute("aria-disabled", !document_[step]);
	if (why === "edited") return;
	source.value = document_.source;
	for (let tries = 0; tries < 9 && saving.document.body !== saving.shown && !saving.waiting.has("body"); tries++) {
		const blocks = await ask("GET", `${saving.path}/blocks`);
		if (blocks.revision !== saving.document.revision) continue;
		editor.load(blocks);
		saving.shown = saving.document.body;
	}
	if (why === "elsewhere") tell(say("changed-elsewhere"));
	if (why === "recovered") tell(say("recovered"));
}

/** Two changed the same: what the other wrote is shown, and a person chooses. */
function conflict(edits, theirs) {
	find("#conflict-what").textContent = say("conflict-what", { names: edits.map((edit) => edit.set ?? say("section-text")).join(", ") });
	find("#conflict-theirs").textContent = edits.map((edit) => (edit.set ? JSON.stringify(theirs.fields[edit.set] ?? "") : theirs.body)).join("\n");
	find("#conflict").showModal();
}
for (const [id, mine] of [["#conflict-mine", true], ["#conflict-take", false]]) {
	find(id).addEventListener("click", () => {
		find("#conflict").close();
		saving.resolve(mine);
	});
}
find("#conflict").addEventListener("cancel", (event) => event.preventDefault());

function toWord({ line, column }) {
	if (line >= saving.document.body_line) return goTo(line, column - 1);
	show("write");
	return find("[data-set=title]").focus();
}

// The bar

for (const step of STEPS) {
	find(`#${step}`).addEventListener("click", () => find(`#${step}`).getAttribute("aria-disabled") === "true" || saving.step(step));
}
addEventListener("keydown", (event) => {
	if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target.closest("dialog")) return;
	const key = event.key.toLowerCase();
	const step = key === "y" || (key === "z" && event.shiftKey) ? "redo" : key === "z" ? "undo" : null;
	if (key === "s" || step) event.preventDefault();
	if (step) saving.step(step);
});

find("#versions-open").addEventListener("click", async () => {
	await parts.ask("versions", {});
	find("#versions").showModal();
});
find("#versions").addEventListener("close", ({ target }) => Number(target.returnValue) && saving.step(`versions/${target.returnValue}`));

addEventListener("click", ({ target }) => {
	if (!target.closest("#verdict")) return;
	show("see");
	find("#tab-take").click();
});

// Narrow screens show one of the two regions.

function show(region) {
	document.body.dataset.region = region;
	all("[data-show]").forEach((button) => button.setAttribute("aria-pressed", button.dataset.show === region));
	if (region === "see") drawing.show();
}
all("[data-show]").forEach((button) => button.addEventListener("click", () => show(button.dataset.show)));

// The text as it looks, or the file as it is written

find("#as-source").addEventListener("click", async ({ currentTarget }) => {
	const isSource = find("#source-view").hidden;
	currentTarget.setAttribute("aria-pressed", isSource);
	find("#source-view").hidden = !isSource;
	for (const part of all(".as-text")) part.hidden = isSource;
	await saving.quiet();
	showDocument(saving.document, "stepped");
	if (isSource) source.focus();
});
source.addEventListener("input", () => saving.edit({ source: source.value }));

// Where the caret is, on the page

let pointing;
document.addEventListener("selectionchange", () => {
	clearTimeout(pointing);
	pointing = setTimeout(() => {
		const at = document.activeElement === editor.root && editor.position();
		if (at && saving.isIdle) drawing.point(at.line + saving.document.body_line, at.column + 1);
	}, 400);
});

// What to take

find("#build").addEventListener("click", async () => {
	const done = await ask("POST", `${saving.path}/build`).catch(refused);
	if (done) find("#built").textContent = say("built", { folder: done.folder ?? "output" });
});

find("#approval-file").addEventListener("change", async ({ target }) => {
	const note = target.files[0] && (await askForm(`${saving.path}/approval`, { file: target.files[0] }).catch(refused));
	if (note) find("#approval").replaceChildren(make("strong", {}, `${note.name} · ${note.date}`), make("p", {}, note.remarks), note.current ? "" : say("approval-old"));
});

tabs(find("#products"), (product) => {
	drawing.open(product);
	parts.show();
});
show("write");
await saving.open();
drawing.listen();
drawing.open("pdf");
document.body.dataset.ready = "1";
