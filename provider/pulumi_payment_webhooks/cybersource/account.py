"""
One account at the platform, as reconciliation sees it: what its settings say, and the connection when it is needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..reconcile.declaration import Problem
from ..settings import Settings
from .settings import CybersourceSettings, guard_organization, read_settings


@dataclass(frozen=True)
class CybersourceAccount:
    """
    An account. Nothing is asked of the platform before :meth:`ask`.

    Args:
        settings: Whom to talk to, as whom, and which organizations may be touched.
    """

    settings: CybersourceSettings

    def fills(self) -> Mapping[str, Any]:
        """The organization, where a program leaves it to the stack."""
        return {"organizationId": self.settings.organization_id}

    def refuses(self, inputs: Mapping[str, Any]) -> Iterator[Problem]:
        """An organization that the stack is not allowed to touch."""
        organization = inputs.get("organizationId")
        if isinstance(organization, str) and (refusal := guard_organization(self.settings, organization)):
            yield Problem(("organizationId",), refusal)

    def ask(
        self, method: str, path: str, *, doing: str, query: Mapping[str, str] | None = None, body: Any = None
    ) -> Any:
        """Send a request; see :meth:`.connection.Connection.ask`."""
        from .connection import connect

        return connect(self.settings).ask(method, path, doing=doing, query=query, body=body)


def account_of(settings: Settings) -> CybersourceAccount:
    """
    The account that *settings* describe.

    Raises:
        SettingsProblem: With every problem, one a line.
    """
    return CybersourceAccount(read_settings(settings))
