// The page's own words: looked up by key, filled in, in the language that is spoken.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  advice,
  count,
  language,
  learn,
  onTexts,
  speak,
  worded,
} from "../../voice/ui/assets/texts.js";

const GERMAN = {
  "call.start": "Los",
  "exam.hints": "Hinweis (noch {n})",
  "news.lost": ["Weg ({attempt})", "Warten."],
};

/** A page with one button that has a text, and one with a title. */
function page() {
  const button = { dataset: { text: "call.start" }, textContent: "" };
  const titled = {
    title: "",
    getAttribute: () => "call.start",
    setAttribute: (_, value) => (titled.title = value),
  };
  const found = { "[data-text]": [button], "[data-title]": [titled] };
  return {
    button,
    titled,
    documentElement: { lang: "" },
    querySelectorAll: (selector) => found[selector] ?? [],
  };
}

test("a text is found by its key, and braces are filled in", () => {
  learn("de", GERMAN);
  assert.equal(language(), "de");
  assert.equal(worded("call.start"), "Los");
  assert.equal(worded("exam.hints", { n: 2 }), "Hinweis (noch 2)");
  assert.deepEqual(advice("news.lost", { attempt: 3 }), ["Weg (3)", "Warten."]);
  assert.equal(worded("no.such.key"), "no.such.key");
});

test("one has a text of its own", () => {
  learn("en", { "x.read_one": "1 question", "x.read": "{n} questions" });
  assert.deepEqual([count("x.read", 1), count("x.read", 4)], ["1 question", "4 questions"]);
});

test("another language goes into the page, and who wrote there is told", async (context) => {
  learn("en", {});
  context.mock.method(globalThis, "fetch", async () => new Response(JSON.stringify(GERMAN)));
  const root = page();
  let told = 0;
  onTexts(() => told++);
  await speak("de", root);
  assert.deepEqual(
    [root.button.textContent, root.titled.title, root.documentElement.lang],
    ["Los", "Los", "de"],
  );
  await speak("de", root);
  assert.equal(told, 1);
});

test("without an answer the page stays as it is", async (context) => {
  learn("en", { "call.start": "Start" });
  context.mock.method(globalThis, "fetch", async () => new Response("", { status: 500 }));
  await speak("fr", page());
  assert.deepEqual([language(), worded("call.start")], ["en", "Start"]);
});
