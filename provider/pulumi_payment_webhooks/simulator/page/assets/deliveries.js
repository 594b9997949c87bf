// The list of deliveries, newest first. The mouse or the keyboard chooses one.

import { badge, breakable, byId, make, setText, since } from "./elements.js";

const held = new Map();
let listed = Infinity;
let total = 0;
let chosen = null;
let onChoose = () => {};
let onOpen = () => {};

/** Show these deliveries, oldest first, instead of the present ones; keep the chosen one if it is among them. */
export function replaceAll(start) {
  listed = start.listed;
  total = start.held;
  held.clear();
  byId("deliveries").replaceChildren();
  start.deliveries.forEach(put);
  choose(held.has(chosen) ? chosen : null);
  count();
}

/** Choose a delivery as soon as it is known. */
export function remember(id) {
  chosen = id;
}

/** Show a changed delivery, unless it is older than all that are listed; return whether it is new. */
export function change({ held: all, ...delivery }) {
  const isNew = !held.has(delivery.id);
  total = all;
  if (!isNew || !isTooOld(delivery)) put(delivery);
  if (isNew) forgetOldest();
  count();
  return isNew && held.has(delivery.id);
}

const isTooOld = (delivery) =>
  held.size >= listed && delivery.raisedAt < held.values().next().value.delivery.raisedAt;

/** When the next attempt is due; null if none is planned. */
export function nextAt() {
  const times = [...held.values()].map((one) => one.delivery.nextAt).filter(Boolean);
  return times.length ? times.reduce((first, one) => (Date.parse(one) < Date.parse(first) ? one : first)) : null;
}

/** Whether a delivery is in the list. */
export const has = (id) => held.has(id);

/** The id of the chosen delivery; null before the first choice. */
export const current = () => chosen;

/** Choose a delivery, or none. */
export function choose(id, { focus = false, clicked = false } = {}) {
  chosen = id;
  mark();
  if (focus && id) row(id)?.focus({ preventScroll: clicked });
  onChoose(id);
  if (clicked && matchMedia("(max-width: 720px)").matches) onOpen();
}

const row = (id) => held.get(id)?.item;

function put(delivery) {
  const known = held.get(delivery.id);
  const text = JSON.stringify(delivery);
  if (known?.text === text) return;
  const item = known?.item ?? make("li", {
    role: "option", tabindex: "-1", "data-id": delivery.id, "aria-selected": "false", click: () => choose(delivery.id, { focus: true, clicked: true }),
  });
  item.replaceChildren(...content(delivery));
  held.set(delivery.id, { delivery, item, text });
  if (!known) byId("deliveries").prepend(item);
}

function content(delivery) {
  const tries = delivery.attemptCount === 1 ? "1 attempt" : `${delivery.attemptCount} attempts`;
  const next = delivery.nextAt ? [", next ", since(delivery.nextAt)] : [];
  return [
    make("span", { class: "event" }, breakable(delivery.eventType), delivery.isTest ? make("span", { class: "tag" }, "test") : null),
    make("span", { class: "when" }, since(delivery.raisedAt)),
    make("span", { class: "standing" }, badge(delivery.status), make("span", { class: "note" }, " ", tries, ...next)),
    make("span", { class: "answered note" }, delivery.lastStatus ? `answered ${delivery.lastStatus}` : ""),
  ];
}

function forgetOldest() {
  while (held.size > listed) {
    const [oldest, { item }] = held.entries().next().value;
    if (oldest === chosen) return;
    item.remove();
    held.delete(oldest);
  }
}

function count() {
  setText(byId("delivery-count"), total ? String(total) : "");
  byId("no-deliveries").hidden = held.size > 0;
  byId("older").hidden = total <= held.size;
  setText(byId("older"), `${total - held.size} older ones are not listed; GET /_simulator/deliveries returns all of them.`);
  const reachable = byId("deliveries").querySelector('[tabindex="0"]');
  if (!reachable) byId("deliveries").firstElementChild?.setAttribute("tabindex", "0");
}

function mark() {
  for (const [id, { item }] of held) {
    item.setAttribute("aria-selected", String(id === chosen));
    item.setAttribute("tabindex", id === chosen ? "0" : "-1");
  }
}

/** Handle the keyboard; call *choosing* with the id of the chosen delivery, and *opening* to open it. */
export function prepare(choosing, opening) {
  onChoose = choosing;
  onOpen = opening;
  document.addEventListener("keydown", (pressed) => {
    if (pressed.altKey || pressed.ctrlKey || pressed.metaKey || byId("emit").open) return;
    const inside = byId("deliveries").contains(document.activeElement);
    const typing = document.activeElement.matches("input, textarea, select");
    const move = steps(pressed.key, inside, typing);
    if (move) {
      pressed.preventDefault();
      go(move);
    } else if (pressed.key === "Enter" && inside) {
      pressed.preventDefault();
      if (document.activeElement.dataset.id) choose(document.activeElement.dataset.id);
      onOpen();
    } else if (pressed.key === "Escape" && !typing && chosen) {
      row(chosen)?.focus();
    }
  });
}

/** The move of a key: arrows if the list has the focus, j and k from everywhere. */
function steps(key, inside, typing) {
  if (!typing && key === "j") return (place) => place + 1;
  if (!typing && key === "k") return (place) => place - 1;
  if (!inside) return null;
  return {
    ArrowDown: (place) => place + 1, ArrowUp: (place) => place - 1, Home: () => 0, End: () => Infinity,
    PageDown: (place) => place + 10, PageUp: (place) => place - 10,
  }[key] ?? null;
}

function go(move) {
  const items = [...byId("deliveries").children];
  if (!items.length) return;
  const place = items.findIndex((item) => item.dataset.id === chosen);
  const next = items[Math.min(Math.max(move(place), 0), items.length - 1)];
  choose(next.dataset.id, { focus: true });
  next.scrollIntoView({ block: "nearest" });
}
