// Bundles what the browser gets: src/shouwen/web/ui/assets -> src/shouwen/web/static/dist, which is not kept in git.
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = path.dirname(fileURLToPath(import.meta.url));
const assets = path.join(root, "src/shouwen/web/ui/assets");
const dist = path.join(root, "src/shouwen/web/static/dist");
// Built beside and moved at the end, so that a build that fails leaves the last good one.
const draft = `${dist}.new`;

// charts.js is apart: only pages with a chart pay for ECharts.
const entries = ["app.js", "app.css", "charts.js"].map((name) => path.join(assets, name)).filter(existsSync);

async function bundle() {
  await build({
    absWorkingDir: root,
    entryPoints: entries,
    outdir: draft,
    bundle: true,
    minify: true,
    target: ["chrome100", "firefox100", "safari15"],
    assetNames: "[name]-[hash]",
    loader: { ".woff2": "file", ".woff": "file", ".svg": "file", ".png": "file" },
    legalComments: "none",
    logLevel: "warning",
  });
}

// icons.txt names the icons in use, one a line; a page shows one by <use href="…/icons.svg#name">.
async function icons() {
  const list = path.join(assets, "icons.txt");
  if (!existsSync(list)) return;
  const names = (await readFile(list, "utf8")).split(/\s+/).filter(Boolean);
  const symbols = await Promise.all(names.map(symbol));
  await writeFile(
    path.join(draft, "icons.svg"),
    `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`,
  );
}

async function symbol(name) {
  const file = path.join(root, "node_modules/@tabler/icons/icons/outline", `${name}.svg`);
  if (!existsSync(file)) throw new Error(`icons.txt: Tabler has no outline icon "${name}"`);
  const inside = (await readFile(file, "utf8")).replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, "");
  return (
    `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"` +
    ` stroke-linecap="round" stroke-linejoin="round">${inside.trim()}</symbol>`
  );
}

async function compress() {
  for (const name of await readdir(draft)) {
    if (!/\.(js|css|svg)$/.test(name)) continue;
    const file = path.join(draft, name);
    await writeFile(`${file}.gz`, gzipSync(await readFile(file), { level: 9 }));
  }
}

await rm(draft, { recursive: true, force: true });
await mkdir(draft, { recursive: true });
await bundle();
await icons();
await compress();
await rm(dist, { recursive: true, force: true });
await rename(draft, dist);
