// A whole delivery: status, timeline, and each attempt with its request and answer.

import {
  ask, badge, breakable, busy, byId, clockTime, duration, make, now, say, setText, since, within,
} from "./elements.js";
import { nameOf } from "./subscriptions.js";
import { timeline } from "./timeline.js";

let chosen = null;
let shown = null;
let scale = 1;
let asking = false;
let stale = false;
const written = new WeakMap();

/** Show the delivery with that id, or none. */
export function show(id) {
  if (id !== chosen) {
    shown = null;
    byId("chosen").replaceChildren();
  }
  chosen = id;
  byId("nothing-chosen").hidden = id !== null;
  byId("chosen").hidden = id === null;
  setText(byId("detail-title"), "Chosen delivery");
  if (id) refresh();
}

/** Load the chosen delivery again; however often it changes, one request at a time. */
export async function refresh() {
  stale = true;
  if (asking) return;
  asking = true;
  try {
    while (stale && chosen) {
      stale = false;
      const id = chosen;
      const delivery = await ask("GET", `/_simulator/inbox/deliveries/${encodeURIComponent(id)}`);
      if (id === chosen) render(delivery);
    }
  } catch (problem) {
    renew(place("head"), problem.message, () => [make("p", { class: "problem" }, problem.message)]);
  } finally {
    asking = false;
  }
}

/** Set how many times faster retries are due. */
export function setScale(number) {
  scale = number;
}

/** Draw the timeline again, for another width or a later now. */
export function redraw() {
  if (!shown) return;
  const width = Math.max(byId("chosen").clientWidth - 2, 260);
  place("timeline").replaceChildren(timeline(shown, { width, scale, open: openAttempt }));
}

/** Move the focus to the delivery. */
export function open() {
  byId("detail").focus();
  byId("detail").scrollIntoView({ block: "nearest" });
}

function render(delivery) {
  shown = delivery;
  if (!byId("chosen").firstChild) byId("chosen").append(...skeleton());
  setText(byId("detail-title"), `Delivery of ${within(delivery.eventType)}`);
  renew(place("head"), [delivery.status, delivery.why, delivery.eventType, delivery.url, nameOf(delivery.webhookId)], () => head(delivery));
  place("skip").disabled = !delivery.planned.length;
  renew(place("legend"), [scale, delivery.status, delivery.attempts.length > 0], () => legend(delivery));
  renew(place("planned"), [delivery.planned, delivery.morePlanned], () => planned(delivery));
  renew(place("waiting"), delivery.attempts.length ? "" : delivery.payload, () => delivery.attempts.length ? [] : [
    make("h4", {}, "Payload"), ...code(JSON.stringify(delivery.payload), "payload")]);
  attempts(delivery.attempts);
  renew(place("earlier"), [delivery.attemptCount], () => earlier(delivery));
  redraw();
}

const place = (name) => byId("chosen").querySelector(`[data-place="${name}"]`) ?? placeFor(name);

/** Before the first answer there is no skeleton, but an error must be shown. */
function placeFor(name) {
  byId("chosen").append(...skeleton());
  return byId("chosen").querySelector(`[data-place="${name}"]`);
}

/** Fill *element* again only if *key* has changed, so that focus and selection remain. */
function renew(element, key, build) {
  const text = JSON.stringify(key);
  if (written.get(element) === text) return;
  written.set(element, text);
  element.replaceChildren(...build());
}

function skeleton() {
  const slot = (name, tag = "div") => make(tag, { "data-place": name, class: name });
  const replay = make("button", { type: "button", title: "Send it again, now" }, "Replay");
  replay.addEventListener("click", () => busy(replay, async () => {
    await ask("POST", `/_simulator/deliveries/${encodeURIComponent(chosen)}/replay`);
    say("It is sent again.");
  }));
  const skip = make("button", { type: "button", "data-place": "skip", disabled: true }, "Skip to its next attempt");
  skip.addEventListener("click", () => busy(skip, () => moveTo(shown.planned[0])));
  return [
    slot("head"), make("div", { class: "row" }, replay, skip),
    slot("timeline"), slot("legend"), slot("planned"), slot("waiting"), slot("attempts"), slot("earlier"),
  ];
}

