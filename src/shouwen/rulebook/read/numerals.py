"""Numbers as Chinese rulebooks write them: 24, 二十四, 两, 半, 第十一."""

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_DIGITS |= dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True)) | {"参": 3}
_TENS = {"十": 10, "拾": 10, "百": 100, "千": 1000}
_JOINED = str.maketrans({"廿": "二十", "卅": "三十"})
NUMBER = r"(?:\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千廿卅]+)"


def number(text: str) -> float | None:
    """The value of folded digits or Chinese numerals; None if it is neither."""
    if text.isascii():
        try:
            return float(text)
        except ValueError:
            return None
    text = text.translate(_JOINED)
    if all(character in _DIGITS for character in text):
        return float("".join(str(_DIGITS[character]) for character in text))
    return _placed(text)


def plain(value: float) -> float | int:
    """24 rather than 24.0."""
    return int(value) if value == int(value) else value


def _placed(text: str) -> float | None:
    total, digit = 0, None
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _TENS:
            total += (1 if digit is None else digit) * _TENS[character]
            digit = None
        else:
            return None
    return float(total + (digit or 0))
