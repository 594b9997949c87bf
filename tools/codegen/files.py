"""
Every generated file, with the text that it should have.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pulumi_payment_webhooks import registry

from .account_settings import settings_source
from .pages import cybersource_tables, knob_table, policy_tables, reference_pages
from .platform_package import package_source
from .resource_classes import class_source, folder_of
from .schema import schema


@dataclass(frozen=True)
class Generated:
    """A generated file, and the text that it should have."""

    path: Path
    text: str

    @property
    def is_stale(self) -> bool:
        """Whether the file is missing or has another text."""
        return not self.path.exists() or self.path.read_text() != self.text


def generated_files(root: Path) -> Iterator[Generated]:
    """
    Every generated file.

    Args:
        root: The top folder of a checkout.
    """
    yield from _package(root / "provider" / "pulumi_payment_webhooks")
    yield Generated(root / "schema.json", json.dumps(schema(), indent=2) + "\n")
    for module in (reference_pages, cybersource_tables, knob_table, policy_tables):
        yield from (Generated(path, text) for path, text in module.pages(root).items())


def _package(package: Path) -> Iterator[Generated]:
    every = [setting for name in registry.PLATFORMS for setting in registry.platform(name).settings]
    settings = [setting for setting in every if not setting.is_for_one_run]
    yield Generated(package / "program" / "settings.py", settings_source(settings))
    for name in registry.PLATFORMS:
        platform = registry.platform(name)
        yield Generated(package / name / "__init__.py", package_source(platform))
        for resource in platform.resources:
            yield Generated(package / name / folder_of(resource) / "resource.py", class_source(resource))