/** Move the platform's clock to just after a time, because times have microseconds. */
export async function moveTo(iso) {
  const seconds = (Date.parse(iso) - now()) / 1000 + 0.002;
  if (seconds > 0) await ask("POST", "/_simulator/clock", { seconds });
}

function head(delivery) {
  const fact = (name, ...value) => [make("dt", {}, name), make("dd", {}, ...value)];
  return [
    make("h3", {}, breakable(delivery.eventType), delivery.isTest ? make("span", { class: "tag" }, "test") : null),
    make("p", { class: "badges" }, badge(delivery.status), delivery.why ? make("span", {}, ` ${within(delivery.why)}`) : null),
    make("dl", { class: "facts" },
      fact("Subscription", nameOf(delivery.webhookId) ?? "gone", make("code", { class: "note" }, ` ${delivery.webhookId}`)),
      fact("URL", make("code", {}, delivery.url)), delivery.facts.map(([label, value]) => fact(label, value)),
      fact("Raised", `${clockTime(delivery.raisedAt)} UTC, `, since(delivery.raisedAt)),
      fact("Id", make("code", {}, delivery.id))),
  ];
}

function legend(delivery) {
  const sample = (state, word) => make("span", { class: "key", "data-outcome": state }, word);
  const counted = scale === 1 ? `Time since ${delivery.attempts.length ? "the first attempt" : "it was raised"}.`
    : `Time as the retry policy counts it: one of its minutes passes in ${duration(60 / scale)}.`;
  return [make("p", { class: "note" }, sample("delivered", "✓ delivered"), sample("failed", "✕ failed"),
    sample("sending", "◆ sending"), sample("planned", "○ planned")), make("p", { class: "note" }, counted,
    delivery.status === "SUSPENDED" ? " It waits until the subscription is active." : "")];
}

function planned(delivery) {
  const count = delivery.planned.length + delivery.morePlanned;
  if (!count) return [];
  const times = delivery.planned.map((iso) => make("li", {}, `${clockTime(iso)} UTC, `, since(iso)));
  return [make("details", {},
    make("summary", {}, `Planned if each attempt fails: ${count}, the next `, since(delivery.planned[0])),
    make("ol", {}, times), delivery.morePlanned ? make("p", { class: "note" }, `and ${delivery.morePlanned} more`) : null)];
}

function earlier(delivery) {
  const left = delivery.attemptCount - delivery.attempts.length;
  const text = `${left} earlier attempts are not shown; GET /_simulator/deliveries/${delivery.id} returns all of them.`;
  return left ? [make("p", { class: "note" }, text)] : [];
}

function openAttempt(number) {
  const one = place("attempts").querySelector(`[data-number="${number}"]`);
  if (!one) return;
  one.open = true;
  one.querySelector("summary").focus();
  one.scrollIntoView({ block: "nearest" });
}

/** Newest first; the newest is open until the user closes it. */
function attempts(made) {
  const list = place("attempts");
  for (const one of list.querySelectorAll("details")) {
    if (!made.some((attempt) => String(attempt.number) === one.dataset.number)) one.remove();
  }
  for (const attempt of made) {
    let one = list.querySelector(`[data-number="${attempt.number}"]`);
    if (!one) {
      for (const older of list.querySelectorAll("details[data-auto]")) older.open = older.matches(":focus-within");
      one = make("details", { "data-number": attempt.number, "data-auto": true, open: true, class: "try" },
        make("summary", { click: () => delete one.dataset.auto }), make("div", { class: "inside" }));
      list.prepend(one);
    }
    one.dataset.outcome = attempt.outcome;
    renew(one.firstChild, attempt, () => headline(attempt));
    renew(one.lastChild, attempt, () => inside(attempt));
  }
}

function headline(attempt) {
  const answered = attempt.status ? `answered ${attempt.status}` : isSent(attempt) ? "no answer" : "nothing sent";
  const took = isSent(attempt) ? ` in ${duration(attempt.seconds)}` : "";
  return [
    make("span", { class: "number" }, `#${attempt.number}`), badge(attempt.outcome),
    attempt.outcome === "sending" ? "" : make("span", {}, `${answered}${took}`),
    attempt.tag ? make("span", { class: "tag" }, attempt.tag) : "",
    make("span", { class: "when" }, clockTime(attempt.begunAt)),
  ];
}

