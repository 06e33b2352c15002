const form = document.getElementById("approval");

form.addEventListener("submit", (event) => {
	event.preventDefault();
	const answer = { page: form.dataset.page };
	for (const field of form.querySelectorAll("input, textarea")) {
		answer[field.name] = field.value;
		field.textContent = field.value;
		field.setAttribute("value", field.value);
	}
	document.getElementById("approval-answer").textContent = JSON.stringify(answer).replaceAll("<", "\\u003c");
	const whole = `<!DOCTYPE html>\n${document.documentElement.outerHTML}`;
	const link = document.createElement("a");
	link.href = URL.createObjectURL(new Blob([whole], { type: "text/html" }));
	link.download = form.dataset.file;
	link.click();
});
