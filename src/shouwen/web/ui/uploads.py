"""Files that come with a form: kept first, and named in the form by the number they got."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile

from shouwen.cases.forms import Invalid
from shouwen.cases.queries import photo_fields
from shouwen.documents.actions import add_file
from shouwen.documents.filetypes import MOST_BYTES, FileRefusedError, look_at_picture
from shouwen.web.ui.staff import StaffRequest


def with_files(request: StaffRequest, case_id: int, fields: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The same fields with `file:<number>` where a file was chosen; a file that cannot be taken says why at its field."""
    errors = {}
    photos = photo_fields(case_id) if request.FILES else frozenset()
    for name in request.FILES:
        upload = request.FILES[name]
        assert isinstance(upload, UploadedFile)  # one file a field
        paper, _, field = name.partition(".")
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
        fields.setdefault(paper, {})[field] = f"file:{kept.pk}"
    if errors:
        raise Invalid(errors)
    return fields
