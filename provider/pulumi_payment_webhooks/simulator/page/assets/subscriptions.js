// The subscriptions: event types, status, and actions.

import { ask, badge, breakable, busy, byId, make, say, setText, since, within } from "./elements.js";

const held = new Map();
let listed = Infinity;
let total = 0;
let templates = null;
let emitting = null;

/** Show these subscriptions, oldest first, instead of the present ones. */
export function replaceAll(start) {
  listed = start.listed;
  total = start.subscriptionsHeld;
  held.clear();
  byId("subscriptions").replaceChildren();
  start.subscriptions.forEach(put);
  count();
}

/** Show a changed subscription, or remove a deleted one; of too many, the last changed ones are shown. */
export function change({ held: all, ...subscription }) {
  total = all;
  if (subscription.gone) {
    forget(subscription.id);
  } else {
    put(subscription);
    if (held.size > listed) forget(held.keys().next().value);
  }
  count();
}

function forget(id) {
  held.get(id)?.card.remove();
  held.delete(id);
}

/** The name of a subscription by its id. */
export const nameOf = (id) => held.get(id)?.subscription.name ?? null;

function put(subscription) {
  const text = JSON.stringify(subscription);
  const shown = held.get(subscription.id);
  if (shown?.text === text) return;
  const card = shown?.card ?? make("li", { class: "card" });
  const focused = card.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  card.replaceChildren(...content(subscription).filter(Boolean));
  if (focused) (card.querySelector(`[data-key="${CSS.escape(focused)}"]`) ?? card.querySelector("button"))?.focus();
  held.set(subscription.id, { subscription, card, text });
  if (!shown) byId("subscriptions").append(card);
}

function content(subscription) {
  const broken = subscription.broken === true ? "broken until mended" : `broken for ${subscription.broken} more`;
  return [
    make("h3", {}, subscription.name),
    make("p", { class: "badges" }, badge(subscription.status), subscription.broken ? badge("broken", broken) : null),
    make("p", {}, make("code", {}, breakable(subscription.url))),
    ...subscription.topics.slice(0, TOPICS).map((one) => make("div", { class: "listens" }, one.label,
      make("ul", { class: "note" }, events(one.eventTypes).map((type) => make("li", {}, breakable(type)))))),
    subscription.topics.length > TOPICS ? make("p", { class: "note" }, `and ${subscription.topics.length - TOPICS} more`) : null,
    make("p", { class: "note" }, subscription.facts.map(([label, value]) => `${label} ${within(value)}`).join(", ")),
    subscription.health ? make("p", { class: "note" }, `Health: ${within(subscription.health.words)}, `, since(subscription.health.at)) : null,
    make("div", { class: "row" },
      make("button", { type: "button", class: "primary", "data-key": "emit", click: () => openDialog(subscription) },
        "Emit", make("span", { class: "hidden-text" }, ` an event to ${within(subscription.name)}`)),
      subscription.actions.map((action) => actionButton(subscription, action))),
  ];
}

const SPELLED = 3;
const TOPICS = 10;
const OPTIONS = 500;

function events(types) {
  const rest = types.slice(SPELLED);
  return rest.length > 1 ? [...types.slice(0, SPELLED), `and ${rest.length} more`] : types;
}

function actionButton(subscription, action) {
  const button = make("button", { type: "button", "data-key": action.key, title: action.title },
    action.label, make("span", { class: "hidden-text" }, ` ${within(subscription.name)}`));
  button.addEventListener("click", () => busy(button, async () => {
    await ask(action.method, action.path, action.body);
    say(action.done);
  }));
  return button;
}

function count() {
  setText(byId("subscription-count"), total ? String(total) : "");
  byId("no-subscriptions").hidden = total > 0;
  byId("more-subscriptions").hidden = total <= held.size;
  setText(byId("more-subscriptions"), `${total - held.size} more are not listed; GET /_simulator/subscriptions returns all of them.`);
}

// The dialog that emits

async function openDialog(subscription) {
  emitting = subscription;
  const choice = byId("event-type");
  let left = OPTIONS;
  choice.replaceChildren(...subscription.topics.filter(() => left > 0).map((topic, place) => {
    const types = topic.eventTypes.slice(0, left);
    left -= types.length;
    return make("optgroup", { label: topic.label },
      types.map((type) => make("option", { value: type, "data-topic": place }, type)));
  }));
  setText(byId("emit-about"), `It happens in ${within(subscription.emit.where)}; each subscription to such events gets it.`);
  setText(byId("emit-problem"), "");
  byId("payload").value = "";
  byId("emit").showModal();
  templates ??= await ask("GET", "/_simulator/events").catch(() => null);
  suggest();
}

/** The platform's template for the chosen type. */
function template() {
  const chosen = byId("event-type").selectedOptions[0];
  const wanted = Object.entries({ eventType: chosen?.value, ...membersOf(chosen) });
  const found = templates?.find((one) => wanted.every(([name, value]) => one[name] === value));
  return found?.payload ? JSON.stringify(found.payload, null, 2) : "";
}

/** The members of a request that raises the chosen type. */
const membersOf = (chosen) => emitting.topics[chosen?.dataset.topic]?.members;

/** Show the template as a placeholder. */
function suggest() {
  byId("payload").placeholder = template();
}

async function emit() {
  const chosen = byId("event-type").selectedOptions[0];
  const typed = byId("payload").value.trim();
  const body = {
    eventType: chosen.value, ...membersOf(chosen), ...emitting.emit.members, count: Number(byId("count").value),
  };
  if (typed) {
    try {
      body.payload = JSON.parse(typed);
    } catch (problem) {
      throw new Error(`The payload is not valid JSON: ${problem.message}`);
    }
  }
  const result = await ask("POST", "/_simulator/emit", body);
  byId("emit").close();
  const passed = result.passedOver.map((one) => `${within(nameOf(one.webhookId) ?? one.webhookId)} ${within(one.why)}`);
  if (result.deliveries.length) say(`Emitted ${within(body.eventType)}: ${result.deliveries.length} to deliver.`);
  if (passed.length) say(`Not delivered: ${passed.join("; ")}.`, "problem");
}

/** Prepare the dialog. */
export function prepare() {
  const dialog = byId("emit");
  byId("event-type").addEventListener("change", suggest);
  byId("emit-template").addEventListener("click", () => {
    byId("payload").value = template();
    byId("payload").focus();
  });
  byId("emit-cancel").addEventListener("click", () => dialog.close());
  dialog.querySelector("form").addEventListener("submit", async (submitted) => {
    submitted.preventDefault();
    setText(byId("emit-problem"), "");
    try {
      await emit();
    } catch (problem) {
      setText(byId("emit-problem"), problem.message);
    }
  });
}
