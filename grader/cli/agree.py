"""kaoguan agree: a run held against the scores of people."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.choices import lang_option
from grader.cli.screen import deliver, page_options
from questions.errors import InputError

if TYPE_CHECKING:
    from grader.agreement.accord import Match
    from grader.cli.choices import Lang
    from reports.agreement import Accord, Dispute, Refit

_FILE = click.Path(path_type=Path, dir_okay=False)
_WORST = 20


@click.command()
@click.argument("run", type=click.Path(path_type=Path))
@click.argument("human", type=click.Path(path_type=Path))
@click.option(
    "--scale",
    type=click.FloatRange(min=0, min_open=True),
    default=100.0,
    show_default=True,
    help="The best score of the people's scale; the worst is 0.",
)
@click.option(
    "--calibrate",
    type=_FILE,
    metavar="FILE",
    help="Fit a calibration on half of the questions, judge it on the rest, and write it to FILE if it helps.",
)
@page_options
@click.option("--json", "as_json", is_flag=True, help="Print all figures as JSON.")
@lang_option
def agree(
    run: Path, human: Path, scale: float, calibrate: Path | None, html: Path | None, md: Path | None,
    as_json: bool, lang: Lang,
) -> None:  # fmt: skip
    """Compare RUN with HUMAN, a CSV with answer_id, score, and if you like rater, point, state."""
    from grader.agreement.accord import match
    from grader.agreement.ratings import read_ratings
    from reports.agreement import agreement_to_json, build_agreement
    from rubrics.runs import read_rows

    found = match(read_rows(run), read_ratings(human, scale))
    accord = make_accord(found, run.resolve().name)
    if calibrate is not None:
        accord = replace(accord, refit=_calibrate(found, run, calibrate))
    page = build_agreement(accord, lang)
    deliver(page, html, md, agreement_to_json(accord) if as_json else None)


def make_accord(found: Match, name: str) -> Accord:
    """All figures about the matched answers. Raises InputError when fewer than two have scores."""
    from grader.agreement.accord import columns, confusion, rating_matrix
    from reports.agreement import Accord
    from reports.statistics.agreement import agree as compare
    from reports.statistics.agreement import kappa, krippendorff, pairwise

    grader, people, questions = columns(found)
    if len(grader) < 2:
        raise InputError(
            "fewer than two rated answers have a score in the run",
            hint="answer_id must be the same in both",
        )
    counts = confusion(found)
    groups = {a: sheet.question_id for a, sheet in found.sheets.items()}
    scores = {
        r: {a: v for a, v in s.items() if a in groups} for r, s in found.ratings.scores.items()
    }
    several = len(scores) > 1
    return Accord(
        run=name,
        grader=compare(grader, people, questions),
        pairs=tuple(pairwise(scores, groups)),
        raters=tuple(sorted(scores)),
        alpha_people=krippendorff(rating_matrix(found, with_grader=False)) if several else None,
        alpha_all=krippendorff(rating_matrix(found, with_grader=True)),
        point_kappa=kappa(counts),
        confusion=tuple(tuple(int(n) for n in line) for line in counts),
        disputes=tuple(_disputes(found)),
        scores=tuple(zip(grader, people, strict=True)),
        missing=found.missing,
        unscored=found.unscored,
    )


def _disputes(found: Match) -> list[Dispute]:
    """The answers whose scores differ most, with what each side says."""
    from reports.agreement import Dispute

    made = []
    for answer in found.scored():
        sheet = found.sheets[answer]
        said = ((m.state.value, m.text) for m in sheet.marks)
        raters = ((r, s[answer]) for r, s in sorted(found.ratings.scores.items()) if answer in s)
        people = found.ratings.mean(answer) or 0.0
        title = found.titles[answer]
        made.append(
            Dispute(
                answer,
                title,
                sheet.answer,
                sheet.score or 0.0,
                people,
                tuple(raters),
                tuple(said),
            )
        )
    return sorted(made, key=lambda d: (-abs(d.grader - d.people), d.answer_id))[:_WORST]


def _calibrate(found: Match, run: Path, path: Path) -> Refit:
    """Write the file only when it does better on the questions it was not fitted on."""
    from grader.agreement.refit import refit
    from grader.calibration import bundled_calibration
    from reports.agreement import Refit
    from rubrics.runs import read_manifest

    settings = read_manifest(run)["settings"]
    base = bundled_calibration()
    if settings["calibration"] != base.name:
        raise InputError(
            "the run was made with another calibration",
            place=str(run),
            hint="grade it again with this program first",
        )
    fitted = refit(found, settings["tier"], base)
    if fitted.after > fitted.before:
        path.write_text(json.dumps(fitted.data, indent=1) + "\n", "utf-8")
    return Refit("points", fitted.fitted, fitted.judged, fitted.before, fitted.after, str(path))
