// Elements, times and requests for every part of the page. Data becomes text, never HTML.

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes and children; texts become text nodes, functions listeners, null nothing. */
export function make(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** An SVG element, in the same way. */
export function draw(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? "" : SPOKEN.has(name) ? within(value) : String(value));
  }
  const given = children.flat(Infinity).filter((child) => child !== null && child !== undefined);
  element.append(...given.map((child) => (child instanceof Node ? child : isolated(String(child), element))));
  return element;
}

// Data may be right-to-left text, or contain characters that change the direction; neither affects other text.

const SPOKEN = new Set(["title", "aria-label", "label"]);
const TURNS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const FROM_THE_RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const ISOLATE = /(\u2068[^\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]*\u2069)/u;

const spelledOut = (text) =>
  text.replace(TURNS, (found) => `[U+${found.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}]`);

/** A text with characters that change the direction spelled out; what `within` has isolated remains isolated. */
const readable = (text) => text.split(ISOLATE).map((part, place) => (place % 2 ? part : spelledOut(part))).join("");

/** Data within a sentence of the page. */
export function within(text) {
  const spelled = readable(String(text));
  return FROM_THE_RIGHT.test(spelled) && !ISOLATE.test(spelled) ? `\u2068${spelled}\u2069` : spelled;
}

/** A text as a child of *element*: right-to-left text gets its own element. */
function isolated(text, element) {
  const spelled = readable(text);
  if (!FROM_THE_RIGHT.test(spelled)) return spelled;
  if (!(element instanceof HTMLElement) || element.localName === "option") return within(spelled);
  const own = document.createElement("bdi");
  own.append(spelled);
  return own;
}

/** A long name that can break after dots and slashes. */
export const breakable = (name) => name.split(/(?<=[./])/).flatMap((part) => [part, make("wbr")]);

/** The element of the page with that id. */
export const byId = (id) => document.getElementById(id);

// The platform's time

let ahead = 0;

/** Set the platform's time. */
export function setNow(iso) {
  ahead = Date.parse(iso) - Date.now();
}

/** The platform's time in milliseconds. */
export const now = () => Date.now() + ahead;

const pad = (number, digits = 2) => String(number).padStart(digits, "0");

/** A time of day in UTC, with the date unless it is the platform's today. */
export function clockTime(iso) {
  const time = new Date(iso);
  const spoken = `${pad(time.getUTCHours())}:${pad(time.getUTCMinutes())}:${pad(time.getUTCSeconds())}`;
  return dateOf(time) === dateOf(new Date(now())) ? spoken : `${dateOf(time)} ${spoken}`;
}

/** Date and time in UTC. */
export function wholeTime(milliseconds) {
  const time = new Date(milliseconds);
  return `${dateOf(time)} ${pad(time.getUTCHours())}:${pad(time.getUTCMinutes())}:${pad(time.getUTCSeconds())} UTC`;
}

const dateOf = (time) => `${time.getUTCFullYear()}-${pad(time.getUTCMonth() + 1)}-${pad(time.getUTCDate())}`;

const UNITS = [["d", 86400], ["h", 3600], ["min", 60], ["s", 1]];

/** A duration in its largest units, such as `1 h 30 min`. */
export function duration(seconds, units = 2) {
  if (seconds < 1) return seconds > 0 ? `${Math.max(1, Math.round(seconds * 1000))} ms` : "0";
  let left = Math.round(seconds);
  const first = UNITS.findIndex(([, size]) => left >= size);
  const parts = [];
  for (const [name, size] of UNITS.slice(first, first + units)) {
    const number = Math.floor(left / size);
    left -= number * size;
    if (number) parts.push(`${number} ${name}`);
  }
  return parts.join(" ");
}

/** The distance of a time from now, such as `in 5 s` or `2 min ago`. */
export function away(iso) {
  const seconds = (Date.parse(iso) - now()) / 1000;
  if (Math.abs(seconds) < 1) return "now";
  return seconds > 0 ? `in ${duration(Math.ceil(seconds))}` : `${duration(Math.floor(-seconds), 1)} ago`;
}

/** A `time` element that `tick` updates. */
export function since(iso) {
  return make("time", { datetime: iso, "data-away": iso, title: wholeTime(Date.parse(iso)) }, away(iso));
}

/** Update every relative time. */
export function tick(root = document) {
  for (const one of root.querySelectorAll("[data-away]")) setText(one, away(one.dataset.away));
}

/** Change a text only if it differs, so that screen readers and selections are not disturbed. */
export function setText(element, text) {
  if (element.textContent !== readable(text)) element.replaceChildren(isolated(text, element));
}

// Statuses: a sign and a word, never only a colour

const SIGNS = {
  WAITING: "○", RETRY: "↻", DELIVERED: "✓", FAILED: "✕", SUSPENDED: "‖",
  ACTIVE: "●", INACTIVE: "○", PENDING_REVIEW: "…", BLOCKED: "✕", RESEND: "↻",
  delivered: "✓", failed: "✕", sending: "◆", verified: "✓", refused: "✕", unsigned: "–", broken: "⚡",
};

/** A status as sign and word. */
export function badge(state, word = state.toLowerCase().replaceAll("_", " ")) {
  return make("span", { class: "badge", "data-state": state },
    make("span", { "aria-hidden": "true" }, SIGNS[state] ?? "•"), ` ${word}`);
}

// Requests

/** Send a request to the control API; throws its error message. */
export async function ask(method, path, body) {
  let response;
  try {
    response = await fetch(path, {
      method, headers: { "Content-Type": "application/json" },
      body: method === "GET" ? undefined : JSON.stringify(body ?? {}),
    });
  } catch {
    throw new Error("The simulator does not answer.");
  }
  const content = await response.json().catch(() => null);
  if (!response.ok) throw new Error(content?.message ?? `The simulator answered ${response.status}.`);
  return content;
}

/** Show a message for some seconds. */
export function say(text, kind = "done") {
  const toast = make("p", { class: "toast", "data-kind": kind }, text);
  byId("toasts").append(toast);
  setTimeout(() => toast.remove(), kind === "problem" ? 12000 : 6000);
}

/** Do *work* while *button* is shown as busy, and show its error. */
export async function busy(button, work) {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  try {
    await work();
  } catch (problem) {
    say(problem.message, "problem");
  } finally {
    button.removeAttribute("aria-busy");
  }
}
