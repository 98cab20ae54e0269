"""Documents of the reports: framed as a page, or handed out as a file."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from grader.web.refusals import RefusedError
from grader.web.rendering import render
from reports.documents.parts import Document

FORMATS = ("html", "md", "xlsx")
_TYPES = {
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


def show_document(request: Request, document: Document, *, files: str = "") -> Response:
    """The document inside our page; `files` is the address of its files, without the ending."""
    return render(request, "framed.html", page=document, files=files, formats=FORMATS)


def hand_out(document: Document, name: str, form: str) -> Response:
    """The document as a file to keep. Raises RefusedError for a format there is not."""
    from reports.documents.html import render_html
    from reports.documents.markdown import render_markdown

    if form == "html":
        return as_file(render_html(document).encode(), name, form)
    if form == "md":
        return as_file(render_markdown(document).encode(), name, form)
    if form == "xlsx":
        return as_file(_workbook(document), name, form)
    raise RefusedError(404, "no-page")


def as_file(content: bytes, name: str, form: str) -> Response:
    """A download: browsers keep it and do not show it as a page of ours."""
    plain = re.sub(r"[^\w.-]+", "-", name).strip("-.") or "kaoguan"
    head = f"attachment; filename=\"kaoguan.{form}\"; filename*=UTF-8''{quote(plain)}.{form}"
    return Response(content, media_type=_TYPES[form], headers={"content-disposition": head})


def _workbook(document: Document) -> bytes:
    from reports.workbook import write_workbook

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tables.xlsx"
        write_workbook(document.tables(), path)
        return path.read_bytes()
