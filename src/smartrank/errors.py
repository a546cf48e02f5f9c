"""What can go wrong, as exceptions that say it to a person: what, where, and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from smartrank.findings import Finding


class SmartrankError(Exception):
    """A file, folder or page is missing, unreadable, unwritable, invalid or not understood.

    `hint` is the way out, `exit_code` what the command line answers with.
    """

    exit_code = 1

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint

    @property
    def lines(self) -> tuple[str, ...]:
        """What is wrong, one line a problem."""
        return (str(self),)


class UsageError(SmartrankError):
    """What was asked for cannot be asked: an unknown name, a value out of range."""

    exit_code = 2


class UnknownNameError(UsageError):
    """A city, category, indicator or field that no data set has, or that several share."""


class DatasetError(SmartrankError):
    """A data file that is refused, with every fault in it."""

    def __init__(self, faults: Sequence[Finding]) -> None:
        self.faults = tuple(faults)
        places = dict.fromkeys(fault.file for fault in self.faults)
        super().__init__(
            "\n".join(f"{fault.place}: {fault.text}" for fault in self.faults),
            hint=f"mend {' and '.join([*places][:3])}; `smartrank check` lists faults and notes",
        )

    @property
    def lines(self) -> tuple[str, ...]:
        """One line a fault."""
        return tuple(str(self).split("\n"))
