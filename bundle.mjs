// Bundles what the browser gets: src/shouwen/web/ui/assets -> src/shouwen/web/static/dist, which is not kept in git.
import { existsSync } from "node:fs";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = path.dirname(fileURLToPath(import.meta.url));
const [given, target] = process.argv.slice(2);
const assets = path.resolve(given ?? path.join(root, "src/shouwen/web/ui/assets"));
const dist = path.resolve(target ?? path.join(root, "src/shouwen/web/static/dist"));
// Built beside and moved at the end, so that a build that fails leaves the last good one.
const draft = `${dist}.new`;
// A running server goes on with the files it knew at its start; nobody keeps one running longer without an update.
const KEPT_DAYS = 60;

// charts.js is apart: only pages with a chart pay for ECharts.
const entries = ["app.js", "app.css", "charts.js"].map((name) => path.join(assets, name)).filter(existsSync);
// From the name that templates use to the name with the content's hash.
const manifest = {};

async function bundle() {
  const built = await build({
    absWorkingDir: root,
    nodePaths: [path.join(root, "node_modules")],
    entryPoints: entries,
    outdir: draft,
    entryNames: "[name]-[hash]",
    metafile: true,
    bundle: true,
    minify: true,
    target: ["chrome100", "firefox100", "safari15"],
    assetNames: "[name]-[hash]",
    loader: { ".woff2": "file", ".woff": "file", ".svg": "file", ".png": "file" },
    legalComments: "none",
    logLevel: "warning",
  });
  for (const [file, made] of Object.entries(built.metafile.outputs)) {
    if (made.entryPoint) manifest[path.basename(made.entryPoint)] = path.basename(file);
  }
}

// icons.txt names the icons in use, one a line; a page shows one by <use href="…/icons.svg#name">.
async function icons() {
  const list = path.join(assets, "icons.txt");
  if (!existsSync(list)) return;
  const names = (await readFile(list, "utf8")).split(/\s+/).filter(Boolean);
  const symbols = await Promise.all(names.map(symbol));
  const drawn = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
  const hash = createHash("sha256").update(drawn).digest("hex").slice(0, 8).toUpperCase();
  manifest["icons.svg"] = `icons-${hash}.svg`;
  await writeFile(path.join(draft, manifest["icons.svg"]), drawn);
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

// A name stands for one content, so nothing that a running server may still serve is ever written over by another;
// the manifest comes last and at once, so that a start meanwhile finds the old bundle whole or the new one.
async function swap() {
  await mkdir(dist, { recursive: true });
  await writeFile(path.join(draft, "manifest.json"), JSON.stringify(manifest));
  const names = (await readdir(draft)).filter((name) => name !== "manifest.json");
  for (const name of [...names, "manifest.json"]) await rename(path.join(draft, name), path.join(dist, name));
  await rm(draft, { recursive: true });
  const current = new Set([...names, "manifest.json", ".mark"]);
  const oldest = Date.now() - KEPT_DAYS * 24 * 3600 * 1000;
  for (const name of await readdir(dist)) {
    const file = path.join(dist, name);
    if (!current.has(name) && (await stat(file)).mtimeMs < oldest) await rm(file);
  }
}

await rm(draft, { recursive: true, force: true });
await mkdir(draft, { recursive: true });
await bundle();
await icons();
await compress();
await swap();
