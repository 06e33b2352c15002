// What others read in a page's metadata. In: JSON [{html, url}, …]; out: for each
// {tests: {passed, failed: [names]}, ogs: {…}, preview: {…}}.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { structuredDataTest } = require("structured-data-testing-tool");
const { Facebook, Twitter, SocialMedia } = require("structured-data-testing-tool/presets");
const ogs = require("open-graph-scraper");
const { getPreviewFromContent } = require("link-preview-js");

async function tested(html) {
  const presets = [Facebook, Twitter, SocialMedia].filter(Boolean);
  const result = await structuredDataTest(html, { presets }).catch((error) => error.res);
  return { passed: result.passed.length, failed: result.failed.map((test) => test.description || test.test) };
}

const out = [];
for (const { html, url } of JSON.parse(readFileSync(0, "utf8"))) {
  const { result } = await ogs({ html });
  const preview = await getPreviewFromContent({ headers: { "content-type": "text/html" }, url, data: html });
  out.push({
    tests: await tested(html),
    ogs: {
      title: result.ogTitle, description: result.ogDescription, image: result.ogImage?.[0]?.url,
      alt: result.ogImage?.[0]?.alt, url: result.ogUrl, site: result.ogSiteName, locale: result.ogLocale,
      card: result.twitterCard, jsonLD: result.jsonLD,
    },
    preview: { title: preview.title, description: preview.description, image: preview.images?.[0], site: preview.siteName },
  });
}
console.log(JSON.stringify(out));
