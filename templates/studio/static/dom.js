// Elements: made, found, announced.

/** An element with attributes (`class`, `hidden`, `onclick` …; false and null leave one out) and children. */
export function make(tag, attributes = {}, ...children) {
	const made = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes)) {
		if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
		else if (value === true) made.setAttribute(name, "");
		else if (value !== false && value != null) made.setAttribute(name, value);
	}
	made.append(...children.filter((child) => child != null && child !== false));
	return made;
}

/** A button with words on it. */
export const button = (words, onclick, attributes = {}) => make("button", { type: "button", onclick, ...attributes }, words);

export const find = (selector, within = document) => within.querySelector(selector);
export const all = (selector, within = document) => [...within.querySelectorAll(selector)];

let spoken;

/** Tell those who listen, once things are quiet: only the last of several messages is read out. */
export function tell(text) {
	clearTimeout(spoken);
	spoken = setTimeout(() => {
		find("#told").textContent = text;
	}, 400);
}

/** Replace the children of `parent`, unless they are already what `key` stands for. */
export function fill(parent, key, children) {
	const text = JSON.stringify(key);
	if (parent.dataset.shown === text) return false;
	parent.dataset.shown = text;
	parent.replaceChildren(...children());
	return true;
}
