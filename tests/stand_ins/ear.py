"""Who listens to a running operation in the place of a terminal."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.messages import check_length, check_warning

from pulumi_payment_webhooks.reconcile.declare.declaration import Claim
from pulumi_payment_webhooks.wording import FieldName, Words


@dataclass
class Ear:
    """Keeps what it is told: warnings, notes and progress. It knows of no other resource."""

    name: str = "orders"
    warnings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    progressed: list[str] = field(default_factory=list)

    def warn(self, text: Words) -> None:
        check_warning(f"{self.name}: {text}")
        self.warnings.append(str(text))

    def note(self, text: Words) -> None:
        check_length(f"{self.name}: {text}")
        self.notes.append(str(text))

    def progress(self, text: str) -> None:
        self.progressed.append(text)

    def is_released(self, claims: frozenset[Claim]) -> bool:
        return False

    def see(self, id: str, changes: Sequence[FieldName] = ()) -> None:
        """It remembers nothing."""

    def changes_seen(self, id: str) -> Sequence[FieldName]:
        return ()

    def is_fresh(self, id: str) -> bool:
        return False
