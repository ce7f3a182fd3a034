// The report of an exam: shown in a frame that runs no scripts, kept as files, and a way to hear
// one's own answers again.

import { download, url } from "./api.js";
import { Notices } from "./notices.js";
import { Problem } from "./words.js";

const MARKS_SETTLE_MS = 1000; // late marks come one after another

export class Report {
  #session = ""; // whose report is shown; the client may have another one by now
  #timer = 0;
  #resizes = null;
  #playing = null; // { audio, key }

  constructor(root, client, announce) {
    Object.assign(this, { client, announce });
    this.card = root.querySelector("#viva-report");
    this.frame = root.querySelector("#viva-report-frame");
    this.title = root.querySelector("#viva-report-title");
    this.player = root.querySelector("#viva-playing");
    this.notices = new Notices(root.querySelector("#viva-report-notices"), announce);
    for (const button of this.card.querySelectorAll("[data-format]")) {
      button.addEventListener("click", () => this.#save(button));
    }
    root.querySelector("#viva-report-print").addEventListener("click", () => this.frame.contentWindow.print());
    this.player.querySelector("button").addEventListener("click", () => this.#stopPlaying());
    this.frame.addEventListener("load", () => this.#loaded());
    // Answers are marked in the background: the last marks come when the exam is over.
    client.on("exam_marked", () => {
      clearTimeout(this.#timer);
      if (this.shown) this.#timer = setTimeout(() => this.#load(), MARKS_SETTLE_MS);
    });
  }

  get shown() {
    return !this.card.hidden;
  }

  /** Show the report of the present session. */
  show() {
    this.#session = this.client.sessionId;
    this.card.hidden = false;
    this.#load();
  }

  /** Bring the report before the student's eyes. */
  goTo() {
    if (!this.shown) return;
    this.title.focus();
    this.card.scrollIntoView({ block: "start" });
  }

  clear() {
    clearTimeout(this.#timer);
    this.#stopPlaying();
    this.#resizes?.disconnect();
    this.notices.clearAll();
    this.card.hidden = this.frame.hidden = true;
    this.frame.removeAttribute("src");
  }

  #load() {
    this.frame.src = url(`session/${this.#session}/report/html?at=${Date.now()}`);
  }

  #loaded() {
    const page = this.frame.contentDocument;
    if (!this.shown || !page?.body || page.URL === "about:blank") return;
    if (!page.querySelector(".viva-report")) return this.#fail(page.body.textContent);
    this.notices.clear("report");
    colour(page, document.body.classList.contains("dark"));
    this.frame.hidden = false;
    this.#resizes?.disconnect();
    this.#resizes = new ResizeObserver(() => this.#fit(page));
    this.#resizes.observe(page.body);
    this.#fit(page);
    page.addEventListener("click", (event) => this.#clicked(event));
    return undefined;
  }

  #fit(page) {
    this.frame.style.height = `${Math.ceil(page.body.getBoundingClientRect().height)}px`;
  }

  #fail(answer) {
    let error = {};
    try {
      ({ error = {} } = JSON.parse(answer));
    } catch {
      // Not one of ours: a proxy's page, or the browser's own.
    }
    this.frame.hidden = true;
    const text = error.message ?? "The report could not be loaded.";
    this.#tell("report", text, error.fix ?? "Check that Viva is still running.", [["Try again", () => this.#load()]]);
  }

  #tell(subject, text, fix, actions = []) {
    this.notices.show(subject, ["error", text, fix], actions);
  }

  async #save(button) {
    const { format } = button.dataset;
    button.disabled = true;
    try {
      const { blob, name } = await download(`session/${this.#session}/report/${format}`);
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = name || `viva-report.${format === "markdown" ? "md" : format}`;
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

  /** A link with times plays the student's own voice; any other leads within the report. */
  #clicked(event) {
    const link = event.target.closest(".viva-play");
    if (!link) return;
    event.preventDefault();
    this.#play(link.dataset.start, link.dataset.end, link.textContent.trim());
  }

  async #play(from, to, label) {
    const again = this.#playing?.key === `${from} ${to}`;
    this.#stopPlaying();
    if (again) return;
    try {
      const { blob } = await download(`session/${this.#session}/recording?from_s=${from}&to_s=${to}`);
      const audio = new Audio(URL.createObjectURL(blob));
      this.#playing = { audio, key: `${from} ${to}` };
      audio.addEventListener("ended", () => this.#stopPlaying());
      this.player.hidden = false;
      this.player.querySelector("span").textContent = `Playing your own answer (${label}).`;
      this.notices.clear("play");
      await audio.play();
    } catch (error) {
      this.#stopPlaying();
      if (error instanceof Problem) {
        this.#tell("play", error.message, error.fix || "Your voice is kept only while the exam’s page lives.");
      } else if (error.name !== "AbortError") throw error; // stopped before it began
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

/** Give the report the page's own colours: by itself it follows the system's. */
function colour(page, dark) {
  page.documentElement.style.colorScheme = dark ? "dark" : "light";
  for (const { cssRules } of page.styleSheets) {
    for (const { media } of cssRules) {
      if (media?.mediaText.includes("prefers-color-scheme")) media.mediaText = dark ? "screen" : "not all";
    }
  }
}
