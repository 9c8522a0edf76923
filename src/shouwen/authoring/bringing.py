"""What comes in and goes out as a file: a folder in one archive, one YAML file, and the archive of a draft."""

import io
import stat
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from shouwen.rulebook.load.compose import MOST_NODES, TooMuch, weigh

MOST_FILES = 400
MOST_BYTES = 20_000_000
ENDINGS = (".yaml", ".yml")
# Archives know no time before this one; a fixed one makes the same draft the same archive.
STAMP = (1980, 1, 1, 0, 0, 0)


class CannotBring(ValueError):
    """Why a file gives no draft; said in both languages of the pages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


def files_of(raw: bytes, name: str) -> dict[str, str]:
    """The YAML files of an archive by their names below its one folder, or the single file itself."""
    if len(raw) > MOST_BYTES:
        raise _too_much()
    if not raw.startswith(b"PK"):
        return _readable({_name(PurePosixPath(name).name or "rulebook.yaml"): _text(raw, name)})
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            found = _unpacked(archive)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as fault:
        raise CannotBring(
            "这个压缩包损坏或设有密码；请重新打包成普通 ZIP。",
            "This archive is damaged or locked; pack it anew as an ordinary ZIP.",
        ) from fault
    if not found:
        raise CannotBring(
            "压缩包里没有 *.yaml 文件；请打包一个版本的文件夹。",
            "There is no *.yaml in the archive; pack the folder of an edition.",
        )
    return _readable(found)


def files_of_folder(folder: Path) -> dict[str, str]:
    """The YAML files below a folder by their names in it."""
    found = sorted(file for file in folder.rglob("*") if file.suffix.lower() in ENDINGS and file.is_file())
    for file in found:
        if not file.resolve().is_relative_to(folder.resolve()):
            raise CannotBring(
                f"“{file.relative_to(folder)}”是指向文件夹外的链接；请把文件本身放进来。",
                f"'{file.relative_to(folder)}' is a link that leads out of the folder; put the file itself there.",
            )
    if not found:
        raise CannotBring(f"文件夹 {folder} 里没有 *.yaml 文件。", f"There is no *.yaml in {folder}.")
    if len(found) > MOST_FILES or sum(file.stat().st_size for file in found) > MOST_BYTES:
        raise _too_much()
    names = (file.relative_to(folder).as_posix() for file in found)
    return _readable({_name(name): _text(file.read_bytes(), name) for name, file in zip(names, found, strict=True)})


def archive_of(files: Mapping[str, str], folder: str) -> bytes:
    """The files below one folder, in an archive that depends on nothing but them."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(f"{folder}/{name}", STAMP), files[name].encode(), zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _unpacked(archive: zipfile.ZipFile) -> dict[str, str]:
    infos = [
        info
        for info in archive.infolist()
        if info.filename.lower().endswith(ENDINGS) and "__MACOSX" not in info.filename
    ]
    if len(infos) > MOST_FILES or sum(info.file_size for info in infos) > MOST_BYTES:
        raise _too_much()
    _plain_entries(infos)
    texts: dict[str, str] = {}
    for info in infos:
        with archive.open(info) as member:
            # The size an archive claims may be a lie.
            raw = member.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES or sum(map(len, texts.values())) > MOST_BYTES:
            raise _too_much()
        texts[_name(info.filename)] = _text(raw, info.filename)
    tops = {name.partition("/")[0] for name in texts}
    one_folder = len(tops) == 1 and all("/" in name for name in texts)
    return {name.partition("/")[2] if one_folder else name: text for name, text in texts.items()}


def _plain_entries(infos: Sequence[zipfile.ZipInfo]) -> None:
    """Each name once, and each a file: of two entries one would be lost, and a link holds no rules."""
    seen: set[str] = set()
    for info in infos:
        name = _name(info.filename)
        if stat.S_ISLNK(info.external_attr >> 16):
            raise CannotBring(
                f"压缩包里的“{info.filename[:80]}”是链接，不是文件；请把文件本身打包进来。",
                f"'{info.filename[:80]}' in the archive is a link; pack the file itself.",
            )
        if name in seen:
            raise CannotBring(
                f"压缩包里有两个“{info.filename[:80]}”；请只留一个。",
                f"There are two '{info.filename[:80]}' in the archive; keep one.",
            )
        seen.add(name)


def _name(given: str) -> str:
    path = PurePosixPath(given.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or len(given) > 200 or not given.lower().endswith(ENDINGS):
        raise CannotBring(
            f"不能用文件名“{given[:80]}”；请用相对路径、以 .yaml 结尾、不超过 200 字。",
            f"The name '{given[:80]}' cannot be used: relative, ending in .yaml, at most 200 characters.",
        )
    return str(path)


def _text(raw: bytes, name: str) -> str:
    try:
        text = raw.decode()
    except UnicodeDecodeError as fault:
        raise CannotBring(
            f"文件“{name}”不是 UTF-8 文本；请另存为 UTF-8。", f"'{name}' is no UTF-8 text; save it as UTF-8."
        ) from fault
    if "\x00" in text:
        raise CannotBring(f"文件“{name}”不是文本。", f"'{name}' is no text.")
    return text


def _readable(files: dict[str, str]) -> dict[str, str]:
    """The same files, if a small text does not unfold into more than can be read; what is badly written may come in."""
    nodes = 0
    for name, text in files.items():
        try:
            nodes += weigh(text)
        except TooMuch as fault:
            raise CannotBring(
                f"文件“{name}”第 {fault.line} 行：{fault.zh}", f"'{name}', line {fault.line}: {fault.en}"
            ) from fault
    if nodes > MOST_NODES:
        raise _too_much()
    return files


def _too_much() -> CannotBring:
    return CannotBring(
        f"内容过大：最多 {MOST_FILES} 个文件、{MOST_BYTES // 1_000_000} MB。",
        f"Too much: at most {MOST_FILES} files and {MOST_BYTES // 1_000_000} MB.",
    )
