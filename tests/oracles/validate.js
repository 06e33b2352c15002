// HTML as html-validate judges it. In: JSON [html, …]; out: for each a list of "rule: message (line)".
import { readFileSync } from "node:fs";
import { HtmlValidate } from "html-validate";

// Off: how a source is written (spaces, quotes, void elements, styles for one box), and the length of
// titles, which is the author's. Lists may be named (ARIA 1.2, list: name from author).
const rules = {
  "no-trailing-whitespace": "off", "attr-quotes": "off", "void-style": "off", "no-inline-style": "off",
  "long-title": "off", "doctype-style": "off", "require-sri": "off",
  "aria-label-misuse": ["error", { allowAnyNamable: true }],
};
const judge = new HtmlValidate({ root: true, extends: ["html-validate:recommended", "html-validate:a11y"], rules });
const out = [];
for (const html of JSON.parse(readFileSync(0, "utf8"))) {
  const report = await judge.validateString(html);
  out.push(report.results.flatMap((result) => result.messages.map((m) => `${m.ruleId}: ${m.message} (${m.line}:${m.column})`)));
}
console.log(JSON.stringify(out));
