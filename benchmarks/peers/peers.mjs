// Draws the cards of a JSON file with a peer and prints what each took: node peers.mjs PEER SPECS ROUNDS
// A spec says where each line of text and each dot stands, so that no peer has to fit text.
import { readFile, mkdtemp, writeFile } from "node:fs/promises";
import { readFileSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [peer, file, rounds, ...rest] = process.argv.slice(2);
const { width, height, ground, fonts, cards } = JSON.parse(await readFile(file, "utf8"));
const data = await Promise.all(fonts.map(async (f) => ({ ...f, data: await readFile(f.path) })));

const place = (left, top, more) => ({ position: "absolute", display: "flex", left, top, ...more });
const textStyle = (l) =>
  place(l.x, l.y, {
    height: l.height, fontSize: l.size, lineHeight: l.height / l.size, fontWeight: l.weight,
    color: l.colour, letterSpacing: l.tracking * l.size, whiteSpace: "nowrap", fontFamily: "Bricolage Grotesque",
  });
const dotStyle = (d) =>
  place(d.x - d.r, d.y - d.r, { width: 2 * d.r, height: 2 * d.r, borderRadius: d.r, backgroundColor: d.colour });

async function satoriPeer() {
  const satori = (await import("satori")).default;
  const { Resvg } = await import("@resvg/resvg-js");
  const use = data.map((f) => ({ name: "Bricolage Grotesque", data: f.data, weight: f.weight, style: "normal" }));
  return async (card) => {
    const div = (style, children) => ({ type: "div", props: { style, children } });
    const tree = div({ display: "flex", width, height, backgroundColor: ground }, [
      ...card.dots.map((d) => div(dotStyle(d))),
      ...card.lines.map((l) => div(textStyle(l), l.text)),
    ]);
    const svg = await satori(tree, { width, height, fonts: use });
    return new Resvg(svg).render().asPng();
  };
}

async function takumiPeer() {
  const { Renderer } = await import("@takumi-rs/core");
  const renderer = new Renderer();
  for (const f of data) await renderer.registerFont({ name: "Bricolage Grotesque", data: f.data, weight: f.weight });
  return (card) =>
    renderer.render(
      {
        type: "container",
        style: { width, height, backgroundColor: ground, position: "relative" },
        children: [
          ...card.dots.map((d) => ({ type: "container", style: dotStyle(d), children: [] })),
          ...card.lines.map((l) => ({ type: "text", text: l.text, style: textStyle(l) })),
        ],
      },
      { width, height, format: "png" },
    );
}

function css(style) {
  const px = new Set(["left", "top", "width", "height", "fontSize", "letterSpacing", "borderRadius"]);
  return Object.entries(style)
    .map(([k, v]) => `${k.replace(/[A-Z]/g, (c) => "-" + c.toLowerCase())}:${px.has(k) ? v + "px" : v}`)
    .join(";");
}

function html(card) {
  const faces = fonts
    .map((f) => `@font-face{font-family:"Bricolage Grotesque";font-weight:${f.weight};src:url("file://${f.path}")}`)
    .join("");
  const escape = (t) => t.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`);
  const dots = card.dots.map((d) => `<div style='${css(dotStyle(d))}'></div>`).join("");
  const lines = card.lines.map((l) => `<div style='${css(textStyle(l))}'>${escape(l.text)}</div>`).join("");
  return `<!doctype html><style>${faces}body{margin:0;background:${ground}}</style>${dots}${lines}`;
}

let children = () => 0; // CPU milliseconds of other processes that work for this one

async function chromiumPeer() {
  const { launch } = await import("puppeteer-core");
  const folder = await mkdtemp(join(tmpdir(), "cards-"));
  const browser = await launch({ executablePath: rest[0], args: ["--no-sandbox", "--allow-file-access-from-files"] });
  const page = await browser.newPage();
  await page.setViewport({ width, height });
  children = () => treeTime(browser.process().pid);
  globalThis.close = () => browser.close();
  return async (card) => {
    const path = join(folder, "card.html");
    await writeFile(path, html(card));
    await page.goto(`file://${path}`);
    await page.evaluate(() => document.fonts.ready);
    return page.screenshot({ type: "png" });
  };
}

function treeTime(root) {
  // utime and stime (fields 14 and 15 of /proc/PID/stat, in hundredths of a second) of root and all below it
  const stats = new Map();
  for (const pid of readdirSync("/proc").filter((n) => /^\d+$/.test(n))) {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
      stats.set(Number(pid), { parent: Number(fields[1]), time: (Number(fields[11]) + Number(fields[12])) * 10 });
    } catch { /* it has ended */ }
  }
  const inside = (pid) => pid === root || (stats.has(pid) && inside(stats.get(pid).parent));
  return [...stats].reduce((sum, [pid, s]) => sum + (inside(pid) ? s.time : 0), 0);
}

const draw = await { satori: satoriPeer, takumi: takumiPeer, chromium: chromiumPeer }[peer]();
await draw(cards[0]);
const cpu = [];
const bytes = [];
for (let round = 0; round < Number(rounds); round++) {
  for (const card of cards) {
    const before = process.cpuUsage();
    const others = children();
    const png = await draw(card);
    const used = process.cpuUsage(before);
    cpu.push((used.user + used.system) / 1000 + children() - others);
    if (round === 0) bytes.push(png.length);
    globalThis.last = png;
  }
}
if (process.env.CARDS_SHOW) await writeFile(process.env.CARDS_SHOW, globalThis.last);
console.log(JSON.stringify({ cpu, bytes }));
await globalThis.close?.();
