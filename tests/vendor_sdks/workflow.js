// Every webhook, key, product and test call of the vendor's SDK for Node.js, as one program of a user.
//
// It runs outside of this project: argument 1 is a file with the account as JSON. It prints a line of JSON for each
// call: what was called, and the status. After the create it waits for a line: the URL is approved.

const assert = require("node:assert");
const { readFileSync, readSync } = require("node:fs");
const cybersource = require("cybersource-rest-client");

const account = JSON.parse(readFileSync(process.argv[2], "utf8"));
const ORGANIZATION = account.organizationId;

function call(name, ...values) {
  const client = new cybersource.ApiClient();
  const Api = name in new cybersource.CreateNewWebhooksApi(account.configuration, client)
    ? cybersource.CreateNewWebhooksApi : cybersource.ManageWebhooksApi;
  const api = new Api(account.configuration, client);
  return new Promise((resolve) => {
    api[name](...values, (error, data, response) => {
      const answer = error ? error.response ?? response : response;
      console.log(JSON.stringify({ call: name, status: answer?.status ?? 0 }));
      if (!answer?.status) console.error(error);
      const told = answer?.data ?? answer?.text ?? data;
      resolve(typeof told === "string" && told ? JSON.parse(told) : told);
    });
  });
}

function key(kind, action, members = {}) {
  const [provider, tenant] = kind === "sharedSecret" ? ["nrtd", ORGANIZATION] : [ORGANIZATION, "nrtd"];
  const information = { provider, tenant, keyType: kind, organizationId: ORGANIZATION, ...members };
  return { clientRequestAction: action, keyInformation: information };
}

/** A create request of the SDK's own models, filled as its samples fill them. */
function subscription() {
  const { products, retryPolicy, securityPolicy, ...plain } = account.subscription;
  const request = new cybersource.CreateWebhook();
  Object.assign(request, plain);
  request.products = products.map((one) => Object.assign(new cybersource.Notificationsubscriptionsv2webhooksProducts1(), one));
  request.retryPolicy = Object.assign(new cybersource.Notificationsubscriptionsv2webhooksRetryPolicy(), retryPolicy);
  const security = new cybersource.Notificationsubscriptionsv2webhooksSecurityPolicy();
  request.securityPolicy = Object.assign(security, securityPolicy);
  return request;
}

async function main() {
  const products = await call("findProductsToSubscribe", ORGANIZATION);
  assert(products.some((one) => one.productId === "payments"), JSON.stringify(products));
  const made = await call("saveSymEgressKey", { saveSymEgressKey: key("sharedSecret", "CREATE") });
  assert(made.keyInformation.key);
  const credentials = key("oAuthClientCredentials", "STORE", { clientKeyId: "me", key: "a secret" });
  await call("saveSymEgressKey", { saveSymEgressKey: credentials });
  await call("saveAsymEgressKey", key("publickey", "STORE", { pub: account.certificate }), {});
  const created = await call("notificationSubscriptionsV2WebhooksPost", { createWebhook: subscription() });
  const id = created.webhookId;
  assert.strictEqual(created.status, "PENDING_REVIEW");
  readSync(0, Buffer.alloc(1)); // Until the URL is approved.
  assert.notStrictEqual((await call("getWebhookSubscriptionById", id)).status, "PENDING_REVIEW");
  await call("notificationSubscriptionsV2WebhooksWebhookIdStatusPut", id, { updateStatus: { status: "ACTIVE" } });
  const listed = await call("getWebhookSubscriptionsByOrg", ORGANIZATION, { productId: "payments" });
  assert.deepStrictEqual(listed.map((one) => one.webhookId), [id]);
  const changed = await call("notificationSubscriptionsV2WebhooksWebhookIdPatch", id, { updateWebhook: { name: "other" } });
  assert.strictEqual(changed.name, "other");
  const told = await call("notificationSubscriptionsV1WebhooksWebhookIdPost", id);
  assert.strictEqual(told.webhookId, id);
  await call("deleteWebhookSubscription", id);
  await call("getWebhookSubscriptionById", id);
  await call("getWebhookSubscriptionsByOrg", ORGANIZATION, {});
}

main();
