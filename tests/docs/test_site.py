"""The pages link to what exists, and the built site loads nothing from elsewhere."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from docs.transcripts import ROOT

_DOCS = ROOT / "docs"
_PAGES = sorted([*_DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "examples/README.md"])
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_ASSET = re.compile(
    r"""<(?:script|img|iframe|source|video|audio|embed|object)\b[^>]*?\b(?:src|srcset|data)\s*=\s*["']?(?P<a>(?:https?:)?//[^"'\s>]+)"""
    r"""|<link\b(?=[^>]*\brel=["']?(?:stylesheet|preconnect|preload|icon|prefetch|dns-prefetch))[^>]*?\bhref=["']?(?P<b>(?:https?:)?//[^"'\s>]+)"""
    r"""|url\(\s*["']?(?P<c>(?:https?:)?//[^"')\s]+)|@import\s+["'](?P<d>(?:https?:)?//[^"']+)""",
    re.IGNORECASE,
)


@pytest.mark.parametrize("page", _PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_of_a_page_lead_to_something(page: Path) -> None:
    for link in _LINK.findall(_without_code(page.read_text("utf-8"))):
        if re.match(r"[a-z]+:", link):
            continue
        place, _, anchor = unquote(link).partition("#")
        target = (page.parent / place).resolve() if place else page
        assert target.exists(), f"{link} of {page.name} leads nowhere"
        if page.is_relative_to(_DOCS):
            assert target.is_relative_to(_DOCS), f"{link} of {page.name} leaves the site"
        if anchor and target.suffix == ".md":
            assert anchor in _anchors(target.read_text("utf-8")), f"{link} of {page.name}"


def _without_code(text: str) -> str:
    return re.sub(
        r"`[^`\n]+`", "", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    )


def _anchors(text: str) -> set[str]:
    """Ids of headings, as GitHub and the site make them."""
    heads = re.findall(r"^#+ +(.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip(
        "material", reason="the site needs the dependency group docs: pip install --group docs"
    )
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    folder = tmp_path_factory.mktemp("site")
    build(load_config(str(ROOT / "mkdocs.yml"), site_dir=str(folder)))
    return folder


def test_the_built_site_loads_nothing_from_elsewhere(site: Path) -> None:
    files = [path for path in site.rglob("*") if path.suffix in (".html", ".css")]
    assert len(files) > 20
    for path in files:
        found = [match.group() for match in _ASSET.finditer(path.read_text("utf-8"))]
        assert not found, f"{path.relative_to(site)} loads {found[0]}"


def test_scripts_of_the_site_know_no_other_host_to_load_from(site: Path) -> None:
    for path in site.rglob("*.js"):
        assert "unpkg.com" not in path.read_text("utf-8"), path.name


def test_the_pattern_finds_what_it_looks_for() -> None:
    for bad in (
        '<script src="https://unpkg.com/x.js">',
        "<img alt='' src=//cdn.example/x.png>",
        '<link href="https://fonts.googleapis.com/css" rel="stylesheet">',
        'a{background:url("https://cdn.example/x.svg")}',
        "@import 'https://cdn.example/x.css'",
    ):
        assert _ASSET.search(bad), bad
    for fine in (
        '<a href="https://example.org">',
        '<script src="assets/a.js">',
        '<link rel="canonical" href="https://a">',
        "a{background:url(data:image/svg+xml;x)}",
    ):
        assert not _ASSET.search(fine), fine


def test_every_page_says_its_language(site: Path) -> None:
    for path, lang in (
        ("index.html", "zh"),
        ("zh/team.html", "zh"),
        ("en/team.html", "en"),
        ("cli.html", "en"),
    ):
        assert f'<html lang="{lang}"' in (site / path).read_text("utf-8"), path


def test_chinese_and_english_words_are_in_the_index_of_the_search(site: Path) -> None:
    index = json.loads((site / "search/search_index.json").read_text("utf-8"))
    words = " ".join(f"{entry['title']} {entry['text']}" for entry in index["docs"])
    assert "重采样" in words.replace("\u200b", "")
    assert "Troubleshooting" in words
    if importlib.util.find_spec("jieba"):
        assert "投机\u200b解码" in words
        assert "u200b" in index["config"]["separator"]


def test_chinese_lines_join_without_a_gap(site: Path) -> None:
    text = (site / "zh/team.html").read_text("utf-8")
    assert "和人有多一致，并在" in text
    assert (
        "接着来；已经评过的一个字节都不会变。评不了的答案也各占一行，写着为什么，不会悄悄少几份。"
        in text
    )


def test_code_of_the_documentation_stays_out_of_the_site(site: Path) -> None:
    assert not list(site.rglob("*.py"))
