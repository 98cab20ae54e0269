"""A bank of four questions, and the desk that grades them by words."""

from __future__ import annotations

from pathlib import Path

BANK = """# 推理

### Q. KV 缓存为什么能加速解码？

> **标签**：推理, 缓存 ｜ **难度**：简单

因果注意力下历史 token 的 K、V 不会变，缓存后每一步只需要计算新 token。

<mark>缓存历史 K、V，避免重复计算。</mark>

### Q. GQA 和 MHA 有什么区别？

> **公司**：某大厂 ｜ **标签**：注意力 ｜ **难度**：中等

GQA 把查询头分组，组内共享一套 K、V。KV 缓存因此变小。

### Q. RoPE 怎样编码位置？

> **标签**：位置编码 ｜ **难度**：困难

RoPE 把查询和键按位置旋转，内积只依赖相对位置。

### Q. 没有答案的问题是什么？
"""
RUBRIC = """format: kaoguan-rubric/1
rubrics:
  - question: KV 缓存为什么能加速解码？
    points:
      - {id: k1, text: 历史 token 的 K、V 不变，缓存后不用重复计算, weight: 3, keywords: [KV 缓存 | KV cache, 重复计算]}
      - {id: k2, text: 每一步只需要计算新 token, weight: 2, keywords: [新 token]}
  - question: GQA 和 MHA 有什么区别？
    points:
      - {id: k1, text: GQA 把查询头分组，组内共享一套 K、V, weight: 3, keywords: [GQA, 分组, 共享]}
      - {id: k2, text: KV 缓存变小，解码时读显存更少, weight: 2, keywords: [KV 缓存, 显存]}
      - {id: k3, text: 质量接近 MHA, weight: 1, keywords: [质量]}
  - question: RoPE 怎样编码位置？
    points:
      - {id: k1, text: 把查询和键按位置旋转, weight: 3, keywords: [旋转]}
      - {id: k2, text: 内积只依赖相对位置, weight: 3, keywords: [相对位置, 内积]}
"""
KV, GQA, ROPE = "KV 缓存为什么能加速解码？", "GQA 和 MHA 有什么区别？", "RoPE 怎样编码位置？"


def write_files(folder: Path) -> tuple[Path, Path]:
    """The bank and its rubric as files."""
    bank, rubric = folder / "bank.md", folder / "rubric.yaml"
    bank.write_text(BANK, "utf-8")
    rubric.write_text(RUBRIC, "utf-8")
    return bank, rubric
