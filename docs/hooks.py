"""What mkdocs does beyond its settings: pages say their language, scripts load nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

_ELSEWHERE = re.compile(r"""["']https://unpkg\.com/[^"']+["']""")


def on_post_page(output: str, page: Any, config: Any) -> str:  # noqa: ANN401, ARG001  # mkdocs' signature
    """Name the language of the page; the theme knows one for the whole site."""
    path = page.file.src_uri
    lang = "zh" if path == "index.md" or path.startswith("zh/") else "en"
    return output.replace('<html lang="zh"', f'<html lang="{lang}"', 1)


def on_post_build(config: Any) -> None:  # noqa: ANN401  # mkdocs' signature
    """Take the addresses out of the theme's script that it would load diagrams and a polyfill from:
    no page has a diagram, and every browser has the other.
    """
    for path in Path(config.site_dir).rglob("bundle.*.js"):
        path.write_text(_ELSEWHERE.sub('""', path.read_text("utf-8")), "utf-8")
    for path in Path(config.site_dir).rglob("*.map"):
        path.unlink()
