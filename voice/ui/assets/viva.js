// The page's entry: waits for Gradio to draw the panel, then brings everything together.
//
// For tests and for those who build on it, `window.viva` offers:
//   start({microphone = true})  connect (resolves to whether it worked)
//   stop()                      hang up
//   say(text)                   send a typed message, connecting first if need be
//   change({mode, voice, language, speed, model, bank, topics, minutes, difficulty, material})
//                               any of them: now or at the next start; a bank ("" for none)
//                               brings with it what its exam needs
//   reset()                     start afresh, without asking
//   on(event, callback)         "state", "event" (all of voice/core/events.py), each of them by its
//                               type ("user_turn"), "problem", "transport", …; returns an undo
//   state, sessionId, transport ("webrtc", "websocket" or ""), transcript (its items)

import { Chat } from "./chat.js";
import { Client } from "./client.js";
import { Details } from "./details.js";
import { part } from "./dom.js";
import { Editor } from "./editor.js";
import { Exam } from "./exam.js";
import { History } from "./history.js";
import { FromNotes } from "./notes.js";
import { Notices } from "./notices.js";
import { Panel } from "./panel.js";
import { Report } from "./report.js";
import { Setup } from "./setup.js";
import { Share } from "./share.js";
import { Shortcuts } from "./shortcuts.js";
import { SoundCheck } from "./sound_check.js";
import { speak, worded } from "./texts.js";
import { Tools } from "./tools.js";
import { speaker, Transcript } from "./transcript.js";
import * as words from "./words.js";

/**
 * @import { Action } from "./notices.js"
 * @import { Announce, Known, Settings } from "./types.js"
 * @import { Problem } from "./words.js"
 * @typedef {ReturnType<typeof publicApi>} PageApi
 */

// Sliders report every step of a drag, and text every letter.
const SETTLES_MS = 300;
const SETTLING = new Set(["speed", "topics", "minutes", "difficulty", "material"]);

const ANNOUNCES_AS = "viva-announces"; // kept by the browser

const client = new Client();
const transcript = new Transcript();
let announcesReplies = localStorage.getItem(ANNOUNCES_AS) === "yes";
/** @type {Settings} */
let settling = {}; // changes that may still go on
let settleTimer = 0;
let fresh = true; // the next session_ready is the first of its connection
let expired = false; // and of a session that takes the place of one the server has lost

/** Start Viva's own part of the page, once it is there. */
function begin() {
  const polite = part(document, "#viva-polite");
  const urgent = part(document, "#viva-urgent");
  /** @type {Announce} */
  const announce = (text, now = false) => {
    (now ? urgent : polite).textContent = text;
  };
  const notices = new Notices(part(document, "#viva-notices"), announce);
  const panel = new Panel(document, client, announce);
  const tools = new Tools(document, client, transcript, announce, notices);
  new Chat(transcript, document);
  new Details(document, client);
  new Share(document, client, announce);
  const setup = new Setup(document, client, (wanted) => change(wanted, tools, setup));
  const check = new SoundCheck(document, client);
  const report = new Report(document, client, announce);
  const history = new History(document, client, announce, tools.confirm.bind(tools));
  const exam = new Exam(document, client, announce, {
    confirm: tools.confirm.bind(tools),
    onFinished: () => {
      report.show();
      history.offer();
    },
    onGone: () => {
      report.clear();
      history.withdraw();
    },
  });
  const editor = new Editor(document, client, {
    confirm: tools.confirm.bind(tools),
    setup,
    examining: () => exam.running,
  });
  new FromNotes(document, client, editor);
  part(document, "#viva-exam-report").addEventListener("click", () => report.goTo());
  part(document, "#viva-exam-again").addEventListener("click", () => tools.startAfresh());
  wireTranscript(announce);
  wireNotices(notices);
  wireSound(notices);
  client.on("settings", ({ language = "" }) => speak(language));
  client.on("settings", () =>
    /** @type {HTMLElement | null} */ (document.querySelector("#viva-sync"))?.click(),
  );
  const keys = new Shortcuts(document, {
    conversation: [
      ["KeyS", "start", () => panel.toggle()],
      ["KeyO", "check", () => check.open()],
      ["KeyM", "mute", () => panel.toggleMute()],
      ["KeyH", "think", () => panel.toggleHold()],
      ["KeyD", "done", () => (exam.running ? exam.press("done") : panel.done())],
      ["KeyT", "text", () => part(document, "#viva-text").focus()],
      ["Enter", "enter"],
      ["KeyN", "afresh", () => tools.startAfresh()],
      ["KeyC", "copy", () => tools.copy()],
      ["?", "list"],
    ],
    in_exam: [
      ["KeyR", "repeat", () => exam.press("repeat")],
      ["KeyL", "slower", () => exam.press("slower")],
      ["KeyI", "hint", () => exam.press("hint")],
      ["KeyK", "skip", () => exam.press("skip")],
      ["KeyB", "back", () => exam.press("back")],
      ["KeyP", "pause", () => exam.press("pause")],
      ["KeyQ", "hide", () => exam.toggleQuestion()],
      ["KeyX", "end", () => exam.press("stop")],
    ],
  });
  report.onLoaded = (page) => keys.listen(page);
  report.onBank = (about) => {
    setup.keep(about);
    client.emit("settings", client.settings); // it can be chosen from now on
  };
  const api = publicApi(tools, setup, exam);
  window.viva = api;
  if (window.vivaDefaults) api.defaults(...window.vivaDefaults);
  document.documentElement.dataset.viva = "ready";
  goOn(notices, exam);
}

