"""The row of a resource, as the core speaks on it."""

from dataclasses import dataclass, field

from pulumi_payment_webhooks.faces.host import HostCall
from pulumi_payment_webhooks.faces.row import Row
from pulumi_payment_webhooks.reconcile.declare.declaration import Problem
from pulumi_payment_webhooks.reconcile.ports import Remark
from pulumi_payment_webhooks.wording import FieldName, Sentence

NAMES = {"retryPolicy": "retry_policy", "firstRetry": "first_retry"}


@dataclass(frozen=True)
class Heard(HostCall):
    """A call that keeps what is shown, by URN."""

    said: list[tuple[str, str, str]] = field(default_factory=list)
    at: str = "here"

    def on(self, urn: str) -> "Heard":
        return Heard(said=self.said, at=urn)

    def warn(self, text: str) -> None:
        self.said.append(("warning", self.at, text))

    def note(self, text: str) -> None:
        self.said.append(("note", self.at, text))


def test_remark_is_shown_on_its_resource_in_python_names() -> None:
    """
    A remark appears in the row that it belongs to, as a warning or a note, with fields as Python programs write them.
    """
    row = Row(call := Heard(), NAMES)
    problem = Problem(("retryPolicy", "firstRetry"), Sentence("changes {}", FieldName("retryPolicy")))
    row.say(Remark("there", problem))
    row.say(Remark("here", Problem((), "as declared"), is_note=True))

    assert call.said == [
        ("warning", "there", "retry_policy.first_retry: changes retry_policy"),
        ("note", "here", "as declared"),
    ]


def test_problem_of_another_resource_is_named() -> None:
    """
    A problem that is about another resource begins with its name.
    """
    assert (
        Row(HostCall(), NAMES).render(Problem(("retryPolicy",), "is taken", "sales"))
        == "'sales': retry_policy: is taken"
    )
