"""Read the authored question files and report every line that breaks the layout of GUIDE.md."""
import sys
from pathlib import Path
from collections import Counter

KINDS = {"excellent","good","partial","shallow","wrong_confident","stuffed","offtopic","other_language","colloquial","mixed","subtle","unsure","injection","verbatim","wrong_other_language","colloquial_wrong","blank"}

def parse(path):
    q = {"points": [], "answers": [], "atoms": []}; mode = None; problems = []
    for n, raw in enumerate(path.read_text("utf-8").splitlines(), 1):
        line = raw.rstrip()
        def bad(msg): problems.append(f"{path}:{n}: {msg}: {line[:60]}")
        if not line.strip():
            continue
        if mode in (None, "reference", "points", "atoms") and not line.startswith(" "):
            head, _, rest = line.partition(":")
            if head in ("question", "lang", "domain"): q[head] = rest.strip(); mode = None; continue
            if head == "reference": q["reference"] = rest.strip().removeprefix("|").strip(); mode = "reference"; continue
            if head == "points": mode = "points"; continue
        if line == "atoms:": mode = "atoms"; continue
        if line.startswith("answer ") and mode != "answer":
            f = line.split()
            if len(f) != 4 or f[1] not in KINDS or f[2] not in ("zh","en","mixed") or not f[3].isdigit(): bad("answer header wants: answer KIND LANG SCORE"); 
            q["answers"].append({"kind": f[1], "lang": f[2] if len(f)>2 else "", "score": int(f[3]) if len(f)>3 and f[3].isdigit() else None, "text": "", "states": ""}); mode = "answer"; continue
        if mode == "answer":
            if line.startswith("="):
                states = "".join(line[1:].split()); q["answers"][-1]["states"] = states; mode = None
                if len(states) != len(q["points"]) or set(states) - set("cpmx"): bad(f"{len(states)} states for {len(q['points'])} points")
                continue
            a = q["answers"][-1]; a["text"] = (a["text"] + "\n" + line).strip(); continue
        if mode == "reference" and line.startswith(" "): q["reference"] = (q["reference"] + "\n" + line[2:]).strip(); continue
        if mode == "points" and line.startswith(" "):
            f = line.split(None, 2)
            if len(f) != 3 or f[0] != f"k{len(q['points'])+1}" or f[1] not in "123": bad("point wants: kN WEIGHT TEXT"); continue
            q["points"].append({"id": f[0], "weight": int(f[1]), "text": f[2]}); continue
        if mode == "atoms" and line.startswith(" "):
            f = line.split(None, 2)
            if len(f) != 3 or f[0] not in {p["id"] for p in q["points"]} or f[1] not in "cpxew": bad("atom wants: kN c|p|x|e|w TEXT"); continue
            q["atoms"].append({"point": f[0], "sort": f[1], "text": f[2]}); continue
        bad("unexpected line")
    for key in ("question","lang","domain","reference"):
        if not q.get(key): problems.append(f"{path}:1: no {key}")
    if not 5 <= len(q["points"]) <= 10: problems.append(f"{path}:1: {len(q['points'])} points")
    if len(q["answers"]) < 12: problems.append(f"{path}:1: only {len(q['answers'])} answers")
    if len(q["atoms"]) < 5*len(q["points"]): problems.append(f"{path}:1: only {len(q['atoms'])} atoms for {len(q['points'])} points")
    for a in q["answers"]:
        if not a["states"]: problems.append(f"{path}:1: answer {a['kind']} without states")
    return q, problems

if __name__ == "__main__":
    total = Counter(); states = Counter()
    for root in sys.argv[1:] or ["training/data/texts"]:
        for path in sorted(Path(root).rglob("*.txt")):
            q, problems = parse(path); total["questions"] += 1; total["answers"] += len(q["answers"]); total["atoms"] += len(q["atoms"])
            for a in q["answers"]: states.update(a["states"])
            print("\n".join(problems), end="\n" if problems else "")
            total["problems"] += len(problems)
    print(dict(total), dict(states), "pairs", sum(states.values()))
