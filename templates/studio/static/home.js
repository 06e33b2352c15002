// The first screen: bring something, see what was recognised, go on or take it back.

import { button, find, make, tell } from "./dom.js";
import { ask, askForm } from "./server.js";
import { say } from "./words.js";

const area = find("#bring-text");
const result = find("#result");

async function bring(sent) {
	result.hidden = false;
	result.replaceChildren(make("p", { class: "busy" }, say("reading")));
	tell(say("reading"));
	try {
		brought(await sent());
	} catch (caught) {
		const sentences = caught.problems?.map((problem) => problem.sentence) ?? [say("no-answer")];
		result.replaceChildren(make("h2", { tabindex: "-1" }, say("not-taken")), ...sentences.map((sentence) => make("p", { class: "problem error" }, sentence)));
		find("h2", result).focus();
	}
}

function brought({ href, taken, left_out: left }) {
	const undo = button(say("undo-bring"), async () => {
		await ask("DELETE", href);
		result.hidden = true;
		tell(say("undone"));
		area.focus();
	});
	result.replaceChildren(
		make("h2", { tabindex: "-1" }, say("taken")),
		make("dl", {}, ...taken.map(({ what, value }) => make("div", {}, make("dt", {}, what), make("dd", {}, value)))),
		left.length > 0 && make("details", {}, make("summary", {}, say("left-out", { count: left.length })), make("ul", {}, ...left.map((sentence) => make("li", {}, sentence)))),
		make("p", { class: "actions" }, make("a", { class: "main", href }, say("go-on")), undo),
	);
	find("h2", result).focus();
}

const bringFile = (file) => bring(() => askForm("/api/bring", { file }));

area.addEventListener("paste", (event) => {
	const { clipboardData } = event;
	if (clipboardData.files.length) {
		event.preventDefault();
		bringFile(clipboardData.files[0]);
		return;
	}
	const html = clipboardData.getData("text/html");
	if (!html || area.value.trim()) return;
	event.preventDefault();
	bring(() => ask("POST", "/api/bring", { html }));
});
find("#bring").addEventListener("submit", (event) => {
	event.preventDefault();
	const text = area.value.trim();
	if (!text) return area.focus();
	const isAddress = /^https?:\/\/\S+$/.test(text);
	return bring(() => ask("POST", "/api/bring", isAddress ? { address: text } : { text }));
});
find("#bring-file").addEventListener("change", ({ target }) => target.files[0] && bringFile(target.files[0]));

const drop = find("#drop");
addEventListener("dragover", (event) => {
	event.preventDefault();
	drop.classList.add("over");
});
for (const kind of ["dragleave", "drop"]) addEventListener(kind, () => drop.classList.remove("over"));
addEventListener("drop", (event) => {
	event.preventDefault();
	const [file] = event.dataTransfer.files;
	if (file) bringFile(file);
});
