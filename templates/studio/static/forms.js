// Forms that are sent as they are changed; parts of the answer take their places.

import { all, find, tell } from "./dom.js";
import { say } from "./words.js";

const TYPING_MS = 400, QUIET_MS = 500, RETRY_MS = 1000;
const TYPED = "textarea, input:not([type=radio], [type=checkbox])";
const state = find("#state");
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
let turn = Promise.resolve();
let sent = 0;
let quiet;

function show(kind, words) {
	if (!state) return tell(words);
	state.dataset.kind = kind;
	state.textContent = words;
	if (kind !== "saving" && kind !== "saved") tell(words);
}

/** Put each part where the one of its name stands; what is being drawn stays meanwhile. */
export function place(html) {
	for (const part of all("[data-part]", new DOMParser().parseFromString(html, "text/html"))) {
		const old = document.getElementById(part.id);
		const { load, loaded, same } = part.dataset;
		if (!old || old === part || (same && same === old.dataset.same)) continue;
		if (load && (old.dataset.load ?? old.dataset.loaded) !== load) {
			old.dataset.load = load;
			old.setAttribute("aria-busy", true);
		}
		if (load || (loaded && loaded !== old.dataset.load) || old.outerHTML === part.outerHTML) continue;
		const focus = old.contains(document.activeElement) && document.activeElement.id;
		old.replaceWith(part);
		if (focus) (document.getElementById(focus) ?? part).focus();
	}
	clearTimeout(quiet);
	quiet = setTimeout(load, QUIET_MS);
}

async function load() {
	for (let part; (part = find("[data-load]")) && !sent; ) {
		const address = part.dataset.load;
		const answer = await fetch(address);
		if (answer.ok) place(await answer.text());
		if (part.dataset.load === address) delete part.dataset.load;
	}
}

/** Send what a control says, when all before it was answered. */
function send(form, name, values) {
	sent++;
	show("saving", say("saving"));
	turn = turn.then(async () => {
		const data = new FormData();
		for (const { name: hidden, value } of all("input[type=hidden]", form)) data.append(hidden, value);
		for (const value of values) data.append("value", value);
		data.set("name", name);
		data.set("revision", find("#revision")?.value ?? "");
		let answer;
		while (!(answer = await fetch(form.getAttribute("action"), { method: "POST", headers: { "X-Brochure": "1" }, body: data }).catch(() => show("lost", say("lost"))))) await wait(RETRY_MS);
		sent--;
		if (answer.headers.has("Location")) return location.assign(answer.headers.get("Location"));
		if ((answer.headers.get("Content-Type") ?? "").includes("json")) return show("refused", (await answer.json()).problems.map(({ sentence }) => sentence).join("\n"));
		place(await answer.text());
		if (answer.status === 409) return show("refused", say("changed-elsewhere"));
		return sent || show("saved", say("saved"));
	});
}

function change(control) {
	clearTimeout(control.typing);
	if (!control.isConnected || (control.matches(TYPED) && control.value === (control.told ?? control.defaultValue))) return sent || show("saved", say("saved"));
	control.told = control.value;
	const group = control.type === "checkbox" ? all(`[name="${control.name}"]:checked`, control.form) : [control];
	send(control.form, control.name, group.map(({ value }) => value));
}

const live = (target) => target.form?.matches("[data-live]") && target.name;
addEventListener("change", ({ target }) => live(target) && change(target));
addEventListener("input", ({ target }) => {
	if (!live(target) || !target.matches(TYPED)) return;
	clearTimeout(target.typing);
	show("saving", say("saving"));
	target.typing = setTimeout(() => change(target), TYPING_MS);
});
addEventListener("submit", (event) => {
	if (!event.target.matches("[data-live]")) return;
	event.preventDefault();
	const { submitter } = event;
	if (submitter?.name && submitter.getAttribute("aria-disabled") !== "true") send(event.target, submitter.name, [submitter.value]);
});
addEventListener("keydown", (event) => {
	const key = event.key.toLowerCase() === "z" && event.shiftKey ? "y" : event.key.toLowerCase();
	const button = (event.ctrlKey || event.metaKey) && !event.altKey && find(`button[data-key="${CSS.escape(key)}"]`);
	if (!button) return;
	event.preventDefault();
	change(document.activeElement);
	button.click();
});
// A picture that cannot be drawn gives way to what stands behind it.
addEventListener("error", ({ target }) => "mayFail" in (target.dataset ?? {}) && target.remove(), true);
for (const image of all("[data-may-fail]")) if (image.complete && !image.naturalWidth) image.remove();
addEventListener("focus", () => find("#steps") && !sent && send(find("#steps"), "look", []));
load();
all("[data-live] textarea").forEach(change); // what was written before