/**
 * @param {Tools} tools
 * @param {Setup} setup
 * @param {Exam} exam
 */
function publicApi(tools, setup, exam) {
  return {
    /** @param {{ microphone?: boolean }} options */
    start: (options) => client.start(options),
    stop: () => client.stop(),
    /** @param {string} text */
    say: (text) => client.say(text),
    reset: () => client.reset(),
    /** @param {Settings} wanted */
    change: (wanted) => change(wanted, tools, setup),
    /** @type {Client["on"]} */
    on: (event, callback) => client.on(event, callback),
    get state() {
      return client.state;
    },
    get sessionId() {
      return client.sessionId;
    },
    get transport() {
      return client.transport?.name ?? "";
    },
    get transcript() {
      return structuredClone(transcript.items);
    },
    // The three that the Gradio components call.
    /** @type {(settings: Settings, known: Known) => void} */
    defaults: (settings, known) => {
      const chosen = client.settings;
      client.settings = { ...settings, ...chosen };
      setup.know(known);
      document.documentElement.dataset.vivaSettings = "told"; // for tests: nothing moves any more
      // Somebody was quicker than the defaults: the fields show their choice again.
      if (Object.keys(chosen).length) client.emit("settings", client.settings);
      else if (settings.bank && !client.sessionId) setup.choose({ bank: settings.bank }); // the server's own choice
    },
    settings: () =>
      JSON.stringify({
        ...client.settings,
        material: "",
        uploads: setup.uploads,
        examining: exam.running,
      }),
    /** @param {boolean} on */
    announceReplies: (on) => {
      announcesReplies = on;
      localStorage.setItem(ANNOUNCES_AS, on ? "yes" : "no");
    },
  };
}

/**
 * @param {Settings} wanted
 * @param {Tools} tools
 * @param {Setup} setup
 */
async function change(wanted, tools, setup) {
  if (wanted.topics?.length === 0) return; // on the way from one choice to another
  if (Object.keys(wanted).every((name) => SETTLING.has(name))) {
    settling = { ...settling, ...wanted };
    clearTimeout(settleTimer);
    settleTimer = setTimeout(settle, SETTLES_MS);
    return;
  }
  const anew = "bank" in wanted ? "exam" : "mode" in wanted ? "mode" : "";
  const agreed = !anew || transcript.empty || (await tools.confirmAnew(anew));
  if (!agreed)
    client.emit("settings", client.settings); // puts the old one back into its field
  else if (anew === "exam") await setup.choose(wanted);
  else await client.change(wanted);
}

function settle() {
  clearTimeout(settleTimer);
  const wanted = settling;
  settling = {};
  if (Object.keys(wanted).length) client.change(wanted);
}

