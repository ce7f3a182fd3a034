// The report of an exam: shown in a frame that runs no scripts, corrected, kept as files, and a way
// to hear one's own answers again.

import { download, get, url } from "./api.js";
import { Corrections, remember, restore } from "./corrections.js";
import { part, targetOf } from "./dom.js";
import { Notices } from "./notices.js";
import { count, worded } from "./texts.js";
import { Problem } from "./words.js";

/**
 * @import { Client } from "./client.js"
 * @import { Action } from "./notices.js"
 * @import { Announce, BankAbout } from "./types.js"
 */

const MARKS_SETTLE_MS = 1000; // late marks come one after another
const LOOK_EVERY_MS = 2500; // for marks to come, which no event tells once the line is gone

export class Report {
  /** @type {(page: Document) => void} */
  onLoaded = () => {}; // told of each report's document
  /** @type {(about: BankAbout) => void} */
  onBank = () => {}; // told of a bank of the student's own that wordings went into
  #session = ""; // whose report is shown; the client may have another one by now
  #timer = 0;
  #looking = 0;
  #unmarked = 0; // answers that were being marked at the last look
  #wanted = false; // asked for between the exam's end and its report
  /** @type {ResizeObserver | null} */
  #resizes = null;
  /** @type {{ audio: HTMLAudioElement, key: string } | null} */
  #playing = null; // { audio, key }

