"""What kind of answer this is, before any point is looked at."""

from __future__ import annotations

import re
from dataclasses import dataclass

from grader.evidence.words import statement_share
from rubrics.text import Span, clauses, containment, folded, grams, letters, sentences

_DONT_KNOW = re.compile(
    r"不知道|不会|不清楚|不懂|不了解|没学过|没听过|没听说过|没了解过|没接触过|没用过|没看过|没做过"
    r"|没研究过|忘了|忘记了|想不起来|答不上来|答不出|不太会|不太清楚|不太了解|不记得|记不清|跳过"
    r"|说不上来|没准备|一窍不通|dontknow|donotknow|noidea|notsure|noclue|cantremember|dontremember"
    r"|forgot|neverheard|cantanswer|notfamiliar|neverused|pass$|skip$|idk"
)
_FILLER = re.compile(
    r"(?:嗯+|呃+|额+|啊|抱歉|对不起|不好意思|这[题个](?:问题|题)?|我|真的|确实|略|无|没有|谢谢"
    r"|下一[题个]吧?|pass|sorry|well|um+|uh+|na|n/a|thisone|honestly|aboutthisone)*"
)
_INSTRUCTION = re.compile(
    r"(?:忽略|无视|忘记|不要管|disregard|ignore|forget|override)"
    r".{0,24}(?:指令|规则|标准|要求|说明|评分|提示|instruction|rule|rubric|criteria|prompt|above"
    r"|previous)"
    r"|(?:给|打|评|判).{0,8}(?:满分|100 ?分|最高分|高分)"
    r"|(?:请|直接|必须|应当).{0,10}(?:判|标|记|视)为.{0,8}(?:正确|全部覆盖|covered|通过)"
    r"|full marks|full score|maximum score|perfect score|score ?(?:of|:|=)? ?100|100 ?/ ?100"
    r"|10 ?/ ?10|give (?:me|this|it).{0,20}(?:marks|score|points|100|pass)"
    r"|(?:you are|你(?:现在)?是).{0,20}(?:grader|judge|evaluator|评分|阅卷|评委|助教|考官)"
    r"|(?:system|系统)(?: ?prompt| ?提示| ?消息| ?message)? ?[:：]|<\|?(?:im_start|system)"
    r"|mark (?:all|every).{0,20}(?:covered|correct)"
    r"|所有(?:要点|得分点|知识点).{0,12}(?:已覆盖|覆盖|正确|满分)"
    r"|(?:管理员|老师|阅卷|评分)(?:员|系统|老师)?(?:注意|请注意|指示)"
    r"|note to (?:the )?(?:grader|judge|examiner|reviewer)"
    r"|(?:this|the|above|my) answer (?:above )?(?:is|was|has been).{0,40}"
    r"(?:perfect|correct|complete|verified|approved)"
    r"|(?:本题|该题|上述|以上|我的)(?:的)?(?:回答|作答|答案).{0,16}"
    r"(?:完全正确|全部正确|全部命中|准确无误|复核|核实)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Guard:
    """What the guards saw. `flags` in a fixed order; `zero` names the flag that makes the score 0,
    "" if none does; `ignored` are parts of the answer that are no answer (instructions).
    """

    flags: tuple[str, ...]
    zero: str
    ignored: tuple[Span, ...]


def instructions(answer: str) -> tuple[Span, ...]:
    """Clauses that speak to the grader, widened to their sentence when that is short."""
    found = []
    for sentence in sentences(answer):
        if not _INSTRUCTION.search(sentence.of(answer)):
            continue
        parts = [c for c in clauses(answer) if sentence.start <= c.start and c.end <= sentence.end]
        bad = [c for c in parts if _INSTRUCTION.search(c.of(answer))]
        whole = not bad or len(bad) * 2 >= len(parts)
        found.extend([sentence] if whole else bad)
    return tuple(found)


def without(answer: str, spans: tuple[Span, ...]) -> str:
    """The answer with the spans blanked out: offsets stay what they were."""
    characters = list(answer)
    for span in spans:
        characters[span.start : span.end] = " " * (span.end - span.start)
    return "".join(characters)


def is_dont_know(answer: str) -> bool:
    """Whether every clause of a short answer says that there is none."""
    if letters(answer) > 60:
        return False
    known = 0
    for clause in clauses(answer):
        squeezed = "".join(c for c in folded(clause.of(answer)) if c.isalnum() or c == "/")
        if _DONT_KNOW.search(squeezed) and len(squeezed) <= 36:
            known += 1
        elif not _FILLER.fullmatch(squeezed):
            return False
    return known > 0 or (
        letters(answer) <= 12 and _FILLER.fullmatch("".join(folded(answer).split())) is not None
    )


def is_question_pasted(answer: str, question: str) -> bool:
    """Whether the answer says next to nothing beyond the question."""
    mine, asked = grams(answer), grams(question)
    return bool(mine) and len(mine - asked) / len(mine) <= 0.12 and letters(answer) >= 4


def is_reference_pasted(answer: str, reference: str) -> bool:
    """Whether long runs of the reference stand in the answer word for word."""
    if letters(answer) < 40 or not reference:
        return False
    mine = grams(answer, 8)
    return (
        bool(mine)
        and len(mine & grams(reference, 8)) / len(mine) >= 0.5
        and containment(answer, reference) >= 0.7
    )


def is_stuffed(answer: str) -> bool:
    """Terms strung together: many separators, few predicates."""
    count = letters(answer)
    if count < 20:
        return False
    view = folded(answer)
    separators = len(re.findall(r"[、/|,，;；\n]", view))
    return statement_share(answer) < 0.38 and separators / count > 0.06


def is_gibberish(answer: str) -> bool:
    """No language: few letters, or one character over and over, or hardly a vowel."""
    view = "".join(folded(answer).split())
    if not view:
        return False
    if letters(view) / len(view) < 0.3 or len(set(view)) <= min(10, max(2, len(view) // 25)):
        return True
    latin = "".join(re.findall(r"[a-z]+", view))
    if len(latin) >= 0.9 * len(view) and len(latin) >= 12:
        return len(re.findall(r"[aeiouy]", latin)) / len(latin) < 0.15
    return False


def guard(answer: str, question: str, reference: str) -> Guard:
    """All guards on one answer."""
    ignored = instructions(answer)
    rest = without(answer, ignored)
    zero = ""
    if not letters(rest):
        zero = "injection" if ignored else "blank"
    elif is_dont_know(rest):
        zero = "dont-know"
    elif is_question_pasted(rest, question):
        zero = "question-pasted"
    elif is_gibberish(rest):
        zero = "gibberish"
    checks = (
        ("injection", bool(ignored)),
        ("reference-pasted", not is_stuffed(rest) and is_reference_pasted(rest, reference)),
        ("stuffed", is_stuffed(rest)),
    )
    flags = [name for name, seen in checks if seen]
    if zero and zero not in flags:
        flags.insert(0, zero)
    return Guard(tuple(flags), zero, ignored)