/** @param {Announce} announce */
function wireTranscript(announce) {
  client.on("state", (state) => {
    if (state !== "connecting") return;
    fresh = true;
    settle(); // what was changed a moment ago counts for this call
  });
  client.on("expired", () => {
    expired = true;
  });
  client.on("session_ready", (ready) => {
    transcript.title = `Viva: ${ready.mode_title}`;
    // Later ones tell of changed settings, and know nothing of a reply that is being spoken.
    if (fresh && expired)
      transcript.shelve(); // what was said is nowhere else any more
    else if (fresh) transcript.restore(ready.history);
    fresh = expired = false;
  });
  client.on("partial_transcript", (event) => transcript.partial(event));
  client.on("user_turn", (event) => {
    transcript.userTurn(event);
    announce(`${speaker("user")}: ${event.text}`);
  });
  client.on("user_turn_empty", (event) => transcript.userTurnEmpty(event));
  client.on("reply_started", (event) => transcript.replyStarted(event));
  client.on("reply_text", (event) => transcript.replyText(event));
  client.on("reply_done", (event) => {
    transcript.replyDone(event);
    if (announcesReplies && event.text) announce(`${speaker("assistant")}: ${event.text}`);
  });
  client.on("turn_metrics", (event) => transcript.measured(event));
  client.on("memory_cleared", () => transcript.clear());
}

/** @param {Notices} notices */
function wireNotices(notices) {
  /** @type {Notices["show"]} */
  const show = (subject, message, actions) => notices.show(subject, message, actions);
  client.on("state", (state) => {
    if (state === "connecting") notices.clear("problem", "ended", "earlier");
    else notices.clear("line");
  });
  client.on("problem", (problem) =>
    show("problem", ["error", problem.message, problem.fix], offers(problem)),
  );
  client.on("lost", (attempt) => show("line", words.lost(attempt)));
  client.on("waiting", (position) => show("line", words.waiting(position)));
  client.on("expired", () => show("expired", words.expired()));
  client.on("session_ended", ({ reason }) => show("ended", words.ending(reason)));
  client.on("taken_over", () => show("ended", words.takenOver()));
  client.on("notice", ({ level, text, fix }) => show(`notice ${text}`, [level, text, fix]));
  client.on("pulling", ({ model, done_bytes: done, total_bytes: total }) => {
    const amount =
      total > 0
        ? worded("news.amount_of", { done: words.megabytes(done), total: words.megabytes(total) })
        : words.megabytes(done);
    notices.progress("pulling", worded("news.pulling", { model, amount }), done, total);
    if (total > 0 && done >= total) notices.clear("pulling");
  });
  client.microphone.on("flat", (flat) => {
    if (flat) show("silent", words.silent());
    else notices.clear("silent");
  });
}

const MICROPHONE_CODES = new Set(["refused", "absent", "busy", "insecure", "microphone"]);

/**
 * @param {Problem} problem
 * @returns {Action[]}
 */
function offers(problem) {
  if (!MICROPHONE_CODES.has(problem.code) || client.active) return [];
  return [
    [worded("try_again"), () => client.start()],
    [worded("problems.without_microphone"), () => client.start({ microphone: false })],
  ];
}

/** @param {Notices} notices */
function wireSound(notices) {
  const audio = part(document, "#viva-audio", HTMLAudioElement);
  client.on("stream", async (stream) => {
    audio.srcObject = stream;
    try {
      await audio.play();
    } catch (error) {
      // A newer stream aborts the older one's play(); only a refusal concerns the student.
      if (!(error instanceof Error) || error.name !== "NotAllowedError") return;
      notices.show("sound", words.soundBlocked(), [
        [worded("news.turn_on_sound"), () => audio.play()],
      ]);
    }
  });
  client.on("state", (state) => {
    if (state === "disconnected") audio.srcObject = null;
  });
}

/**
 * After a reload of the page: show the conversation that can be gone on with.
 *
 * @param {Notices} notices
 * @param {Exam} exam
 */
async function goOn(notices, exam) {
  const earlier = await client.earlier();
  if (earlier?.bank && !client.active) await exam.restore();
  if (!earlier?.history.length || client.active) return;
  transcript.restore(earlier.history);
  notices.show("earlier", words.earlier());
}

const PARTS = [
  "#viva-start",
  "#viva-log",
  "#viva-report",
  "#viva-exam-setup",
  "#viva-keys",
  "#viva-history",
];
const drawn = () => PARTS.every((part) => document.querySelector(part));

function whenDrawn() {
  if (drawn()) return begin();
  const observer = new MutationObserver(() => {
    if (!drawn()) return;
    observer.disconnect();
    begin();
  });
  observer.observe(document.body, { childList: true, subtree: true });
  return undefined;
}

whenDrawn();
