// Share links as shareon and react-share make them. In: JSON [{title, url, image}, …]; out: for each
// {shareon: {channel: link}, "react-share": {channel: link}}.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const cases = JSON.parse(readFileSync(0, "utf8"));

// shareon writes its links into elements of a page: a list of stand-ins is enough.
globalThis.document = { currentScript: null, querySelectorAll: () => globalThis.found, title: "" };
globalThis.location = { href: "" };
const shareon = await import("shareon");
const SHAREON = {
  facebook: "facebook", x: "twitter", linkedin: "linkedin", bluesky: "bluesky", whatsapp: "whatsapp",
  telegram: "telegram", threads: "threads", reddit: "reddit", pinterest: "pinterest", teams: "teams",
  tumblr: "tumblr", hackernews: "hackernews", lobsters: "lobsters", vk: "vkontakte",
  odnoklassniki: "odnoklassniki", viber: "viber", email: "email",
};

// Where shareon puts the text alone; elsewhere it would say the title twice.
const TEXT = new Set(["telegram", "threads", "teams"]);

function byShareon({ title, url, image }) {
  const links = Object.entries(SHAREON).map(([key, name]) => ({
    key, dataset: { title, url, text: TEXT.has(key) ? title : "", media: image }, tagName: "A",
    classList: { length: 1, item: () => name, contains: () => false },
    setAttribute(attribute, value) { if (attribute === "href") this.href = value; },
  }));
  globalThis.found = [{ children: links, dataset: {} }];
  shareon.init();
  return Object.fromEntries(links.map((link) => [link.key, link.href]));
}

const components = require("react-share");
const REACT = {
  facebook: "FacebookShareButton", x: "XShareButton",
  linkedin: "LinkedinShareButton", bluesky: "BlueskyShareButton",
  whatsapp: "WhatsappShareButton", telegram: "TelegramShareButton",
  threads: "ThreadsShareButton", reddit: "RedditShareButton",
  pinterest: "PinterestShareButton", tumblr: "TumblrShareButton",
  vk: "VKShareButton", line: "LineShareButton",
  viber: "ViberShareButton", email: "EmailShareButton",
};

function byReact({ title, url, image }) {
  const said = { title, media: image, description: title, subject: title, body: title, separator: " " };
  const links = Object.entries(REACT).map(([key, name]) => {
    const element = components[name].render({ url, ...said }, null);
    const { networkLink, opts } = element.props;
    return [key, networkLink(url, opts)];
  });
  return Object.fromEntries(links);
}

console.log(JSON.stringify(cases.map((page) => ({ shareon: byShareon(page), "react-share": byReact(page) }))));
