"""A fresh build against the file: edits stay, the bank's changes arrive, everything is told."""

from __future__ import annotations

from dataclasses import replace

from rubrics.files import Kept
from rubrics.merge import merge, stamp, stamped
from rubrics.model import KeyPoint, Rubric

ONE = KeyPoint("k1", "写回：换出时才写内存", 3, passage="甲")
TWO = KeyPoint("k2", "写直达：每次都写内存", 2, passage="乙")
NEW = KeyPoint("k3", "断电时没有写出的数据会丢", 1, passage="丙")
BUILT = Rubric("q1", (ONE, TWO))


def told(kept: Kept, fresh: Rubric) -> list[tuple[str, str]]:
    return [(change.kind, change.point) for change in merge(kept, fresh)[1]]


def edited(**changes: object) -> Kept:
    kept = stamped(BUILT)
    return replace(kept, rubric=Rubric("q1", (replace(ONE, **changes), TWO)))  # type: ignore[arg-type]  # any field


def test_nothing_changed() -> None:
    kept = stamped(BUILT, "标题")
    assert merge(kept, BUILT) == (kept, ())


def test_the_bank_changed_and_nobody_edited() -> None:
    fresh = Rubric("q1", (replace(ONE, text="写回：被换出时才写回内存"), TWO))
    merged, changes = merge(stamped(BUILT), fresh)
    assert merged.rubric.points == fresh.points
    assert [(c.kind, c.before, c.after) for c in changes] == [
        ("updated", ONE.text, "写回：被换出时才写回内存")
    ]
    assert merge(merged, fresh) == (merged, ())


def test_an_edit_stays_when_the_bank_is_the_same() -> None:
    kept = edited(text="写回是延迟写", weight=2)
    assert merge(kept, BUILT) == (kept, ())


def test_an_edit_stays_when_the_bank_changes_and_that_is_told_once() -> None:
    fresh = Rubric("q1", (replace(ONE, text="写回：换出时才写，断电会丢"), TWO))
    merged, changes = merge(edited(text="写回是延迟写"), fresh)
    assert merged.rubric.points[0].text == "写回是延迟写"
    assert [(c.kind, c.after) for c in changes] == [("kept", "写回：换出时才写，断电会丢")]
    assert told(merged, fresh) == []


def test_an_edited_weight_counts_as_an_edit() -> None:
    fresh = Rubric("q1", (replace(ONE, text="写回：换出时才写"), TWO))
    assert merge(edited(weight=1), fresh)[0].rubric.points[0].weight == 1


def test_new_points_arrive_in_their_place_with_a_free_id() -> None:
    fresh = Rubric("q1", (replace(ONE, id="k1"), replace(NEW, id="k2"), replace(TWO, id="k3")))
    merged, changes = merge(stamped(BUILT), fresh)
    assert [(p.id, p.text) for p in merged.rubric.points] == [
        ("k1", ONE.text),
        ("k3", NEW.text),
        ("k2", TWO.text),
    ]
    assert [(c.kind, c.point) for c in changes] == [("added", "k3")]
    assert told(merged, fresh) == []


def test_what_left_the_bank_leaves_the_file_unless_edited() -> None:
    fresh = Rubric("q1", (TWO,))
    assert [p.id for p in merge(stamped(BUILT), fresh)[0].rubric.points] == ["k2"]
    assert told(stamped(BUILT), fresh) == [("removed", "k1")]
    kept = edited(text="延迟写，和别的都不一样的说法")
    assert [p.id for p in merge(kept, fresh)[0].rubric.points] == ["k1", "k2"]
    assert told(kept, fresh) == [("orphaned", "k1")]


def test_a_struck_out_point_stays_away() -> None:
    kept = replace(stamped(BUILT), rubric=Rubric("q1", (TWO,)))
    merged, changes = merge(kept, BUILT)
    assert [p.id for p in merged.rubric.points] == ["k2"]
    assert changes == ()
    assert told(merged, BUILT) == []


def test_a_hand_written_point_is_never_touched() -> None:
    own = KeyPoint("x1", "面试官自己加的一条", 3)
    kept = replace(stamped(BUILT), rubric=Rubric("q1", (*BUILT.points, own)))
    merged, changes = merge(kept, Rubric("q1", (NEW,)))
    assert own in merged.rubric.points
    assert {c.point for c in changes} == {"k1", "k2", "k3"}


def test_ids_never_collide() -> None:
    fresh = Rubric("q1", tuple(replace(p, id=f"k{n}") for n, p in enumerate((NEW, TWO, ONE), 1)))
    merged, _ = merge(stamped(BUILT), fresh)
    ids = [p.id for p in merged.rubric.points]
    assert len(set(ids)) == len(ids) == 3


def test_a_stamp_sees_what_people_edit_and_nothing_else() -> None:
    assert stamp(ONE) == stamp(replace(ONE, id="k9", why="x", passage="y", lines=(1, 2), doubt="z"))
    assert (
        len(
            {
                stamp(ONE),
                stamp(replace(ONE, weight=1)),
                stamp(replace(ONE, keywords=(("a",),))),
                stamp(replace(ONE, mistakes=("b",))),
            }
        )
        == 4
    )
