// Elements, times and requests, as every part of the page makes them. Everything from outside becomes text, never HTML.

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes and children; texts become text nodes, functions listeners, null nothing. */
export function make(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for a part of a drawing. */
export function draw(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** A long name that may be broken after its dots and slashes. */
export const breakable = (name) => name.split(/(?<=[./])/).flatMap((part) => [part, make("wbr")]);

/** The element of the page with that id. */
export const byId = (id) => document.getElementById(id);

// The platform's time

let ahead = 0;

/** Take over the platform's time. */
export function setNow(iso) {
  ahead = Date.parse(iso) - Date.now();
}

/** The platform's time in milliseconds. */
export const now = () => Date.now() + ahead;

const pad = (number, digits = 2) => String(number).padStart(digits, "0");

/** A time of day in UTC, with the date when it is another day than the platform's today. */
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

/** How far a time is from now, such as `in 5 s` or `2 min ago`. */
export function away(iso) {
  const seconds = (Date.parse(iso) - now()) / 1000;
  if (Math.abs(seconds) < 1) return "now";
  return seconds > 0 ? `in ${duration(Math.ceil(seconds))}` : `${duration(Math.floor(-seconds), 1)} ago`;
}

/** A `time` element that `tick` keeps right. */
export function since(iso) {
  return make("time", { datetime: iso, "data-away": iso, title: wholeTime(Date.parse(iso)) }, away(iso));
}

/** Bring every relative time up to date. */
export function tick(root = document) {
  for (const one of root.querySelectorAll("[data-away]")) setText(one, away(one.dataset.away));
}

/** Change a text only if it is another one, so that nothing is announced or selected away for nothing. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// Statuses: a sign and a word, so that colour is never alone

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

/** Ask a control; throws what it complains of. */
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

/** Say what was done, or went wrong, for some seconds. */
export function say(text, kind = "done") {
  const toast = make("p", { class: "toast", "data-kind": kind }, text);
  byId("toasts").append(toast);
  setTimeout(() => toast.remove(), kind === "problem" ? 12000 : 6000);
}

/** Do something while *button* shows that it is busy, and say what went wrong. */
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
