// Draws a card for each page of a JSON file: node site_peers.mjs PEER PAGES FONT BOLD FOLDER
// PAGES is a list of {title, lead}; each card is written to FOLDER.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const [peer, file, font, bold, folder] = process.argv.slice(2);
const pages = JSON.parse(await readFile(file, "utf8"));

async function satoriPeer() {
  const satori = (await import("satori")).default;
  const { Resvg } = await import("@resvg/resvg-js");
  const fonts = [
    { name: "Noto Sans", data: await readFile(font), weight: 400, style: "normal" },
    { name: "Noto Sans", data: await readFile(bold), weight: 700, style: "normal" },
  ];
  const text = (fontSize, fontWeight, words) => ({ type: "div", props: { style: { fontSize, fontWeight }, children: words } });
  return async ({ title, lead }) => {
    const style = { width: 1200, height: 630, padding: 80, display: "flex", flexDirection: "column", gap: 40,
      backgroundColor: "#fff", fontFamily: "Noto Sans" };
    const tree = { type: "div", props: { style, children: [text(72, 700, title), text(36, 400, lead)] } };
    return new Resvg(await satori(tree, { width: 1200, height: 630, fonts })).render().asPng();
  };
}

async function astroPeer() {
  const { generateOpenGraphImage } = await import("astro-og-canvas");
  return ({ title, lead }) =>
    generateOpenGraphImage({
      title, description: lead, fonts: [font, bold], cacheDir: false,
      font: { title: { families: ["Noto Sans"] }, description: { families: ["Noto Sans"] } },
    });
}

const draw = await { satori: satoriPeer, astro: astroPeer }[peer]();
for (const [number, page] of pages.entries()) {
  const made = await draw(page);
  const data = made instanceof Response ? Buffer.from(await made.arrayBuffer()) : Buffer.from(made);
  await writeFile(join(folder, `${number}.png`), data);
}
