"""Proposals of a model: read, refused, shown and applied."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rubrics.advice import Advice, read_advice
from rubrics.blocks import UnreadableReplyError
from rubrics.files import bundled_rubrics
from rubrics.merge import merge, stamped
from rubrics.model import KeyPoint, Rubric
from rubrics.refining import Alias, Merge, Mistake, Part, Split, applied, diff
from tests.rubrics.making import question

ASKED = question(
    "写回和写直达有什么区别？",
    """
写回只改缓存，等到换出时才写进内存，所以断电会丢数据。
写直达每次写都同时写缓存和内存，读内存的设备总能看到新值，延迟约 100 ns。
""",
    "写回把写推迟到换出；写直达每次都写内存。",
)
BOTH = KeyPoint(
    "k1",
    "写回等到换出时才写进内存，断电会丢数据；写直达每次写都同时写缓存和内存",
    3,
    (("写回", "write-back"), ("写直达",), ("断电",)),
    ("写直达等到换出时才写内存",),
    passage="写回只改缓存，等到换出时才写进内存，所以断电会丢数据。",
    lines=(5, 6),
    why="highlighted",
    doubt="says two things",
)
SEES = KeyPoint("k2", "读内存的设备总能看到新值", 1, (("新值",),), lines=(6, 6))
NEW = KeyPoint("k3", "写直达后设备能看到新值", 2, (("新值", "fresh"),), ("设备看到旧值",))
RUBRIC = Rubric("q1", (BOTH, SEES))
PARTS: tuple[dict[str, Any], ...] = (
    {"text": "写回等到换出时才写进内存，断电会丢数据", "weight": 3},
    {"text": "写直达每次写都同时写缓存和内存", "weight": 2},
)
SPLIT = {"reason": "两个论断", "kind": "split", "point": "k1", "parts": PARTS}
HALVES = Split("k1", tuple(Part(p["text"], p["weight"]) for p in PARTS), "两个论断")


def advice(*items: object, rubric: Rubric = RUBRIC) -> Advice:
    return read_advice(json.dumps({"proposals": items}, ensure_ascii=False), rubric, ASKED)


def why_not(item: dict[str, Any], rubric: Rubric = RUBRIC) -> str:
    found = advice(item, rubric=rubric)
    assert found.proposals == ()
    (refused,) = found.refused
    return refused.why


class TestReading:
    def test_every_kind(self) -> None:
        found = advice(
            SPLIT,
            {"kind": "alias", "point": "k1", "names": ["写直达", "write-through"]},
            {"kind": "mistake", "point": "k1", "text": "写回每次写都立刻写进内存"},
        )
        assert found.refused == ()
        assert found.proposals == (
            HALVES,
            Alias("k1", ("写直达", "write-through")),
            Mistake("k1", "写回每次写都立刻写进内存"),
        )

    def test_a_merge(self) -> None:
        item = {"kind": "merge", "points": ["k2", "k3"], "text": SEES.text, "weight": "2"}
        found = advice(item, rubric=Rubric("q1", (BOTH, SEES, NEW)))
        assert found == Advice((Merge(("k2", "k3"), Part(SEES.text, 2)),))

    @pytest.mark.parametrize(
        "wrapped",
        [
            "```json\n{}\n```",
            '<think>maybe {{"proposals": []}} or not</think>Here you are: {}',
            "{} Hope that helps!",
            '{{"question": "echo", "points": []}}\n{}',
        ],
    )
    def test_whatever_stands_around_it(self, wrapped: str) -> None:
        body = json.dumps({"proposals": [SPLIT]}, ensure_ascii=False)
        text = wrapped.replace("{{", "\0").replace("}}", "\1").replace("{}", body)
        text = text.replace("\0", "{").replace("\1", "}")
        assert read_advice(text, RUBRIC, ASKED).proposals == (HALVES,)

    def test_a_reply_that_was_cut_off_gives_what_is_whole(self) -> None:
        body = json.dumps({"proposals": [SPLIT, {"kind": "mistake", "point": "k1", "text": "x"}]})
        assert read_advice(body[:-30], RUBRIC, ASKED).proposals == (HALVES,)

    def test_nothing_to_propose_is_an_answer(self) -> None:
        assert advice() == Advice()

    @pytest.mark.parametrize(
        "text", ["", "I cannot do that.", "[1, 2", '{"verdicts": []}', "{" * 9]
    )
    def test_no_proposals_at_all(self, text: str) -> None:
        with pytest.raises(UnreadableReplyError):
            read_advice(text, RUBRIC, ASKED)

    def test_the_same_twice_counts_once(self) -> None:
        assert advice(SPLIT, SPLIT).proposals == (HALVES,)

    def test_hidden_characters_do_not_reach_the_terminal(self) -> None:
        item = {**SPLIT, "reason": "a\x1b[2Jb\u202ec\nd"}
        (proposal,) = advice(item).proposals
        assert proposal.reason == "a [2Jb c d"

    @settings(max_examples=40, deadline=None)
    @given(
        st.recursive(
            st.none() | st.integers() | st.text(),
            lambda s: (
                st.lists(s)
                | st.dictionaries(
                    st.sampled_from(
                        ["kind", "point", "points", "parts", "names", "text", "weight"]
                    ),
                    s | st.sampled_from(["split", "merge", "alias", "mistake", "k1", "k2"]),
                )
            ),
        )
    )
    def test_any_json_is_read_or_refused(self, item: object) -> None:
        found = advice(item)
        assert len(found.proposals) + len(found.refused) == isinstance(item, dict)


class TestRefusing:
    def test_a_merge_that_says_two_things(self) -> None:
        rubric = Rubric("q1", (KeyPoint("k1", PARTS[0]["text"]), KeyPoint("k2", PARTS[1]["text"])))
        item = {"kind": "merge", "points": ["k1", "k2"], "text": f"缓存写策略：{ASKED.answer}"}
        assert "2 things at once" in why_not(item, rubric)

    def test_an_unknown_point(self) -> None:
        assert why_not({**SPLIT, "point": "k9"}) == "the rubric has no point 'k9'"
        merging = {"kind": "merge", "points": ["k1", "k7"], "text": BOTH.text}
        assert why_not(merging) == "the rubric has no point 'k7'"

    @pytest.mark.parametrize("weight", [0, 4, "heavy", True, 2.5])
    def test_a_weight_out_of_range(self, weight: object) -> None:
        parts = [PARTS[0], {"text": PARTS[1]["text"], "weight": weight}]
        assert why_not({**SPLIT, "parts": parts}) == "a weight must be 1, 2 or 3"

    def test_what_the_reference_does_not_say(self) -> None:
        parts = [PARTS[0], {"text": "目录协议由主节点记录共享者", "weight": 2}]
        assert why_not({**SPLIT, "parts": parts}).startswith("the reference does not say")

    def test_a_figure_that_the_reference_does_not_have(self) -> None:
        parts = [PARTS[0], {"text": "写直达每次写内存，延迟约 300 ns", "weight": 2}]
        assert "300" in why_not({**SPLIT, "parts": parts})
        assert advice(
            {**SPLIT, "parts": [PARTS[0], {"text": "写直达每次写内存，延迟约 100 ns"}]}
        ).proposals

    def test_a_split_into_one_or_into_twins(self) -> None:
        assert "2 to 4" in why_not({**SPLIT, "parts": PARTS[:1]})
        assert why_not({**SPLIT, "parts": [PARTS[0], PARTS[0]]}) == "two parts are the same"

    def test_an_alias_of_nothing_and_one_that_is_known(self) -> None:
        assert "none of the names" in why_not(
            {"kind": "alias", "point": "k1", "names": ["MESI", "缓存一致性协议"]}
        )
        assert "already" in why_not(
            {"kind": "alias", "point": "k1", "names": ["写回", "Write-Back"]}
        )

    def test_an_alias_that_makes_two_terms_one(self) -> None:
        names = ["写回", "写直达"]
        assert "apart" in why_not({"kind": "alias", "point": "k1", "names": names})

    def test_a_mistake_that_is_right_known_or_beside_the_point(self) -> None:
        for text, why in (
            ("写直达每次都写内存。", "the reference says so itself"),
            (BOTH.mistakes[0], "already"),
            ("TCP 需要两次握手", "not about the point"),
        ):
            assert why in why_not({"kind": "mistake", "point": "k1", "text": text})

    def test_a_mistake_that_another_point_states(self) -> None:
        rubric = Rubric("q1", (BOTH, replace(SEES, text="设备可能看到旧值")))
        item = {"kind": "mistake", "point": "k1", "text": "设备可能看到旧值。"}
        assert "contradicts" in why_not(item, rubric)

    def test_odd_kinds_are_kept_to_be_told(self) -> None:
        (refused,) = advice({"kind": "delete", "point": "k1"}).refused
        assert refused.why == "is no split, merge, alias or mistake"
        assert "delete" in refused.what


class TestApplying:
    def test_a_split_shares_terms_and_mistakes_out(self) -> None:
        one, two, other = applied(RUBRIC, HALVES).points
        assert (one.id, two.id, other) == ("k1", "k3", SEES)
        assert (one.weight, two.weight) == (3, 2)
        assert one.keywords == (("写回", "write-back"), ("断电",))
        assert two.keywords == (("写直达",),)
        assert sorted((*one.mistakes, *two.mistakes)) == sorted(BOTH.mistakes)
        assert one.passage == two.passage == BOTH.passage
        assert (one.why, two.why, one.doubt) == ("highlighted", "两个论断", "")

    def test_new_ids_avoid_struck_out_points(self) -> None:
        assert [p.id for p in applied(RUBRIC, HALVES, ("k3", "k4")).points] == ["k1", "k5", "k2"]

    def test_a_merge_loses_no_term_and_no_mistake(self) -> None:
        rubric = Rubric("q1", (BOTH, SEES, NEW))
        _, made = applied(rubric, Merge(("k3", "k2"), Part(NEW.text), "同一件事")).points
        assert (made.id, made.text, made.weight) == ("k2", NEW.text, 2)
        assert made.keywords == (("新值", "fresh"),)
        assert made.mistakes == NEW.mistakes
        assert (made.passage, made.lines) == (SEES.passage, SEES.lines)

    def test_an_alias_joins_its_group_or_makes_one(self) -> None:
        joined = applied(RUBRIC, Alias("k1", ("写直达", "write-through"))).points[0]
        assert joined.keywords[1] == ("写直达", "write-through")
        made = applied(RUBRIC, Alias("k2", ("设备", "device"))).points[1]
        assert made.keywords == (("新值",), ("设备", "device"))

    def test_a_mistake_is_added(self) -> None:
        made = applied(RUBRIC, Mistake("k2", "设备看到旧值")).points[1]
        assert made == replace(SEES, mistakes=("设备看到旧值",))

    def test_the_next_build_keeps_what_was_accepted(self) -> None:
        kept = stamped(RUBRIC)
        refined = replace(kept, rubric=applied(RUBRIC, HALVES, kept.built))
        assert merge(refined, RUBRIC) == (refined, ())

    def test_the_next_build_does_not_bring_merged_points_back(self) -> None:
        rubric = Rubric("q1", (BOTH, SEES, NEW))
        kept = stamped(rubric)
        done = applied(rubric, Merge(("k2", "k3"), Part(NEW.text, 2)), kept.built)
        refined = replace(kept, rubric=done)
        merged, _ = merge(refined, rubric)
        assert merged == refined


def test_the_diff_shows_what_a_person_would_edit() -> None:
    assert diff(RUBRIC, Mistake("k2", "设备看到旧值")).splitlines() == [
        "--- k2",
        "+++ k2",
        " - id: k2",
        "   text: 读内存的设备总能看到新值",
        "   weight: 1",
        "   keywords:",
        "   - 新值",
        "+  mistakes:",
        "+  - 设备看到旧值",
    ]


def test_the_diff_of_a_split_names_both_points() -> None:
    lines = diff(RUBRIC, HALVES).splitlines()
    assert lines[:2] == ["--- k1", "+++ k1, k3"]
    assert f"-  text: {BOTH.text}" in lines
    assert f"+  text: {HALVES.parts[1].text}" in lines


@pytest.mark.parametrize("rubric", bundled_rubrics()[:6], ids=lambda r: r.question)
def test_a_bundled_rubric_stays_sound_when_its_points_are_merged(rubric: Rubric) -> None:
    one, two = rubric.points[:2]
    made = applied(rubric, Merge((one.id, two.id), Part(one.text)))
    assert len(made.points) == len(rubric.points) - 1
    assert {n for p in made.points for g in p.keywords for n in g} == {
        n for p in rubric.points for g in p.keywords for n in g
    }
