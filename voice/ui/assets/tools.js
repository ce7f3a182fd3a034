// What can be done with the conversation: type, copy, download, start afresh.

export class Tools {
  constructor(root, client, transcript, announce, notices) {
    Object.assign(this, { client, transcript, announce, notices });
    this.form = root.querySelector("#viva-say");
    this.text = root.querySelector("#viva-text");
    this.dialog = root.querySelector("#viva-dialog");
    this.needText = ["#viva-copy", "#viva-save-md", "#viva-save-txt"].map((id) => root.querySelector(id));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.text.addEventListener("keydown", (event) => {
      // While an input method composes a word, Enter belongs to it.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#send();
    });
    this.needText[0].addEventListener("click", () => this.copy());
    this.needText[1].addEventListener("click", () => this.#save(true));
    this.needText[2].addEventListener("click", () => this.#save(false));
    root.querySelector("#viva-reset").addEventListener("click", () => this.startAfresh());
    for (const event of ["item", "removed", "cleared"]) transcript.on(event, () => this.#enable());
  }

  #enable() {
    for (const button of this.needText) button.disabled = this.transcript.empty;
  }

  async #send() {
    const text = this.text.value.trim();
    if (!text) return;
    this.text.value = "";
    // Nothing typed is ever lost: what was not taken comes back, unless more was typed since.
    if (!(await this.client.say(text)) && !this.text.value) this.text.value = text;
  }

  async copy() {
    if (this.transcript.empty) return;
    const text = this.transcript.toText(false);
    try {
      await navigator.clipboard.writeText(text);
      this.#flash("Copied");
    } catch {
      // No clipboard for pages over plain HTTP, nor where it is forbidden: a file does as well.
      this.#save(false);
    }
  }

  #flash(word) {
    const [button] = this.needText;
    button.textContent = word;
    this.announce(`Transcript: ${word}`);
    setTimeout(() => {
      button.textContent = "Copy";
    }, 1500);
  }

  #save(markdown) {
    const link = document.createElement("a");
    const type = markdown ? "text/markdown" : "text/plain";
    link.href = URL.createObjectURL(new Blob([this.transcript.toText(markdown)], { type }));
    const day = new Date().toISOString().slice(0, 10);
    link.download = `viva-${day}.${markdown ? "md" : "txt"}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  async startAfresh() {
    const agreed = this.transcript.empty || (await this.confirm(
      "Start afresh?",
      "Viva forgets this conversation and begins again. Copy or download the transcript first if you want to keep it.",
      "Start afresh",
    ));
    if (!agreed) return;
    try {
      await this.client.reset();
      this.transcript.clear();
      this.notices.clear("earlier", "ended", "expired");
      this.announce("The conversation was cleared.");
    } catch (problem) {
      this.client.emit("problem", problem);
    }
  }

  /** Ask before another "mode" or "exam" takes the place of the conversation. */
  confirmAnew(what) {
    return this.confirm(
      `Change the ${what}?`,
      `Another ${what} begins a new conversation; the present one is cleared.`,
      "Change and start afresh",
    );
  }

  /** Ask; resolves to whether the student agreed. */
  confirm(title, text, ok) {
    const { dialog } = this;
    if (dialog.open) return Promise.resolve(false);
    dialog.querySelector("#viva-dialog-title").textContent = title;
    dialog.querySelector("#viva-dialog-text").textContent = text;
    dialog.querySelector("#viva-dialog-ok").textContent = ok;
    dialog.returnValue = "cancel"; // what Escape means
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => resolve(dialog.returnValue === "ok"), { once: true });
    });
  }
}