const isSent = (attempt) => Object.keys(attempt.headers).length > 0;

function inside(attempt) {
  const outcome = attempt.error || { delivered: `accepted with ${attempt.status}` }[attempt.outcome] || "none yet";
  const request = [
    make("h4", {}, "Request"),
    make("p", {}, "POST ", make("code", {}, breakable(attempt.url)),
      attempt.facts.map(([label, value]) => [make("br"), make("span", { class: "note" }, `${label} ${within(value)}`)])),
  ];
  if (!isSent(attempt)) return [make("h4", {}, "Nothing was sent"), make("p", {}, outcome), ...request];
  return [
    make("h4", {}, "Answer"), make("p", {}, outcome), ...(attempt.answer ? code(attempt.answer, "answer") : []),
    make("h4", {}, "Signature"), ...verdict(attempt),
    ...request, headers(attempt.headers),
    make("h4", {}, "Body"), ...code(attempt.body, "body"), ...cutNote(attempt),
    ...(attempt.plaintext === null ? [] : [make("h4", {}, "Decrypted body"), ...code(attempt.plaintext, "decrypted body")]),
  ];
}

const cutNote = (attempt) => attempt.isCut
  ? [make("p", { class: "note" }, "It is longer; GET /_simulator/deliveries with its id returns all of it.")] : [];

const APART = 30;

function verdict({ verdict: found, begunAt }) {
  const key = found.keyId && make("p", { class: "note" }, "key ", make("code", {}, found.keyId),
    found.keyState ? `, ${found.keyState}` : ", unknown to the platform");
  const early = found.sentAt ? (Date.parse(begunAt) - Date.parse(found.sentAt)) / 1000 : 0;
  const ahead = `${duration(Math.abs(early))} ${early > 0 ? "ahead" : "behind"}`;
  const clock = Math.abs(early) < APART ? "" : ` by the real clock; the platform's was ${ahead}`;
  const sent = found.sentAt && make("p", { class: "note" }, `signed at ${clockTime(found.sentAt)} UTC${clock}`);
  return [make("p", {}, badge(found.state), ` ${found.words}`), ...[key, sent].filter(Boolean)];
}

function headers(sent) {
  const rows = Object.entries(sent).map(([name, value]) =>
    make("tr", {}, make("th", { scope: "row" }, name), make("td", {}, value)));
  return make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Request headers" },
    make("table", {}, make("tbody", {}, rows)));
}

/** A text as it was sent; JSON is formatted. */
function code(text, name) {
  const pretty = formatted(text);
  const box = make("pre", { tabindex: "0", "aria-label": name }, pretty);
  const copy = make("button", { type: "button", class: "small" }, "Copy");
  copy.addEventListener("click", () => busy(copy, async () => {
    await navigator.clipboard.writeText(text);
    say(`The ${name} is copied as it was sent.`);
  }));
  const raw = make("button", { type: "button", class: "small", "aria-pressed": "false" }, "As sent");
  raw.addEventListener("click", () => {
    const wanted = raw.getAttribute("aria-pressed") === "false";
    raw.setAttribute("aria-pressed", String(wanted));
    setText(box, wanted ? text : pretty);
  });
  return [make("div", { class: "row tools" }, pretty === text ? null : raw, copy), box];
}

/** JSON with line breaks, each value spelled as it was; any other text unchanged. */
export function formatted(text) {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  let depth = 0;
  const line = () => `\n${"  ".repeat(depth)}`;
  return tokens.reduce((made, token, place) => {
    const empty = "{[".includes(tokens[place - 1] ?? " ");
    if ("{[".includes(token)) {
      depth += 1;
      return made + token + ("}]".includes(tokens[place + 1]) ? "" : line());
    }
    if ("}]".includes(token)) {
      depth -= 1;
      return made + (empty ? "" : line()) + token;
    }
    if (token === ",") return made + token + line();
    return made + (token === ":" ? ": " : token);
  }, "");
}

/** Update what changes with time. */
export function tick() {
  if (shown && !["DELIVERED", "FAILED"].includes(shown.status)) redraw();
}

