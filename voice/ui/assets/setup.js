// Setting up an exam: what goes with the chosen one, questions of the student's own, and the
// material that some exams are about.

import { post } from "./api.js";
import { part } from "./dom.js";
import { count, onTexts, worded } from "./texts.js";
import { Problem, problem } from "./words.js";

/**
 * @import { Client } from "./client.js"
 * @import { BankAbout, FileProblem, Known, Settings } from "./types.js"
 */

const KEPT_AS = "viva-uploads"; // titles only; the questions are with the server
const PRACTICE = "practice";
const DIFFICULTY = 2; // as in controls.py
const LONGEST_MATERIAL = 20_000; // characters, as in voice/exam/text/material.py

export class Setup {
  /** @type {BankAbout[]} */
  uploads = JSON.parse(sessionStorage.getItem(KEPT_AS) ?? "[]");
  /** @type {Known} */
  #known = { banks: [], modes: [], mode: "" };
  /** @type {() => void} */
  #toldAll = () => {};
  /** @type {Promise<void>} */
  #told = new Promise((resolve) => {
    this.#toldAll = resolve;
  });
  #material = "";

  /**
   * `change` is what the settings' fields call: `window.viva.change`.
   *
   * @param {ParentNode} root
   * @param {Client} client
   * @param {(wanted: Settings) => unknown} change
   */
  constructor(root, client, change) {
    this.client = client;
    this.change = change;
    this.root = part(root, "#viva-exam-setup");
    this.problems = part(root, "#viva-upload-problems");
    this.ownProblems = part(root, "#viva-bank-problems");
    this.material = part(root, "#viva-material");
    this.text = part(root, "#viva-material-text", HTMLTextAreaElement);
    this.brought = part(root, "#viva-material-brought");
    this.#picker(root, "#viva-upload", "#viva-upload-file", (file) => this.#upload(file));
    this.#picker(root, "#viva-material-upload", "#viva-material-file", (file) => this.#read(file));
    this.text.addEventListener("input", () => change({ material: this.text.value }));
    client.on("settings", () => this.#show());
    onTexts(() => this.#tellOwn(this.#known.problems ?? []));
    client.on("exam_view", ({ phase }) => {
      this.text.disabled = phase !== "over"; // it is what the exam is about
    });
    client.on("reset", () => {
      this.text.disabled = false;
    });
  }

  /**
   * @param {ParentNode} root
   * @param {string} button
   * @param {string} input
   * @param {(file: File) => Promise<void>} take
   */
  #picker(root, button, input, take) {
    const field = part(root, input, HTMLInputElement);
    part(root, button).addEventListener("click", () => field.click());
    field.addEventListener("change", async () => {
      const [file] = field.files ?? [];
      field.value = ""; // the same file can be chosen again once it has been mended
      if (file) await take(file);
    });
  }

  /**
   * What the server offers: banks, modes, and the mode chosen at first.
   *
   * @param {Known} known
   */
  know(known) {
    this.#known = known;
    this.#toldAll();
    this.#tellOwn(known.problems ?? []);
    this.#show();
  }

  /**
   * Choose a bank ("" for none), with every setting that it brings with it and `wanted` lacks.
   *
   * @param {Settings} wanted
   */
  async choose(wanted) {
    await this.#told; // somebody may be quicker than the server
    const bank = this.#bank(wanted.bank);
    this.client.settings.brought = false; // that was for the exam before
    const all = { ...this.#mode(bank), ...(bank ? this.#exam(bank) : {}), ...wanted };
    // Without what it is about, an exam cannot begin: the server is told when that is there.
    await this.client.change(all, Boolean(bank?.material) && !all.material);
  }

  /**
   * @param {BankAbout | undefined} bank
   * @returns {Settings}
   */
  #mode(bank) {
    const fitting = this.#known.modes.filter((mode) => (bank ? mode.is_exam : mode.talks));
    const modes = fitting.map((mode) => mode.name);
    const { mode } = this.client.settings;
    if (mode && modes.includes(mode)) return {};
    const usual = bank ? PRACTICE : this.#known.mode;
    return { mode: modes.includes(usual) ? usual : modes[0] };
  }

  /**
   * @param {BankAbout} bank
   * @returns {Settings}
   */
  #exam(bank) {
    const { settings } = this.client;
    /** @type {Settings} */
    const wanted = {
      topics: [],
      minutes: bank.minutes,
      difficulty: settings.difficulty || DIFFICULTY,
    };
    if (bank.language && bank.language !== settings.language) wanted.language = bank.language;
    wanted.material = bank.material ? this.text.value : "";
    return wanted;
  }

  /** @param {string | undefined} name */
  #bank(name) {
    return [...this.#known.banks, ...this.uploads].find((bank) => bank.name === name);
  }

  #show() {
    this.root.hidden = !this.#known.banks.length;
    const material = this.#bank(this.client.settings.bank)?.material;
    this.material.hidden = !material;
    this.brought.hidden = !this.client.settings.brought || Boolean(this.text.value);
    if (!material || material.title === this.#material) return;
    this.#material = material.title;
    part(this.material, "label").textContent = material.title;
    part(this.material, "p").textContent = material.ask;
  }

  /** @param {File} file */
  async #upload(file) {
    this.#tell(worded("setup.reading", { file: file.name }));
    try {
      const bank = await post("exam/banks", { name: file.name, content: await base64(file) });
      const { problems = [], ...about } = bank;
      this.keep(about);
      const read = count("setup.read", bank.items, { file: file.name });
      this.#tell(
        problems.length ? `${read} ${count("setup.problems", problems.length)}` : read,
        problems,
      );
      await this.change({ bank: bank.name });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const plain = [{ problem: error.message, fix: error.fix }];
      this.#tell(
        worded("setup.not_used", { file: file.name }),
        error.problems.length ? error.problems : plain,
      );
    }
  }

  /**
   * Offer a bank of the student's own, in place of an earlier one of its name.
   *
   * @param {Partial<BankAbout> & { name: string, title: string }} about
   */
  keep(about) {
    const others = this.uploads.filter((bank) => bank.name !== about.name);
    this.uploads = [...others, { minutes: 15, topics: [], material: null, ...about }];
    sessionStorage.setItem(KEPT_AS, JSON.stringify(this.uploads));
  }

  /**
   * @param {string} title
   * @param {FileProblem[]} [problems]
   */
  #tell(title, problems = []) {
    this.problems.hidden = false;
    part(this.problems, ".viva-problems-title").textContent = title;
    part(this.problems, "ul").replaceChildren(...problems.map((one) => listed(one, false)));
  }

  /**
   * Mistakes in the files of the server itself: of use to whoever keeps them.
   *
   * @param {FileProblem[]} problems
   */
  #tellOwn(problems) {
    this.ownProblems.hidden = !problems.length;
    part(this.ownProblems, "summary").textContent = count("setup.own", problems.length);
    part(this.ownProblems, "ul").replaceChildren(...problems.map((one) => listed(one, true)));
  }

  /** @param {File} file */
  async #read(file) {
    this.text.value = (await file.text()).slice(0, LONGEST_MATERIAL);
    await this.change({ material: this.text.value });
  }
}

/**
 * One problem of a bank: its place in the file, what is wrong, and what to do about it.
 *
 * @param {FileProblem} problem
 * @param {boolean} named
 */
function listed({ file, line, unit = "line", field, problem, fix }, named) {
  const item = document.createElement("li");
  const place = [named && file, line && line > 0 && `${unit} ${line}`, field]
    .filter(Boolean)
    .join(", ");
  const strong = document.createElement("strong");
  strong.textContent = place && `${place}: `;
  const remedy = document.createElement("span");
  remedy.className = "viva-muted";
  remedy.textContent = fix && ` ${sentence(fix)}`;
  item.append(strong, sentence(problem), remedy);
  return item;
}

/** @param {string} text */
const sentence = (text) => (/[.!?]$/.test(text) ? text : `${text}.`);

/**
 * @param {File} file
 * @returns {Promise<string>}
 */
export function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      const address = String(reader.result); // data:…;base64,…
      resolve(address.slice(address.indexOf(",") + 1));
    };
    reader.onerror = () => reject(problem("file"));
    reader.readAsDataURL(file);
  });
}
