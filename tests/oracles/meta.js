// What others read in a page's metadata. In: JSON [{html, url}, …]; out: for each
// {tests: {passed, failed: [names]}, ogs: {…}, unfurl: {…}, preview: {…}}: three readers of previews.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { structuredDataTest } = require("structured-data-testing-tool");
const { Facebook, Twitter, SocialMedia } = require("structured-data-testing-tool/presets");
const ogs = require("open-graph-scraper");
const { getPreviewFromContent } = require("link-preview-js");
const { unfurl } = require("unfurl.js");

async function tested(html) {
  const presets = [Facebook, Twitter, SocialMedia].filter(Boolean);
  const result = await structuredDataTest(html, { presets }).catch((error) => error.res);
  return { passed: result.passed.length, failed: result.failed.map((test) => test.description || test.test) };
}

async function unfurled(html, url) {
  const headers = { "content-type": "text/html; charset=utf-8" };
  const { title, open_graph: og = {}, twitter_card: card = {} } = await unfurl(url, {
    oembed: false,
    fetch: async () => new Response(html, { headers }),
  });
  return {
    title: og.title, description: og.description, image: og.images?.[0]?.url, alt: og.images?.[0]?.alt,
    url: og.url, head: title, card_alt: card.images?.[0]?.alt,
  };
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
    unfurl: await unfurled(html, url),
    preview: { title: preview.title, description: preview.description, image: preview.images?.[0], site: preview.siteName },
  });
}
console.log(JSON.stringify(out));
