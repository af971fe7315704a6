// Copies the files that pages (and the tests of their accessibility) load from node_modules into the project,
// with their licences, and writes a manifest beside them: file → package, version, SHA-256.
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const PLACES = {
  "../src/luoshi/web/static/vendor": [
    ["htmx.org", "dist/htmx.min.js", "htmx.min.js"],
    ["htmx.org", "LICENSE", "htmx.LICENSE.txt"],
    ["echarts", "dist/echarts.esm.min.js", "echarts.esm.min.js"],
    ["echarts", "LICENSE", "echarts.LICENSE.txt"],
    ["echarts", "NOTICE", "echarts.NOTICE.txt"],
    ["echarts", "licenses/LICENSE-d3", "echarts-d3.LICENSE.txt"],
    ["zrender", "LICENSE", "zrender.LICENSE.txt"],
    ["tslib", "LICENSE.txt", "tslib.LICENSE.txt"],
  ],
  "../tests/web/vendor": [
    ["axe-core", "axe.min.js", "axe.min.js"],
    ["axe-core", "LICENSE", "axe.LICENSE.txt"],
    ["axe-core", "LICENSE-3RD-PARTY.txt", "axe.LICENSE-3RD-PARTY.txt"],
  ],
};

for (const [folder, files] of Object.entries(PLACES)) {
  const to = here + folder;
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  const manifest = {};
  for (const [name, path, file] of files) {
    const from = `${here}node_modules/${name}/`;
    cpSync(from + path, `${to}/${file}`);
    const { version, license } = JSON.parse(readFileSync(`${from}package.json`, "utf8"));
    const sha256 = createHash("sha256").update(readFileSync(`${to}/${file}`)).digest("hex");
    manifest[file] = { package: name, path, version, license, sha256 };
  }
  writeFileSync(`${to}/manifest.json`, `${JSON.stringify(manifest, null, 2)}\n`);
}
