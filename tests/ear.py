"""Who listens to a running operation in the place of a terminal."""

from dataclasses import dataclass, field


@dataclass
class Ear:
    """Keeps what it is told: warnings, notes and progress. It knows of no other resource."""

    warnings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    progressed: list[str] = field(default_factory=list)

    def warn(self, text: str) -> None:
        self.warnings.append(text)

    def note(self, text: str) -> None:
        self.notes.append(text)

    def progress(self, text: str) -> None:
        self.progressed.append(text)

    def is_letting_go(self, id: str, claim: str) -> bool:
        return False

    def is_released(self, id: str, claim: str) -> bool:
        return False
