"""A small site to test: four questions, words only, a database of its own."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.testclient import TestClient

from grader.desk import Desk, make_desk
from grader.store import open_store
from grader.store.people import ensure_person
from grader.web.app import build_app
from grader.web.site import Site
from questions.markdown import parse_bank
from questions.model import Bank

if TYPE_CHECKING:
    from httpx2 import Response  # what starlette types its test client with

BASE = "http://127.0.0.1:8765"
BANK = """# 缓存

### Q. KV 缓存为什么能加速解码？

> **标签**：推理, 缓存 ｜ **公司**：某大厂 ｜ **难度**：简单

因果注意力下历史 token 的 K、V 不会变，缓存后每一步只需要计算新 token。

<mark>缓存历史 K、V，避免重复计算。</mark>

### Q. LoRA 为什么省显存？

> **标签**：微调 ｜ **难度**：中等

LoRA 冻结原权重，只训练低秩矩阵 A 和 B，优化器状态只为 A、B 保存。

### Q. 什么是 <b>梯度裁剪</b>？

梯度的范数超过阈值时按比例缩小，避免一步走得太远。

### Q. 没有答案的问题是什么？
"""
GOOD = "历史 token 的 K、V 不会变，缓存以后就不用重复计算，每一步只需要计算新 token。"


def bank(text: str = BANK) -> Bank:
    """The questions of a text."""
    return parse_bank(text, "bank.md")[0]


def make_site(folder: Path, text: str = BANK) -> Site:
    """A site in English over a database in `folder`."""
    store = open_store(str(folder / "k.sqlite3"))
    return Site(_desk(text), store, ensure_person(store), lang="en", runs=(folder,))


@cache
def _desk(text: str) -> Desk:
    """Rubrics and glossaries are read once for all tests; grading changes nothing in them."""
    return make_desk(bank(text), tier="words")


def visitor(site: Site, *, let_in: bool = True) -> TestClient:
    """A browser on this machine, with the cookie unless it is not let in."""
    client = TestClient(build_app(site), base_url=BASE, headers={"origin": BASE})
    if let_in:
        client.get("/", params={"token": site.keys.token})
    return client


def send(client: TestClient, site: Site, path: str, **fields: str) -> Response:
    """A form of the pages, sent; the answer is not followed."""
    data = {"form": site.keys.form, **fields}
    return client.post(path, data=data, follow_redirects=False)


def words_of(page: str) -> str:
    """The text of a page without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())
