// Loaded before each test: the page's own words in English, which the server puts into its head.

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { learn } from "../../voice/ui/assets/texts.js";

const FILE = fileURLToPath(new URL("../../prompts/languages/en.toml", import.meta.url));
const READ =
  "import json, sys, tomllib; print(json.dumps(tomllib.load(open(sys.argv[1], 'rb'))['page']))";

const page = JSON.parse(
  execFileSync(process.env.PYTHON ?? "python3", ["-c", READ, FILE], { encoding: "utf8" }),
);
const texts = Object.entries(page).flatMap(([table, value]) =>
  typeof value === "string"
    ? [[table, value]]
    : Object.entries(value).map(([key, text]) => [`${table}.${key}`, text]),
);
learn("en", Object.fromEntries(texts));
