// Talking with the studio's server.

/** The server said no: `status`, `problems` ({sentence}) and, where the file was changed, its `document`. */
export class Refused extends Error {
	constructor(status, answer) {
		super((answer.problems ?? []).map((problem) => problem.sentence).join("\n") || String(status));
		this.status = status;
		this.problems = answer.problems ?? [];
		this.document = answer.document;
	}
}

/** Ask the server. `content` is sent as JSON, or as a form where it is one. Raises Refused; TypeError where nobody answers. */
export async function ask(method, path, content) {
	const options = { method, headers: { Accept: "application/json" } };
	if (method !== "GET") options.headers["X-Brochure"] = "1";
	if (content instanceof FormData) options.body = content;
	else if (content !== undefined) {
		options.headers["Content-Type"] = "application/json";
		options.body = JSON.stringify(content);
	}
	const response = await fetch(path, options);
	const isJson = (response.headers.get("Content-Type") ?? "").startsWith("application/json");
	const answer = isJson ? await response.json() : {};
	if (!response.ok) throw new Refused(response.status, answer);
	return answer;
}

export const askForm = (path, fields) => {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) form.append(name, value);
	return ask("POST", path, form);
};

/** A path with each of its segments escaped. */
export const inPath = (path) => path.split("/").map(encodeURIComponent).join("/");
