// The timeline of a delivery, to scale: attempts, planned attempts, and now.

import { clockTime, draw, duration, now } from "./elements.js";

const HEIGHT = 84;
const LINE = 38;
const MARGIN = 26;
const ROOM = 84;
const MINUTE = 60;
const STEPS = [
  1, 2, 5, 10, 15, 30, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE,
  ...[1, 2, 3, 6, 12, 24, 48, 96, 168, 336, 720, 1440, 2880].map((hours) => hours * 3600),
];

/**
 * Draw it.
 *
 * The axis counts the time that the retry policy counts: at a clock scale of 60 one of its minutes passes in a second.
 */
export function timeline(delivery, { width, scale, open }) {
  const points = [...delivery.attempts.map((one) => one.begunAt), ...delivery.planned].map(Date.parse);
  const start = points.length ? Math.min(...points) : Date.parse(delivery.raisedAt);
  const ended = ["DELIVERED", "FAILED"].includes(delivery.status);
  const last = Math.max(start, ...points, ended ? start : now());
  const span = Math.max(last - start, 1000 / scale);
  const inner = width - 2 * MARGIN;
  const at = (milliseconds) => MARGIN + ((milliseconds - start) / span) * inner;

  const picture = draw("svg", {
    viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, role: "img", "aria-label": words(delivery),
  });
  picture.append(draw("line", { x1: MARGIN, x2: width - MARGIN, y1: LINE, y2: LINE, class: "axis" }));
  picture.append(...ticks(start, span, inner, scale, at));
  if (!ended) picture.append(nowLine(at(Math.min(now(), last)), width));
  for (const one of delivery.planned) picture.append(planned(one, at(Date.parse(one))));
  for (const one of delivery.attempts) picture.append(tried(one, at(Date.parse(one.begunAt)), open));
  if (delivery.morePlanned) picture.append(more(delivery.morePlanned, width));
  return picture;
}

function ticks(start, span, inner, scale, at) {
  const seconds = (span / 1000) * scale;
  const step = STEPS.find((one) => (one / seconds) * inner >= ROOM) ?? STEPS.at(-1) * Math.ceil(seconds / STEPS.at(-1));
  const made = [];
  for (let passed = 0; passed <= seconds * 1.0001; passed += step) {
    const x = at(start + (passed / scale) * 1000);
    made.push(draw("line", { x1: x, x2: x, y1: LINE - 4, y2: LINE + 4, class: "tick" }));
    const label = passed ? `+${duration(passed)}` : "0";
    made.push(draw("text", { x, y: LINE + 30, "text-anchor": anchor(x, at(start + span) + MARGIN) }, label));
  }
  return made;
}

/** The anchor of a text, so that the edge does not cut it off. */
const anchor = (x, width) => (x > width - 40 ? "end" : "middle");

function nowLine(x, width) {
  return draw("g", { class: "now" },
    draw("line", { x1: x, x2: x, y1: 16, y2: LINE + 14 }),
    draw("text", { x, y: 11, "text-anchor": anchor(x, width) }, "now"));
}

function planned(iso, x) {
  return draw("circle", { cx: x, cy: LINE, r: 6, class: "planned" },
    draw("title", {}, `planned for ${clockTime(iso)}`));
}

const SHAPES = {
  delivered: (x) => [draw("circle", { cx: x, cy: LINE, r: 7.5 }), tickMark(x)],
  failed: (x) => [draw("rect", { x: x - 7, y: LINE - 7, width: 14, height: 14, rx: 2.5 }), cross(x)],
  sending: (x) => [draw("path", { d: `M${x} ${LINE - 8.5}l8.5 8.5l-8.5 8.5l-8.5 -8.5z` })],
};

const tickMark = (x) => draw("path", { d: `M${x - 3.4} ${LINE + 0.2}l2.4 2.6l4.4 -5.2`, class: "sign" });
const cross = (x) => draw("path", {
  d: `M${x - 3} ${LINE - 3}l6 6M${x + 3} ${LINE - 3}l-6 6`, class: "sign",
});

function tried(attempt, x, open) {
  return draw("g", { class: "attempt", "data-outcome": attempt.outcome, click: () => open(attempt.number) },
    draw("title", {}, spoken(attempt)), ...SHAPES[attempt.outcome](x));
}

function more(count, width) {
  return draw("text", { x: width - 4, y: LINE - 16, class: "more", "text-anchor": "end" }, `${count} more →`);
}

const spoken = (attempt) =>
  `attempt ${attempt.number}: ${attempt.outcome}${attempt.status ? ` (${attempt.status})` : ""}, ${clockTime(attempt.begunAt)}`;

/** The same in words. */
function words(delivery) {
  const tries = delivery.attempts.map(spoken);
  const left = delivery.planned.length + delivery.morePlanned;
  const next = left ? [`${left} still planned, the next at ${clockTime(delivery.planned[0])}`] : [];
  return `Timeline. ${[...tries, ...next].join("; ") || "no attempts, and none planned"}`;
}
