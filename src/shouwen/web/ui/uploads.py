"""Files that come with a form: kept first, and named in the form by the number they got."""

import re
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from shouwen.cases.forms import Invalid
from shouwen.cases.queries import photo_fields
from shouwen.documents.actions import add_file
from shouwen.documents.filetypes import MOST_BYTES, FileRefusedError, look_at_picture
from shouwen.web.ui.staff import StaffRequest

FILE = re.compile(r"file:(\d{1,18})")


def with_files(request: StaffRequest, case_id: int, fields: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The same fields with `file:<number>` where a file was chosen; a file that cannot be taken says why at its field."""
    found, errors = _kept(request, case_id, photo_fields(case_id) if request.FILES else frozenset())
    if errors:
        raise Invalid(errors)
    for name, value in found.items():
        paper, _, field = name.partition(".")
        fields.setdefault(paper, {})[field] = value
    return fields


def take_files(request: StaffRequest, photos: frozenset[str]) -> dict[str, str]:
    """Files of a form whose case is not there yet stand in what was sent, as `file:<number>`; what is wrong with the others.

    `claim_files` gives them to the case, once it is there.
    """
    found, errors = _kept(request, None, photos)
    if found:
        post = request.POST.copy()
        post.update(found)
        request.POST = post  # type: ignore[assignment]  # what was sent cannot be written to, its copy can
    return errors


def _kept(request: StaffRequest, case_id: int | None, photos: frozenset[str]) -> tuple[dict[str, str], dict[str, str]]:
    found, errors = {}, {}
    for name in request.FILES:
        upload = request.FILES[name]
        assert isinstance(upload, UploadedFile)  # one file a field
        if upload.size is not None and upload.size > MOST_BYTES:
            errors[name] = f"文件超过 {MOST_BYTES // 1024 // 1024} MB，请压缩或拆分后再上传。"
            continue
        try:
            content = upload.read()
            if name in photos:
                look_at_picture(upload.name or "", content)
            kept = add_file(
                subject=case_id, name=upload.name or "", content=content, by=request.viewer.id, at=request.at
            )
        except FileRefusedError as refused:
            errors[name] = str(refused)
            continue
        found[name] = f"file:{kept.pk}"
    return found, errors


def files_named(post: QueryDict) -> list[int]:
    """The numbers of the files that what was sent speaks of."""
    found = (FILE.fullmatch(value) for name in post if "." in name for value in map(str, post.getlist(name)))
    return [int(each[1]) for each in found if each]
