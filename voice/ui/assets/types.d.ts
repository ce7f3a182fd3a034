// Shapes that several modules share: what the server's answers hold, as far as the page reads
// them, and what modules hand to one another. Events are in events.d.ts, which is generated.

import type { EventsByType, ExamFinished, ExamView, Notice, ServerEvent, State } from "./events.js";
import type { PageApi } from "./viva.js";
import type { Problem } from "./words.js";

export type Level = Notice["level"];

/** A sentence for the student, and what to do about it. */
export type Advice = readonly [level: Level, text: string, fix: string];

/** What the sound check found: whether all is well, what, and what to do. */
export type Finding = readonly [well: boolean, text: string, fix: string];

/** Tells a screen reader, at once if need be. */
export type Announce = (text: string, now?: boolean) => void;

/** Asks the student; resolves to whether they agreed. */
export type Confirm = (title: string, text: string, ok: string) => Promise<boolean>;

// --- the call -----------------------------------------------------------------------------------

/** Settings, as far as somebody has chosen them or the server has told them. */
export interface Settings {
  mode?: string;
  voice?: string;
  language?: string;
  speed?: number;
  model?: string;
  bank?: string;
  topics?: string[];
  minutes?: number;
  difficulty?: number;
  material?: string;
  brought?: boolean;
}

/** With what a call begins. */
export interface Opening {
  session_id: string;
  ticket: string;
  settings: Settings;
}

/** Our half of the handshake over WebRTC. */
export interface Offer {
  sdp: string;
  type: RTCSdpType;
  webrtc_id: string;
}

/** The server's half. */
export interface Answer {
  sdp: string;
  type: RTCSdpType;
}

/** A place in the line of those who wait for a call. */
export interface Standing {
  ticket: string;
  position: number;
}

/** What both ways of carrying a call tell. */
export interface TransportEvents {
  message: ServerEvent;
  stream: MediaStream;
  closed: undefined;
}

/** What the client tells: every event of the server by its type, and what it finds out itself. */
export interface ClientEvents extends Omit<EventsByType, "notice"> {
  event: ServerEvent;
  notice: Pick<Notice, "level" | "text" | "fix">; // the page has some of its own
  state: State;
  transport: "webrtc" | "websocket";
  stream: MediaStream;
  problem: Problem;
  waiting: number;
  lost: number;
  recovered: undefined;
  expired: undefined;
  settings: Settings;
  reset: undefined;
}

/** One line of the transcript. */
export interface Line {
  id: number;
  role: "user" | "assistant";
  turn: number;
  text: string;
  done: boolean;
  interrupted: boolean;
  latency: number | null | undefined;
  reply?: number;
  source?: "voice" | "text";
  stable?: number;
  old?: boolean;
}

// --- exams --------------------------------------------------------------------------------------

export interface ExamNow {
  view: Omit<ExamView, "type" | "clock"> | null;
  finished: ExamFinished["reason"] | "";
  unmarked: number;
}

/** What the student is to bring to an exam. */
export interface Material {
  title: string;
  ask: string;
}

/** An exam that can be chosen. */
export interface BankAbout {
  name: string;
  title: string;
  language?: string;
  minutes: number;
  material: Material | null;
  items?: number;
  topics?: string[];
  version?: string;
}

export interface ModeAbout {
  name: string;
  is_exam: boolean;
  talks: boolean;
}

/** A problem in the file of a bank. */
export interface FileProblem {
  problem: string;
  fix: string;
  file?: string;
  line?: number;
  unit?: string;
  field?: string;
}

/** What the server offers. */
export interface Known {
  banks: BankAbout[];
  modes: ModeAbout[];
  mode: string;
  problems?: FileProblem[];
}

export type Verdict = "made" | "partly" | "reversed" | "not_made" | "unsure";

export interface Totals {
  marks: number;
  least: number;
  most: number;
  out_of: number;
}

export interface MarkedPoint {
  text: string;
  verdict: Verdict;
  judged: Verdict;
  confidence: number;
  doubtful: boolean;
  marks: number;
  out_of: number;
  quote: string;
  remark: string;
  correction: { by: "student" | "teacher"; verdict: Verdict; reason: string } | null;
}

export interface MarkedItem extends Totals {
  number: number;
  question: string;
  status: "marked" | "unmarked" | "unanswered" | "skipped" | "failed";
  outcome: string;
  failed: string;
  points: MarkedPoint[];
  answers: unknown[];
}

/** An exam of the history. */
export interface Attempt {
  id: string;
  began_at: string;
  bank: string;
  bank_name: string;
  mode: string;
  marks: number;
  out_of: number;
  percent: number | null;
  duration_s: number;
  recordings: number;
}

export interface TopicProgress {
  title: string;
  percents: (number | null)[];
}

/** Whether exams can be kept, and whether they are. */
export interface HistoryAbout {
  available: boolean;
  always: boolean;
  words: string;
  file: string;
}

// --- the editor ---------------------------------------------------------------------------------

/** Where something stands in a bank: names and indexes from the outside in. */
export type Place = (string | number)[];

export interface Mistake {
  text: string;
  say: string;
}

export interface Point {
  text: string;
  marks: number | "";
  accept: string[];
  mistakes: Mistake[];
  follow_up: string;
  replies: string[];
}

export interface Item {
  id: string;
  question: string;
  context: string;
  key_points: Point[];
  model_answer: string;
  hints: string[];
  difficulty: number;
  seconds: number;
  prepare_seconds: number;
  vocabulary: string[];
  choices?: { points: number[]; enough: number }[];
  alternatives?: { points: number[] }[];
  draft?: { checked: boolean; made_by: string; passage: string };
}

export interface Subtopic {
  title: string;
  items: Item[];
}

export interface Topic {
  title: string;
  subtopics: Subtopic[];
}

export interface Bank {
  title: string;
  language: string;
  minutes: number;
  topics: Topic[];
}

/** A question and where it stands. */
export interface Row {
  topic: string;
  subtopic: string;
  item: Item;
  place: Place;
}

export interface BankProblem {
  place: Place;
  message: string;
  fix: string;
}

/** What drafting left out. */
export interface Rejected {
  question: string;
  why: string;
}

/** A question that was drafted, with what the server leaves out where it is empty. */
export interface Draft {
  heading: string;
  made_by: string;
  passage: string;
  item: Partial<Item> & { key_points: Partial<Point>[] };
}

/** How far drafting has come. */
export interface Job {
  state: string;
  done: number;
  of: number;
  error: { message: string; fix: string };
  drafts: Draft[];
  rejected: Rejected[];
  left_out: string[];
  notes: string;
  model: string;
  trouble: string;
}

// --- globals ------------------------------------------------------------------------------------

declare global {
  interface Window {
    viva?: PageApi; // offered to tests and to those who build on the page
    vivaDefaults?: [Settings, Known]; // left by Gradio when it was quicker than our script
  }

  // What the audio thread offers to capture-worklet.js.
  const sampleRate: number;
  class AudioWorkletProcessor {
    readonly port: MessagePort;
  }
  function registerProcessor(
    name: string,
    processor: new () => AudioWorkletProcessor & { process(inputs: Float32Array[][]): boolean },
  ): void;
}
