"""What of the metadata is made when the package is built: the README for an index, the addresses.

On a package index links of the README to files of the repository lead nowhere. So they lead into
`repository`, as pyproject.toml has it; while it is empty they are plain text.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

#: The page that the shipped figures are from.
FIGURES = "https://www.bitkom.org/Smart-City-2025/Jena"
_LINK = re.compile(r"(!?)\[([^\]]*)\]\((?!https?:)([^)]+)\)")


def readme_for_index(text: str, repository: str, version: str) -> str:
    """The README with links that work where there is no file beside it."""

    def link(found: re.Match[str]) -> str:
        is_picture, label, target = found.groups()
        if target.startswith("#"):
            return found[0]
        if not repository:
            return "" if is_picture else label
        kind = "raw" if is_picture else "blob"
        return f"{is_picture}[{label}]({repository}/{kind}/v{version}/{target})"

    return _LINK.sub(link, text)


def addresses(repository: str) -> dict[str, str]:
    """The addresses of the project: of the figures always, of the source if it has one."""
    if not repository:
        return {"Figures": FIGURES}
    return {
        "Documentation": f"{repository}/blob/main/docs/index.md",
        "Source": repository,
        "Changelog": f"{repository}/blob/main/CHANGELOG.md",
        "Issues": f"{repository}/issues",
        "Figures": FIGURES,
    }


class MadeWhenBuilt(MetadataHookInterface):
    """Gives the build the metadata that is not written down."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Add the README and the addresses."""
        repository = self.config["repository"].rstrip("/")
        readme = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        text = readme_for_index(readme, repository, metadata["version"])
        metadata["readme"] = {"content-type": "text/markdown", "text": text}
        metadata["urls"] = addresses(repository)
