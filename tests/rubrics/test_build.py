"""From a reference answer to the points that a fair interviewer would tick."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rubrics.build import build_rubric
from rubrics.building.split import width
from tests.rubrics.making import built, question, texts

ANSWER = """
**1. 背景**
- 缓存离处理器近，容量小。

**2. 写策略**
- **写回**：只改缓存里的那一行，等到它被换出时再写进内存；
- **写直达**：每次写都同时写缓存和内存，内存里总是最新的值。

**3. 写回的代价**
- 要给每一行记一个脏位；
- 断电时没有写出的数据会丢。

<mark>写回把写推迟到换出，省带宽但会丢数据；写直达每次都写内存，简单但慢。</mark>
"""


def test_background_is_no_point_and_bullets_get_their_subject() -> None:
    points = texts("写回和写直达有什么区别？", ANSWER)
    assert not any("离处理器近" in p for p in points)
    assert "写回：只改缓存里的那一行，等到它被换出时再写进内存" in points
    assert "写直达：每次写都同时写缓存和内存，内存里总是最新的值" in points
    assert any(p.startswith("写回的代价：") for p in points)


def test_the_highlight_weighs_more_and_says_why() -> None:
    rubric = built("写回和写直达有什么区别？", ANSWER)
    heart = [p for p in rubric.points if p.weight == 3]
    assert heart
    assert any("highlight" in p.why for p in heart)
    assert all(p.why for p in rubric.points)


def test_what_highlight_and_body_both_say_is_one_point() -> None:
    answer = "- 预写日志先把改动顺序写进日志，再改数据页\n- 检查点之后可以截断日志"
    points = texts("预写日志是什么？", answer, "先把改动顺序写进日志，再改数据页。")
    assert len([p for p in points if "顺序写进日志" in p]) == 1


def test_what_only_the_highlight_says_is_a_point() -> None:
    points = texts(
        "布隆过滤器是什么？",
        "- 用多个哈希函数把元素映射到位数组",
        "判断不存在时一定准确，判断存在时可能误报",
    )
    assert points[0] == "判断不存在时一定准确，判断存在时可能误报"


def test_a_summary_label_of_the_highlight_is_no_part_of_it() -> None:
    points = texts(
        "布隆过滤器是什么？", "- 用多个哈希函数映射", "总结：判断存在时可能误报，不能删除元素"
    )
    assert points[0].startswith("判断存在时")


def test_comparison_keeps_subject_and_contrast() -> None:
    answer = """
1. **存储方式**
   - 堆表：行按插入的先后放在页里。
   - Iceberg：文件由清单记录。
2. **更新方式**
   - 堆表：就地改行，旧值进回滚段。
   - Iceberg：写新文件，提交新的快照。
"""
    points = texts("Iceberg 和堆表有什么不同？", answer)
    assert "Iceberg 的更新方式：写新文件，提交新的快照" in points
    assert "堆表的更新方式：就地改行，旧值进回滚段" in points


def test_the_other_side_of_a_comparison_is_a_typical_mistake() -> None:
    rows = "| 连接 | 先握手再传 | 直接发 |\n| 顺序 | 保证按序到达 | 不保证 |"
    answer = "| 对比项 | TCP | UDP |\n|---|---|---|\n" + rows
    rubric = built("TCP 和 UDP 有什么区别？", answer)
    assert [p.text for p in rubric.points] == [
        "连接：TCP 先握手再传；UDP 直接发",
        "顺序：TCP 保证按序到达；UDP 不保证",
    ]
    assert rubric.points[0].mistakes == ("连接：TCP 直接发；UDP 先握手再传",)


def test_a_reversed_contrast_is_a_typical_mistake() -> None:
    rubric = built("为什么随机写慢？", "- 瓶颈是磁头寻道，而不是传输带宽本身")
    assert rubric.points[0].mistakes == ("瓶颈是传输带宽本身，而不是磁头寻道",)


def test_formulas_are_readable() -> None:
    points = texts(
        "命中率对平均访问时间有什么影响？",
        "- 平均访问时间为 $t=h\\,t_c+(1-h)t_m$，其中 $h$ 是命中率",
    )
    assert points == ["平均访问时间为 t = h t_c+(1-h)t_m，其中 h 是命中率"]


def test_coaching_and_headings_are_no_points() -> None:
    answer = """
## 回答思路
先说定义。

## 定义
- 幂等指同一个请求执行多次与执行一次效果相同

**面试官追问**
- 你们线上怎么做的？
"""
    assert texts("什么是幂等？", answer) == ["幂等指同一个请求执行多次与执行一次效果相同"]


def test_examples_weigh_least() -> None:
    answer = """
