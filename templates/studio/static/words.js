// The texts of the screen, in the language that the page was given in.

const given = JSON.parse(document.getElementById("words").textContent);

export const language = document.documentElement.lang;

const isMany = language === "fr" ? (count) => count > 1 : (count) => count !== 1;
const numbers = new Intl.NumberFormat(language);

/** The text `id` with its fields set in; of two forms the one for `fields.count`. */
export function say(id, fields = {}) {
	const forms = given[id];
	const form = Array.isArray(forms) ? forms[isMany(fields.count) ? 1 : 0] : forms;
	return form.replace(/\{(\w+)\}/g, (whole, name) => {
		if (!(name in fields)) return whole;
		return typeof fields[name] === "number" ? numbers.format(fields[name]) : fields[name];
	});
}
