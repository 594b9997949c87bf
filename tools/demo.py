"""
`make demo`: the real Pulumi manages a subscription on the simulated platform, step by step, and each step is checked.

Then a notification arrives, and is verified and decrypted. The exit code is 0 only if every claim of the text is true.
"""

import difflib
import os
import re
import signal
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from demo_notification import EXAMPLE as RECEIVER
from demo_notification import NotificationDemo
from sandbox import (
    INTERRUPTIONS,
    ROOT,
    Sandbox,
    Simulator,
    Unexpected,
    engine,
    expect,
    pretty,
    sandbox,
    setting,
    simulator,
)
from screen import BOLD, GREEN, RED, Screen

EXAMPLE = ROOT / "examples/01-one-subscription"
SENT = "invoicing.customer.invoice.send"
CHANGED = re.compile(r"^ +[~+-] ([\w.-]+) *:(?= )", re.MULTILINE)
TYPO = """\

risk = cybersource.WebhookSubscription(
    "risk",
    name="Case decisions",
    products={"decisionManager": ["risk.casemanagement.decision.acept"]},
    webhook_url="https://hooks.example.com/risk",
    signature_key=signing,
)
"""


@dataclass(frozen=True)
class SubscriptionDemo:
    """
    The steps, in order.
    """

    sandbox: Sandbox
    platform: Simulator
    screen: Screen

    def play(self) -> None:
        self.set_up()
        self.create()
        self.change_program()
        self.repair_drift()
        good = self.program.read_text()
        self.show_rejection(good)
        self.show_mistakes(good)
        self.destroy()

    def set_up(self) -> None:
        self.screen.chapter("A project")
        self.screen.explain("An ordinary Pulumi program:")
        self.sandbox.run("cat __main__.py")
        self.screen.explain("Its stack, with the state in a local folder, and where the platform is:")
        self.sandbox.run("pulumi stack init dev")
        for name in ("endpoint", "merchantId", "organizationId", "keyId"):
            self.sandbox.run(f"pulumi config set payment-webhooks:{setting(name)} {self.platform.account[name]}")
        self.screen.explain("A secret is asked for, so that no shell remembers it, and stored encrypted:")
        secret = self.platform.account["sharedSecret"]
        self.sandbox.run(f"pulumi config set --secret payment-webhooks:{setting('sharedSecret')}", typed_in=secret)

    def create(self) -> None:
        self.screen.chapter("The first `pulumi up`")
        self.screen.explain("This creates a signature key, and a subscription with its retry policy:")
        said = self.sandbox.run("pulumi up --yes")
        expect("+ 3 created" in said and '"ACTIVE"' in said, "three things were created, the subscription active")
        key = self.sandbox.ask("pulumi stack output key --show-secrets")
        expect(key not in said, "the signature key was not printed")
        self.screen.hidden.add(key)
        self.screen.explain("A second preview shows nothing to do:")
        said = self.sandbox.run("pulumi preview --expect-no-changes")
        expect("3 unchanged" in said, "nothing was left to do")

    def change_program(self) -> None:
        self.screen.chapter("A change of the program")
        self.screen.explain("One more event, and longer pauses between retries:")
        event = '"invoicing.customer.invoice.partial-payment",\n'
        self.edit({event: f'{event}{" " * 12}"{SENT}",\n', '"interval": 30': '"interval": 60'})
        self.screen.explain("The preview shows exactly that, and the new times of the retries:")
        said = self.sandbox.run("pulumi preview --diff")
        wanted = ["products", "customerInvoicing", SENT, "retryPolicy", "interval", "schedule"]
        expect(CHANGED.findall(said) == wanted, "the preview showed exactly the changed properties")
        self.platform.forget_requests()
        self.screen.explain("`pulumi up` sends the two properties that changed, each whole, and nothing else:")
        said = self.sandbox.run("pulumi up --yes --skip-preview")
        expect("~ 1 updated" in said, "one resource was updated")
        received = self.platform.changes
        self.screen.explain("What the platform received:")
        for one in received:
            self.screen.show(f"{one['method']} {one['path']}\n{pretty(one['body'])}")
        expect([one["method"] for one in received] == ["PATCH"], "one request changed the subscription")
        expect(set(received[0]["body"]) == {"products", "retryPolicy"}, "just what changed was sent")

    def repair_drift(self) -> None:
        self.screen.chapter("An edit behind Pulumi's back")
        self.screen.explain("Somebody changes the subscription at the platform:")
        edit = {"webhookUrl": "https://old.example.com/invoices", "retryPolicy": {"numberOfRetries": 1}}
        before = self.platform.subscriptions[0]
        self.screen.show(pretty(edit))
        self.platform.ask("PATCH", f"/subscriptions/{before['webhookId']}", edit)
        self.screen.explain("`pulumi refresh` shows it:")
        said = self.sandbox.run("pulumi refresh --yes --skip-preview --diff")
        drift = ["retryPolicy", "numberOfRetries", "schedule", "webhookUrl"]
        expect(CHANGED.findall(said) == drift, "refresh showed exactly what was edited")
        self.screen.explain("`pulumi up` repairs it:")
        said = self.sandbox.run("pulumi up --yes --skip-preview --diff")
        expect("~ 1 updated" in said, "one resource was repaired")
        after = self.platform.subscriptions[0]
        expect({**after, "updatedOn": ""} == {**before, "updatedOn": ""}, "the subscription is as it was before")

    def show_rejection(self, good: str) -> None:
        self.screen.chapter("A request that the platform rejects")
        self.screen.explain("A second subscription, with a typo that only the platform can find (acept):")
        self.rewrite(good + TYPO)
        self.screen.explain("The rejection ends in one clear line; existing resources stay as they are:")
        said = self.sandbox.run("pulumi up --yes --skip-preview --diff", fails=True)
        complaints = [line for line in said.splitlines() if line.startswith("error: ")]
        expect(complaints[1:] == ["error: update failed"], "the rejection ends in one line")
        expect("risk.casemanagement.decision.acept" in complaints[0], "the line names the event type")
        expect(len(self.platform.subscriptions) == 1, "the platform has one subscription")

    def show_mistakes(self, good: str) -> None:
        self.screen.chapter("A bad program")
        self.screen.explain("Three mistakes that are found without the platform:")
        self.rewrite(good, shown=False)
        self.edit(
            {
                '"https://hooks.example.com/invoices"': '"http://hooks.example.com/invoices"',
                '"ARITHMETIC"': '"LINEAR"',
                '"number_of_retries": 3': '"number_of_retries": "three"',
            }
        )
        self.platform.forget_requests()
        self.screen.explain("The preview reports them all at once, and nothing is changed:")
        said = self.sandbox.run("pulumi preview --diff", fails=True)
        for name in ("webhook_url", "retry_policy.algorithm", "retry_policy.number_of_retries"):
            expect(said.count(f"{name}:") == 1, f"the preview names {name} once")
        expect(not self.platform.changes, "nothing was changed")

    def destroy(self) -> None:
        self.screen.chapter("`pulumi destroy`")
        self.screen.explain("It deletes the subscription; the platform cannot delete a key, and a warning says so:")
        said = self.sandbox.run("pulumi destroy --yes --skip-preview")
        expect("- 3 deleted" in said, "everything was deleted")
        self.screen.explain("The subscriptions of the platform now:")
        self.screen.show(pretty(self.platform.subscriptions))
        expect(not self.platform.subscriptions, "no subscription is left")

    @property
    def program(self) -> Path:
        return self.sandbox.folder / "__main__.py"

    def edit(self, changes: Mapping[str, str]) -> None:
        """
        Replace each text by another in the program, and show the difference.
        """
        text = self.program.read_text()
        for old, new in changes.items():
            expect(text.count(old) == 1, f"the example contains {old.strip()} once")
            text = text.replace(old, new)
        self.rewrite(text)

    def rewrite(self, text: str, *, shown: bool = True) -> None:
        old = self.program.read_text()
        self.program.write_text(text)
        if shown:
            for line in list(difflib.unified_diff(old.splitlines(), text.splitlines(), lineterm="", n=0))[2:]:
                if len(line) > 1 and not line.startswith("@@"):
                    self.screen.show(line, RED if line.startswith("-") else GREEN)


