// Marks with their evidence as they come, and the report they make, for the second screen.

const SETTLES_MS = 400; // late marks come one after another

const VERDICTS = { full: "made", partly: "made in part", missing: "missing" };

export class Marks {
  #timer = 0;
  #finished = false;

  /** `feed.ask(path)` gets what the server has. */
  constructor(root, feed, announce) {
    Object.assign(this, { feed, announce });
    this.card = root.querySelector("#viva-marks");
    this.list = root.querySelector("#viva-marks-items");
    this.total = root.querySelector("#viva-marks-total");
    this.report = root.querySelector("#viva-details");
    this.title = root.querySelector("#viva-report-title");
    this.frame = root.querySelector("#viva-report-frame");
    this.report.addEventListener("toggle", () => this.#load());
  }

  /** Something was marked. */
  refresh() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), SETTLES_MS);
  }

  /** The exam is over. */
  finish() {
    this.#finished = true;
    this.title.textContent = "Report";
    this.report.hidden = false;
    this.report.open = true; // which loads it
    this.refresh();
  }

  /** Another exam begins, or none. */
  clear() {
    clearTimeout(this.#timer);
    this.#finished = false;
    this.title.textContent = "Report so far";
    this.card.hidden = this.report.hidden = true;
    this.report.open = false;
    this.list.replaceChildren();
    this.frame.removeAttribute("srcdoc");
  }

  async #ask() {
    const exam = await (await this.feed.ask("exam"))?.json();
    if (!exam) return;
    const marked = exam.items.filter((item) => item.status !== "unmarked" && item.status !== "unanswered");
    this.card.hidden = !marked.length;
    this.report.hidden = !marked.length && !this.#finished;
    this.total.textContent = `${number(exam.marks)} of ${number(exam.out_of)}`;
    this.list.replaceChildren(...marked.map(drawn));
    const newest = marked.at(-1);
    if (newest) this.announce(`Question ${newest.number}: ${number(newest.marks)} of ${number(newest.out_of)}`);
    await this.#load();
  }

  async #load() {
    if (!this.report.open) return;
    const html = await (await this.feed.ask("report?format=html"))?.text();
    if (html && html !== this.frame.srcdoc) this.frame.srcdoc = html;
  }
}

const number = (marks) => String(Math.round(marks * 10) / 10);

/** A question with its key points; all of it text, whatever it says. */
function drawn(item) {
  const element = document.createElement("li");
  const head = add(element, "p", "");
  head.className = "viva-watch-head";
  add(head, "span", `${item.number}. ${item.question}`);
  add(head, "span", item.status === "failed" ? "not marked" : `${number(item.marks)} of ${number(item.out_of)}`);
  if (item.status === "skipped") add(element, "p", "Skipped.").className = "viva-muted";
  if (item.failed) add(element, "p", item.failed).className = "viva-muted";
  const points = add(element, "ul", "");
  for (const point of item.points) {
    const line = add(points, "li", "");
    line.dataset.verdict = point.verdict;
    add(line, "span", `${VERDICTS[point.verdict]}: `).className = "viva-sr";
    add(line, "span", `${point.text} (${number(point.marks)} of ${number(point.out_of)})`);
    if (point.quote) add(line, "q", point.quote);
    if (point.doubtful) add(line, "span", "Recognition was unsure here.").className = "viva-muted";
  }
  return element;
}

function add(parent, name, text) {
  const element = document.createElement(name);
  element.textContent = text;
  parent.append(element);
  return element;
}
