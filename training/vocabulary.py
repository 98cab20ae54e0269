"""Prune the backbone's vocabulary to what Chinese and English need; build its tokenizer."""

from __future__ import annotations

import re
import sysconfig
from collections import Counter
from pathlib import Path

from backbone import Backbone
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers

SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
KEPT = re.compile(
    r"[▁\u0020-\u007e\u00a0-\u00ff\u0370-\u03ff\u2000-\u22ff\u2460-\u24ff\u25a0-\u25ff\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+"
)
CJK = re.compile(r"[\u4e00-\u9fff]")


def make_tokenizer(pieces: list[tuple[str, float]]) -> Tokenizer:
    """A unigram tokenizer over `pieces` with NFKC and the metaspace marker; no special tokens added."""
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=SPECIAL.index("<unk>")))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    return tokenizer


def english_text() -> str:
    """English technical prose that every machine with Python has: the standard library's sources."""
    root = Path(sysconfig.get_paths()["stdlib"])
    files = sorted(root.glob("*.py")) + sorted(root.glob("*/*.py"))
    files = [f for f in files if "site-packages" not in f.parts]
    return "\n".join(f.read_text("utf-8", errors="replace") for f in files)


def choose_pieces(backbone: Backbone, texts: list[str], latin: int = 26_000) -> list[int]:
    """Indices of the pieces to keep, ascending; the four special ones first.

    All CJK pieces and symbols; single characters; of the ASCII pieces those that `texts` use and the
    `latin` likeliest that the English text uses.
    """
    full = make_tokenizer(list(zip(backbone.pieces, backbone.scores.tolist(), strict=True)))
    used = Counter()
    for encoding in full.encode_batch(
        [*texts, *english_text().split("\n\n")], add_special_tokens=False
    ):
        used.update(encoding.ids)
    keep = set(range(4))
    ascii_pieces = []
    for index, piece in enumerate(backbone.pieces):
        if index < 4 or not KEPT.fullmatch(piece):
            continue
        if (
            CJK.search(piece)
            or (not piece.isascii() and not re.search(r"[A-Za-z]", piece.replace("▁", "")))
            or (len(piece.replace("▁", "")) <= 2 and piece.replace("▁", "").isascii())
        ):
            keep.add(index)
        elif used[index]:
            ascii_pieces.append(index)
    ascii_pieces.sort(key=lambda index: (-used[index], index))
    return sorted(keep | set(ascii_pieces[:latin]))
