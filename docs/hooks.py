"""What mkdocs does beyond its settings: pages say their language, Chinese lines join without a gap,
scripts load nothing.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

_ELSEWHERE = re.compile(r"""["']https://unpkg\.com/[^"']+["']""")

_FENCES = re.compile(r"(^```.*?^```)", re.DOTALL | re.MULTILINE)
_WIDE = "\u2014\u2018-\u201d\u2026\u3000-\u303f\u4e00-\u9fff\uff00-\uffef"
_GAP = re.compile(
    rf"(?<=[{_WIDE}])\n(?=[{_WIDE}])|(?<=[\u3001\u3002\uff0c\uff1a\uff1b])\n(?=[`\[\w])"
)


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:  # noqa: ANN401, ARG001  # mkdocs' signature
    """Join lines where a browser would put a gap between two Chinese characters."""
    parts = _FENCES.split(markdown)
    return "".join(part if n % 2 else _GAP.sub("", part) for n, part in enumerate(parts))


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