  /**
   * @param {ParentNode} root
   * @param {Client} client
   * @param {Announce} announce
   */
  constructor(root, client, announce) {
    this.client = client;
    this.announce = announce;
    this.card = part(root, "#viva-report");
    this.frame = part(root, "#viva-report-frame", HTMLIFrameElement);
    this.title = part(root, "#viva-report-title");
    this.marking = part(root, "#viva-report-marking");
    this.player = part(root, "#viva-playing");
    this.notices = new Notices(part(root, "#viva-report-notices"), announce);
    for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (
      this.card.querySelectorAll("[data-format]")
    )) {
      button.addEventListener("click", () => this.#save(button));
    }
    part(root, "#viva-report-print").addEventListener("click", () =>
      this.frame.contentWindow?.print(),
    );
    part(this.player, "button").addEventListener("click", () => this.#stopPlaying());
    this.frame.addEventListener("load", () => this.#loaded());
    this.corrections = new Corrections(() => this.#session, {
      changed: (words) => this.#corrected(words),
      kept: (words, more, about) => {
        this.notices.show("correct", ["info", words, more]);
        if (about) this.onBank(about);
      },
      failed: ({ message, fix }) => this.#tell("correct", message, fix),
    });
    // Answers are marked in the background: the last marks come when the exam is over. A teacher's
    // corrections come that way as well.
    client.on("exam_marked", () => {
      clearTimeout(this.#timer);
      if (this.shown) this.#timer = setTimeout(() => this.#refresh(), MARKS_SETTLE_MS);
    });
  }

  get shown() {
    return !this.card.hidden;
  }

  /** Show the report of the present session. */
  show() {
    this.#session = this.client.sessionId;
    this.card.hidden = false;
    this.#unmarked = 0;
    this.#load();
    this.#look();
    if (this.#wanted) this.goTo();
  }

  /** Marks may come late, and the student may have hung up by then: look until none is missing. */
  async #look() {
    clearTimeout(this.#looking);
    const session = this.#session;
    const { unmarked = 0 } = await get(`session/${session}/exam`).catch(() => ({}));
    if (!this.shown || session !== this.#session) return;
    if (unmarked !== this.#unmarked && this.#unmarked) this.#refresh();
    this.#unmarked = unmarked;
    this.marking.hidden = !unmarked;
    this.marking.textContent = count("report.marking", unmarked);
    if (unmarked) this.#looking = setTimeout(() => this.#look(), LOOK_EVERY_MS);
  }

  /** Bring the report before the student's eyes, as soon as it is there. */
  goTo() {
    this.#wanted = !this.shown;
    if (this.#wanted) return;
    this.title.focus();
    this.card.scrollIntoView({ block: "start" });
  }

  clear() {
    clearTimeout(this.#timer);
    clearTimeout(this.#looking);
    this.#stopPlaying();
    this.#resizes?.disconnect();
    this.notices.clearAll();
    this.#wanted = false;
    this.card.hidden = this.frame.hidden = true;
    this.frame.removeAttribute("src");
  }

  #load() {
    this.frame.src = url(this.#path);
  }

  get #path() {
    return `session/${this.#session}/report/html?corrects=true&at=${Date.now()}`;
  }

  /** Draw the report afresh in its place: nobody loses the line they were reading. */
  async #refresh() {
    const page = this.frame.contentDocument;
    const old = page?.querySelector(".viva-report");
    if (!page || !old) return this.#load();
    const told = await download(this.#path).catch(() => null);
    const fresh =
      told &&
      new DOMParser()
        .parseFromString(await told.blob.text(), "text/html")
        .querySelector(".viva-report");
    if (!fresh || !old.isConnected) return this.#load();
    const kept = remember(page);
    old.replaceWith(page.adoptNode(fresh));
    restore(page, kept);
    return undefined;
  }

  /** @param {string} words */
  async #corrected(words) {
    this.notices.clear("correct");
    clearTimeout(this.#timer); // the event that tells of it brings nothing new
    await this.#refresh();
    this.announce(words);
  }

  #loaded() {
    const page = this.frame.contentDocument;
    if (!this.shown || !page?.body || page.URL === "about:blank") return;
    if (!page.querySelector(".viva-report")) return this.#fail(page.body.textContent ?? "");
    this.notices.clear("report");
    colour(page, document.body.classList.contains("dark"));
    this.frame.hidden = false;
    this.#resizes?.disconnect();
    this.#resizes = new ResizeObserver(() => this.#fit(page));
    this.#resizes.observe(page.body);
    this.#fit(page);
    page.addEventListener("click", (event) => this.#clicked(event));
    this.corrections.listen(page);
    this.onLoaded(page);
    return undefined;
  }

  /** @param {Document} page */
  #fit(page) {
    this.frame.style.height = `${Math.ceil(page.body.getBoundingClientRect().height)}px`;
  }

  /** @param {string} answer */
  #fail(answer) {
    /** @type {{ message?: string, fix?: string }} */
    let error = {};
    try {
      ({ error = {} } = JSON.parse(answer));
    } catch {
      // Not one of ours: a proxy's page, or the browser's own.
    }
    this.frame.hidden = true;
    const text = error.message ?? worded("report.not_loaded");
    this.#tell("report", text, error.fix ?? worded("report.still_running"), [
      [worded("try_again"), () => this.#load()],
    ]);
  }

  /**
   * @param {string} subject
   * @param {string} text
   * @param {string} fix
   * @param {Action[]} [actions]
   */
  #tell(subject, text, fix, actions = []) {
    this.notices.show(subject, ["error", text, fix], actions);
  }

  /** @param {HTMLButtonElement} button */
  async #save(button) {
    const { format } = button.dataset;
    button.disabled = true;
    try {
      const { blob, name } = await download(`session/${this.#session}/report/${format}`);
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = name || `viva-report.${format}`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
      this.notices.clear("save");
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.#tell("save", error.message, error.fix);
    } finally {
      button.disabled = false;
    }
  }

  /**
   * A link with times plays the student's own voice; any other leads within the report.
   *
   * @param {Event} event
   */
  #clicked(event) {
    const link = /** @type {HTMLElement | null} */ (targetOf(event).closest(".viva-play"));
    if (!link) return;
    event.preventDefault();
    this.#play(link.dataset.start, link.dataset.end, (link.textContent ?? "").trim());
  }

  /**
   * @param {string | undefined} from
   * @param {string | undefined} to
   * @param {string} label
   */
  async #play(from, to, label) {
    const again = this.#playing?.key === `${from} ${to}`;
    this.#stopPlaying();
    if (again) return;
    try {
      const { blob } = await download(
        `session/${this.#session}/recording?from_s=${from}&to_s=${to}`,
      );
      const audio = new Audio(URL.createObjectURL(blob));
      this.#playing = { audio, key: `${from} ${to}` };
      audio.addEventListener("ended", () => this.#stopPlaying());
      this.player.hidden = false;
      part(this.player, "span").textContent = worded("report.playing", { label });
      this.notices.clear("play");
      await audio.play();
    } catch (error) {
      this.#stopPlaying();
      if (error instanceof Problem) {
        this.#tell("play", error.message, error.fix || worded("report.voice_gone"));
      } else if (!(error instanceof DOMException) || error.name !== "AbortError") throw error; // stopped before it began
    }
  }

  #stopPlaying() {
    const { audio } = this.#playing ?? {};
    this.#playing = null;
    this.player.hidden = true;
    if (!audio) return;
    audio.pause();
    URL.revokeObjectURL(audio.src);
  }
}

/**
 * Give the report the page's own colours: by itself it follows the system's.
 *
 * @param {Document} page
 * @param {boolean} dark
 */
export function colour(page, dark) {
  page.documentElement.style.colorScheme = dark ? "dark" : "light";
  for (const { cssRules } of page.styleSheets) {
    for (const { media } of /** @type {Iterable<Partial<CSSMediaRule>>} */ (cssRules)) {
      if (media?.mediaText.includes("prefers-color-scheme"))
        media.mediaText = dark ? "screen" : "not all";
    }
  }
}
