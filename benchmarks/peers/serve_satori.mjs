// Serves cards drawn by satori and resvg-js: node serve_satori.mjs FONT BOLD; prints its address.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import satori from "satori";
import { Resvg } from "@resvg/resvg-js";

const [font, bold] = process.argv.slice(2);
const fonts = [
  { name: "Noto Sans", data: await readFile(font), weight: 400, style: "normal" },
  { name: "Noto Sans", data: await readFile(bold), weight: 700, style: "normal" },
];
const text = (fontSize, fontWeight, words) => ({ type: "div", props: { style: { fontSize, fontWeight }, children: words } });

const server = createServer(async (request, response) => {
  const given = new URL(request.url, "http://localhost").searchParams;
  const style = { width: 1200, height: 630, padding: 80, display: "flex", flexDirection: "column", gap: 40,
    backgroundColor: "#fff", fontFamily: "Noto Sans" };
  const children = [text(72, 700, given.get("title") ?? ""), text(36, 400, given.get("lead") ?? "")];
  const svg = await satori({ type: "div", props: { style, children } }, { width: 1200, height: 630, fonts });
  const png = new Resvg(svg).render().asPng();
  response.writeHead(200, { "content-type": "image/png", "content-length": png.length });
  response.end(png);
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