- 令牌桶按固定速率放令牌，桶满则丢弃
- 请求拿到令牌才放行
- 漏桶按固定速率流出
- 例如每秒放 100 个令牌、桶容量 200
"""
    rubric = built("限流算法有哪些？", answer)
    assert rubric.points[-1].weight == 1
    assert "example" in rubric.points[-1].why


def test_an_enumeration_that_is_asked_for_is_taken_apart() -> None:
    assert texts(
        "死锁的必要条件有哪些？", "死锁的必要条件：互斥、占有且等待、不可剥夺、循环等待。"
    ) == [
        "死锁的必要条件：互斥",
        "死锁的必要条件：占有且等待",
        "死锁的必要条件：不可剥夺",
        "死锁的必要条件：循环等待",
    ]


def test_english() -> None:
    answer = """
**Goal.** A circuit breaker stops calls to a service that keeps failing.

| State | Entered when | What happens |
|---|---|---|
| Open | failures exceed the limit | calls fail at once |
| Half-open | the wait is over | one trial call is let through |

<mark>Fail fast while the service is down, then probe it with a trial call.</mark>
"""
    points = texts("Explain the circuit breaker.", answer)
    assert "A circuit breaker stops calls to a service that keeps failing" in points
    assert "Open: entered when failures exceed the limit; calls fail at once" in points


def test_long_answers_are_cut_down_to_what_a_person_ticks() -> None:
    answer = "\n".join(
        f"**{chr(0x4E00 + n)}方案{n}**\n"
        + "\n".join(f"- 第 {n} 类做法里的要点 {n * 7 + k} 与别的都不同" for k in range(5))
        for n in range(9)
    )
    rubric = built("有什么方案？", answer)
    assert 4 <= len(rubric.points) <= 12


def test_ids_passages_and_lines() -> None:
    rubric = built("写回和写直达有什么区别？", ANSWER)
    assert [p.id for p in rubric.points] == [f"k{n}" for n in range(1, len(rubric.points) + 1)]
    through = next(p for p in rubric.points if p.text.startswith("写直达：每次"))
    assert through.lines == (10, 10)
    assert "写直达" in through.passage


@pytest.mark.parametrize(
    ("answer", "doubt"),
    [
        ("", "no claim was found in the reference"),
        ("缓存会过期。", "very short reference: few points"),
        (
            "| 甲 | 乙 |\n|---|---|\n| 表锁 | 整张表 |\n| 行锁 | 一行记录 |",
            "the reference is only a table",
        ),
        ("```python\ndef solve(x):\n    return x\n```", "the reference is only code"),
        (
            "- 一条要点讲清楚了\n- 另外一条要点也讲清楚了\n- 还有第三条要点在这里",
            "no highlight: weights follow the structure of the answer",
        ),
        (
            "- 快照读不加锁，读的是旧版本\n\n**总结**：多版本让读写互不阻塞",
            "no highlight: the summary was taken for it",
        ),
    ],
)
def test_doubts(answer: str, doubt: str) -> None:
    assert doubt in built("锁是什么？", answer).doubts


def test_code_alone_still_gives_points() -> None:
    body = "    # 命中就移到链表头部\n    move()\n    # 满了就淘汰链表尾部\n    drop()\n"
    code = f"```python\ndef lru():\n{body}```"
    assert texts("手写 LRU", code) == ["命中就移到链表头部", "满了就淘汰链表尾部"]
    assert texts("手写 LRU", "```python\ndef lru():\n    pass\n```") == ["给出可运行的实现：lru"]


def test_the_same_input_gives_the_same_rubric_byte_for_byte() -> None:
    first, second = (build_rubric(question("写回和写直达有什么区别？", ANSWER)) for _ in range(2))
    assert first == second
    assert first.hash == second.hash


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet="# *-|:：\n`$<>（）、，。；12ab锁表快慢与", max_size=300), st.text(max_size=40)
)
def test_no_answer_breaks_it(answer: str, mark: str) -> None:
    rubric = build_rubric(question("锁是什么？", answer, mark))
    assert len(rubric.points) <= 12
    assert all(
        p.text.strip() and p.weight in (1, 2, 3) and "\n" not in p.text for p in rubric.points
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(ANSWER.splitlines()), max_size=30))
def test_points_stay_short_in_any_order_of_lines(lines: list[str]) -> None:
    for point in build_rubric(question("写回和写直达有什么区别？", "\n".join(lines))).points:
        assert width(point.text) <= 120


def test_a_list_that_is_asked_for_has_a_point_an_entry_of_equal_weight() -> None:
    rubric = built("冷库的类型有哪些？", "冷库的类型分为高温库、低温库和超低温库。")
    assert [p.text for p in rubric.points] == [
        "冷库的类型：高温库",
        "冷库的类型：低温库",
        "冷库的类型：超低温库",
    ]
    assert {p.weight for p in rubric.points} == {2}


def test_a_sentence_with_a_few_commas_is_no_list() -> None:
    answer = "缓存、队列和索引都要内存，所以先量再调。"
    assert len(texts("为什么要先量内存？", answer)) == 1
