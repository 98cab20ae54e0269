"""Time of reading generated banks of 1,000 to 20,000 questions in several layouts."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

from questions.markdown import parse_bank

SIZES = (1_000, 5_000, 10_000, 20_000)


def marked_headings(count: int) -> str:
    """Write `### Q.` headings with metadata, an answer of some lines, and a highlight."""
    return "# 题库\n" + "\n".join(
        f"""
### Q. 第 {i} 个缓存为什么会失效，怎么办？
> **Company**: 美团 | **Round**: 一面 ｜ **Date**: 2025-09-05 ｜ **Tags**: [缓存, 第{i % 50}类]

**1. 背景**
- 版本号 {i} 过期
- 容量不够

```python
# 注释 {i}
cache.pop({i})
```

| 方案 | 代价 |
|---|---|
| 双写 | {i} |

<mark>用版本号 {i} 判断，过期就重算。</mark>
"""
        for i in range(count)
    )


def numbered_list(count: int) -> str:
    """Write one long numbered list of questions without answers."""
    return "# 面试题\n\n" + "\n".join(
        f"{i}. 第 {i} 项配置有什么作用？" for i in range(1, count + 1)
    )


def answers_apart(count: int) -> str:
    """Write a numbered list, and the answers in a second one."""
    answers = "\n".join(f"{i}. 它控制第 {i} 项。" for i in range(1, count + 1))
    return f"{numbered_list(count)}\n\n## 参考答案\n\n{answers}\n"


def pairs(count: int) -> str:
    """Write `Q:` and `A:` lines."""
    return "\n\n".join(f"Q{i}: 模块 {i} 是什么？\nA: 第 {i} 个模块。" for i in range(count))


def outline(count: int) -> str:
    """Write headings with bullets of which half ask."""
    return "# 面试提纲\n" + "\n".join(
        f"\n## 第 {i} 章\n\n- {i}.1 概览 {i}\n- {i}.2 什么是概念 {i}？\n- {i}.3 细节 {i}"
        for i in range(count)
    )


def folded(count: int) -> str:
    """Write `<details>` blocks."""
    return "# 自测\n\n" + "\n".join(
        f"<details>\n<summary>什么是术语 {i}？</summary>\n\n解释 {i}。\n\n</details>\n"
        for i in range(count)
    )


LAYOUTS: tuple[Callable[[int], str], ...] = (
    marked_headings,
    numbered_list,
    answers_apart,
    pairs,
    outline,
    folded,
)


def main() -> None:
    """Print a table of seconds by layout and size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=list(SIZES))
    sizes = parser.parse_args().sizes
    print("layout".ljust(18), *(f"{size:>9}" for size in sizes), " CPU seconds")
    for layout in LAYOUTS:
        seconds = []
        for size in sizes:
            text = layout(size)
            start = time.process_time()
            bank, _ = parse_bank(text, "generated.md")
            seconds.append(time.process_time() - start)
            if len(bank.questions) != size:
                print(f"{layout.__name__}: {len(bank.questions)} of {size} questions found")
        print(layout.__name__.ljust(18), *(f"{value:9.2f}" for value in seconds))


if __name__ == "__main__":
    main()
