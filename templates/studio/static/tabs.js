// Tabs as the ARIA Authoring Practices have them: arrows move, one stop for the Tab key.

import { all, find } from "./dom.js";

export function tabs(list, opened) {
	const own = all("[role=tab]", list);
	const choose = (tab) => {
		for (const one of own) {
			const isChosen = one === tab;
			one.setAttribute("aria-selected", isChosen);
			one.tabIndex = isChosen ? 0 : -1;
			find(`#${one.getAttribute("aria-controls")}`).hidden = !isChosen;
		}
		opened(tab.dataset.product);
	};
	for (const tab of own) tab.addEventListener("click", () => choose(tab));
	list.addEventListener("keydown", (event) => {
		const at = own.indexOf(document.activeElement);
		const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: own.length - 1 }[event.key];
		if (next === undefined || at < 0) return;
		event.preventDefault();
		const tab = own[(next + own.length) % own.length];
		tab.focus();
		choose(tab);
	});
}
