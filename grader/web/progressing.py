"""How practice goes, and its history to take along."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from grader.web.documents import as_file, hand_out, show_document
from grader.web.rendering import reader, site_of
from reports.documents.parts import Document


def _document(request: Request) -> Document:
    from grader.practice.progress import measure
    from grader.store.values import now
    from reports.practice import build_progress

    site = site_of(request)
    found = measure(site.store, site.person, site.desk.bank, now())
    return build_progress(found, reader(request).lang)


def show_progress(request: Request) -> Response:
    """Streak, scores by day, what is due when, mastery by tag, the weakest points."""
    return show_document(request, _document(request), files="/progress/files/progress")


def take_progress(request: Request) -> Response:
    """The same as a file, or the whole history as JSON."""
    form = request.path_params["form"]
    if form == "json":
        from grader.store.history import export_history

        site = site_of(request)
        data = export_history(site.store, site.person)
        return as_file(json.dumps(data, ensure_ascii=False, indent=1).encode(), "history", form)
    return hand_out(_document(request), "progress", form)


ROUTES = (
    Route("/progress", show_progress),
    Route("/progress/files/progress.{form}", take_progress),
)