def main() -> int:
    for one in INTERRUPTIONS:
        signal.signal(one, signal.default_int_handler)
    screen, began = Screen(), time.monotonic()
    try:
        perform(screen)
    except Unexpected as problem:
        screen.show(f"\ndemo: stopped, because {problem}", RED)
        return 1
    except KeyboardInterrupt:
        screen.show("\ndemo: interrupted; everything it started has ended")
        return 130
    except BrokenPipeError:  # The reader is gone, as after `make demo | head`.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    screen.show(f"\nEvery claim was true. It took {time.monotonic() - began:.0f} seconds.", BOLD)
    screen.show("To do it by hand:")
    for example in (EXAMPLE, RECEIVER):
        screen.show(f"  {example.relative_to(ROOT)}/README.md")
    return 0


def perform(screen: Screen) -> None:
    folder = engine()
    screen.chapter("A platform to try it on")
    screen.explain("The embedded simulator starts on this machine; nothing leaves it:")
    screen.typed("payment-webhooks simulate --json &")
    command = [str(Path(sys.executable).with_name("payment-webhooks")), "simulate", "--json"]
    with simulator(command) as platform:
        screen.hidden.add(platform.account["sharedSecret"])
        screen.show(pretty(platform.account))
        with sandbox(EXAMPLE, folder, screen) as project:
            SubscriptionDemo(project, platform, screen).play()
        with sandbox(RECEIVER, folder, screen) as project:
            NotificationDemo(project, platform, screen).play()


if __name__ == "__main__":
    sys.exit(main())
