// The page's own words, by key, in the language that is spoken. They come from the server, which
// has them in prompts/languages; where a language lacks one, it is in English.

/** @typedef {Record<string, string | string[]>} Texts */

/** @type {Texts} */
let texts = {};
let spoken = "";
let wanted = ""; // may be on its way
/** @type {(() => void)[]} */
const listeners = [];

// A page that was served by Viva has them in its head.
const given = globalThis.document?.getElementById("viva-texts");
if (given) learn(given.lang, JSON.parse(given.textContent ?? "{}"));

const ATTRIBUTES = { label: "aria-label", title: "title", placeholder: "placeholder" };

/**
 * Speak with these words from now on.
 *
 * @param {string} language
 * @param {Texts} words
 */
export function learn(language, words) {
  spoken = language;
  texts = words;
}

/** The language of the page's own words: ISO 639-1. */
export const language = () => spoken;

/**
 * A text, with what stands in its braces filled in.
 *
 * @param {string} key - such as "call.start"
 * @param {Record<string, unknown>} values
 */
export function worded(key, values = {}) {
  const found = texts[key] ?? key;
  return fill(typeof found === "string" ? found : found[0], values);
}

/**
 * What is the matter, and what to do about it.
 *
 * @param {string} key
 * @param {Record<string, unknown>} values
 * @returns {[what: string, fix: string]}
 */
export function advice(key, values = {}) {
  const [what, fix = ""] = [texts[key] ?? key].flat();
  return [fill(what, values), fill(fix, values)];
}

/**
 * One text for one and another for several.
 *
 * @param {string} key - that for one ends in "_one"
 * @param {number} n
 * @param {Record<string, unknown>} values
 */
export const count = (key, n, values = {}) =>
  worded(n === 1 ? `${key}_one` : key, { n, ...values });

/**
 * @param {string} found
 * @param {Record<string, unknown>} values
 */
const fill = (found, values) =>
  found.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));

/**
 * Called after another language has been put into the page: redraw what you wrote yourself.
 *
 * @param {() => void} callback
 */
export function onTexts(callback) {
  listeners.push(callback);
}

/**
 * Put another language into the page; without an answer from the server it stays as it is.
 *
 * @param {string} language - ISO 639-1
 * @param {Document} root
 */
export async function speak(language, root = document) {
  wanted = language;
  if (!language || language === spoken) return;
  const response = await fetch(new URL(`texts/${language}.json`, import.meta.url)).catch(
    () => null,
  );
  const words = response?.ok ? await response.json() : null;
  if (!words || wanted !== language) return; // another one was chosen meanwhile
  learn(language, words);
  root.documentElement.lang = spoken;
  dress(root);
  for (const tell of listeners) tell();
}

/**
 * Fill in the texts whose keys stand in the page, or in what is added to it.
 *
 * @param {ParentNode} root
 */
export function dress(root) {
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (
    root.querySelectorAll("[data-text]")
  )) {
    element.textContent = worded(element.dataset.text ?? "", element.dataset);
  }
  for (const [name, attribute] of Object.entries(ATTRIBUTES)) {
    for (const element of root.querySelectorAll(`[data-${name}]`)) {
      element.setAttribute(attribute, worded(element.getAttribute(`data-${name}`) ?? ""));
    }
  }
}
