"""Which files may be added: the ending and the first bytes must agree."""

from pathlib import PurePath

MOST_BYTES = 20 * 1024 * 1024
_ZIP = (b"PK\x03\x04",)
_SIGNS: dict[str, tuple[str, tuple[bytes, ...]]] = {
    ".png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".gif": ("image/gif", (b"GIF87a", b"GIF89a")),
    ".webp": ("image/webp", (b"RIFF",)),
    ".pdf": ("application/pdf", (b"%PDF-",)),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _ZIP),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _ZIP),
    ".mp3": ("audio/mpeg", (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    ".wav": ("audio/wav", (b"RIFF",)),
    ".amr": ("audio/amr", (b"#!AMR",)),
    ".mp4": ("video/mp4", ()),
    ".txt": ("text/plain", ()),
}


TAKEN = tuple(_SIGNS)
PICTURES = tuple(ending for ending, (kind, _signs) in _SIGNS.items() if kind.startswith("image/"))


class FileRefusedError(ValueError):
    """The file is too large, of a kind that is not taken, or not what its name says."""


def look_at_picture(name: str, content: bytes) -> str:
    """The same for a photo, which nothing but a picture is."""
    if PurePath(name.lower()).suffix not in PICTURES:
        raise FileRefusedError(f"这里只收照片，请上传图片文件：{'、'.join(PICTURES)}。")
    return look_at(name, content)


def look_at(name: str, content: bytes) -> str:
    """The content type, or a refusal in Chinese that says what to do."""
    ending = PurePath(name.lower()).suffix
    if ending not in _SIGNS:
        taken = "、".join(sorted(_SIGNS))
        raise FileRefusedError(f"不能接收“{ending or name}”类文件，请转存为以下格式之一：{taken}。")
    if len(content) > MOST_BYTES:
        raise FileRefusedError(f"文件超过 {MOST_BYTES // 1024 // 1024} MB，请压缩或拆分后再上传。")
    kind, signs = _SIGNS[ending]
    if signs and not content.startswith(signs):
        raise FileRefusedError(f"文件内容与扩展名“{ending}”不符，请核对原文件。")
    if ending == ".mp4" and content[4:8] != b"ftyp":
        raise FileRefusedError("文件内容不是 MP4 视频，请核对原文件。")
    if ending == ".txt" and b"\x00" in content:
        raise FileRefusedError("文本文件里有二进制内容，请核对原文件。")
    return kind
