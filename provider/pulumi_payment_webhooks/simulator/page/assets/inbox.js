// The page: receives events of the simulator and passes them to its parts.

import * as deliveries from "./deliveries.js";
import * as detail from "./detail.js";
import { ask, busy, byId, now, say, setNow, setText, tick, wholeTime, within } from "./elements.js";
import * as subscriptions from "./subscriptions.js";

const PATH = "/_simulator/inbox";
const CLOSED_FOR = 1500;

// Events

const handlers = {
  start(content) {
    about(content);
    subscriptions.replaceAll(content);
    deliveries.replaceAll(content);
  },
  delivery(content) {
    if (deliveries.change(content)) announce(content);
    if (content.id === deliveries.current()) detail.refresh();
  },
  subscription(content) {
    subscriptions.change(content);
  },
  clock(content) {
    about(content);
    if (deliveries.current()) detail.refresh();
  },
};

function about(content) {
  setNow(content.now);
  detail.setScale(content.clockScale);
  setText(byId("platform"), content.name);
  setText(byId("scale"), content.clockScale === 1 ? "" : `retries ${content.clockScale}× faster`);
  setText(byId("emit-command"), emitCommand(content.emit));
  pass();
  tick();
}

const emitCommand = (command) => `${command} --endpoint ${location.origin}`;

// Many events may arrive together, so they are handled together before the next frame.

let waiting = [];

function take(name, content) {
  if (!waiting.length) setTimeout(carryOut, 0);
  waiting.push([name, content]);
}

function carryOut() {
  const events = waiting;
  waiting = [];
  for (const [name, content] of events) handlers[name](content);
  byId("skip").disabled = deliveries.nextAt() === null;
}

function listen() {
  const source = new EventSource(`${PATH}/stream`);
  source.addEventListener("open", () => connection("live", "Live"));
  source.addEventListener("error", () => {
    connection("lost", "The simulator has stopped; waiting for it");
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, CLOSED_FOR);
  });
  for (const name of Object.keys(handlers)) {
    source.addEventListener(name, (event) => take(name, JSON.parse(event.data)));
  }
}

function connection(state, words) {
  byId("connection").dataset.state = state;
  setText(byId("connection"), words);
}

// New deliveries are announced together, at most once a second.

let unspoken = [];

function announce(content) {
  if (!unspoken.length) setTimeout(speak, 1000);
  unspoken.push(content.eventType);
}

function speak() {
  const text = unspoken.length === 1 ? `New delivery: ${within(unspoken[0])}` : `${unspoken.length} new deliveries`;
  unspoken = [];
  setText(byId("news"), text);
}

// The clock

function pass() {
  setText(byId("now"), wholeTime(now()));
  byId("now").setAttribute("datetime", new Date(now()).toISOString());
}

byId("clock").addEventListener("submit", (submitted) => {
  submitted.preventDefault();
  const minutes = byId("minutes").valueAsNumber;
  busy(submitted.submitter ?? byId("minutes"), async () => {
    await ask("POST", "/_simulator/clock", { minutes });
    say(`The clock was moved by ${minutes} min.`);
  });
});

byId("skip").addEventListener("click", () => busy(byId("skip"), () => detail.moveTo(deliveries.nextAt())));

// The address has the chosen delivery, so that it survives a reload, and a pasted address chooses another one.

function chosen(id) {
  if (id) history.replaceState(null, "", `#delivery=${encodeURIComponent(id)}`);
  document.body.classList.toggle("has-choice", id !== null);
  detail.show(id);
}

subscriptions.prepare();
deliveries.prepare(chosen, detail.open);
const addressed = () => new URLSearchParams(location.hash.slice(1)).get("delivery");
if (addressed()) deliveries.remember(addressed());
addEventListener("hashchange", () => deliveries.choose(deliveries.has(addressed()) ? addressed() : null));

setInterval(() => {
  pass();
  tick();
  detail.tick();
}, 1000);
new ResizeObserver(detail.redraw).observe(byId("detail"));
listen();
