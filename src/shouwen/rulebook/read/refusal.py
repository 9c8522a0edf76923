"""Why a file cannot be read: one sentence in each language, and nothing half-made."""


class CannotRead(ValueError):
    """The whole answer to a file that gives no draft; `str()` is English, `zh` is for the page."""

    def __init__(self, code: str, zh: str, en: str) -> None:
        super().__init__(en)
        self.code = code
        self.zh = zh
        self.en = en


def broken(kind: str) -> CannotRead:
    return CannotRead(
        "broken",
        f"这个 {kind} 文件已损坏，读不出来；请用原来的软件打开后另存一份再试。",
        f"This {kind} file is damaged and cannot be read; open it in its own program, save it anew and try again.",
    )


def encrypted(kind: str) -> CannotRead:
    return CannotRead(
        "encrypted",
        f"这个 {kind} 文件设有密码；请去掉密码另存后再试。",
        f"This {kind} file is protected by a password; save it without one and try again.",
    )


def empty() -> CannotRead:
    return CannotRead(
        "empty",
        "这个文件里没有文字；请确认选对了文件。",
        "There is no text in this file; make sure it is the right one.",
    )


def scanned() -> CannotRead:
    return CannotRead(
        "scanned",
        "这个 PDF 只有图像，没有文字（可能是扫描件）；请先做文字识别（OCR），或提供 Word 原件。",  # Chinese marks
        "This PDF holds pictures and no text (it seems to be scanned); recognise its text first (OCR), or give the Word file.",
    )


def too_big(size: int, most: int) -> CannotRead:
    shown, limit = f"{size / 1_000_000:.0f} MB", f"{most / 1_000_000:.0f} MB"
    return CannotRead(
        "too_big",
        f"文件有 {shown}，最多读 {limit}；请去掉图片或只保留制度正文后再试。",  # Chinese marks
        f"The file has {shown} and at most {limit} are read; take out its pictures or keep the rulebook's text only.",
    )


def too_much(kind: str) -> CannotRead:
    return CannotRead(
        "too_much",
        f"这个 {kind} 文件展开后过大或结构异常，为安全起见不读；请另存为纯文本再试。",  # Chinese marks
        f"This {kind} file unfolds to too much or is built strangely, and is not read for safety; save it as plain text.",
    )


def wrong_type(found: str) -> CannotRead:
    return CannotRead(
        "wrong_type",
        f"这是{found}，不能作为制度读取；可读的是 DOCX、带文字的 PDF、TXT 和 HTML。",  # Chinese marks
        f"This is {_ENGLISH.get(found, 'an unknown kind of file')} and cannot be read; DOCX, PDF with text, TXT and HTML can.",
    )


def missing(name: str, reason: str) -> CannotRead:
    return CannotRead(
        "missing", f"读不到文件 {name}（{reason}）。", f"{name} cannot be read: {reason}."
    )  # Chinese marks


_ENGLISH = {
    "旧版 Word 文件（.doc）": "an old Word file (.doc): save it as .docx",  # Chinese marks
    "旧版 Office 文件": "an old Office file (.doc, .xls, .ppt): save it in the new format",
    "表格文件": "a spreadsheet",
    "演示文稿": "a presentation",
    "图片": "a picture",
    "压缩包": "an archive",
    "RTF 文件": "an RTF file",
    "程序或二进制文件": "no text but binary data",
    "文件夹": "a folder",
}
