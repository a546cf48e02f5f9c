from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conftest import Invoke


def test_show(invoke: Invoke) -> None:
    assert invoke("show", "jena").out.startswith("Jena")
