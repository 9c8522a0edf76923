"""Telephone numbers, mail addresses and the like: how they are compared, and how they look when they are hidden."""

import re
import unicodedata

from shouwen.base.bigrams import normalise

MOBILE = re.compile(r"1[3-9]\d{9}")
EXTENSION = re.compile(r"(?:转|ext\.?|分机|#|,).*$")
SIGNS_OF_PHONES = re.compile(r"[\s\-()+.]")
HIDDEN = "****"
HONORIFICS = ("女士", "先生", "小姐", "太太", "阿姨", "师傅", "老师", "总", "经理")
FRAGMENT = 4


def normal_phone(text: str) -> str:
    """Digits only, without extension and without the country's code."""
    plain = EXTENSION.sub("", unicodedata.normalize("NFKC", text).strip().lower())
    digits = "".join(each for each in plain if each.isdecimal())
    for code in ("0086", "86"):
        if digits.startswith(code) and MOBILE.fullmatch(digits[len(code) :]):
            return digits[len(code) :]
    return digits


def normal(kind: str, value: str) -> str:
    """The form in which two values of a kind are the same."""
    if kind == "phone":
        return normal_phone(value)
    if kind == "wechat":
        return value.strip()
    return "".join(normalise(value).split())


def masked(kind: str, value: str) -> str:
    """What everybody sees: enough to tell two apart, too little to use."""
    if kind == "phone":
        return _masked_phone(normal_phone(value))
    if kind == "email":
        name, _, domain = value.partition("@")
        return f"{name[:1]}{HIDDEN}@{domain}" if domain else f"{name[:1]}{HIDDEN}"
    shown = 6 if kind == "address" else 2
    return value[: min(shown, len(value) // 2)] + HIDDEN


def _masked_phone(digits: str) -> str:
    if MOBILE.fullmatch(digits):
        return f"{digits[:3]}{HIDDEN}{digits[-4:]}"
    return HIDDEN + digits[-min(4, len(digits) // 3) :] if len(digits) >= FRAGMENT else HIDDEN


def asked_digits(text: str) -> str | None:
    """The digits, when nothing but digits and the signs of telephone numbers was typed."""
    plain = SIGNS_OF_PHONES.sub("", unicodedata.normalize("NFKC", text))
    return normal_phone(plain) if plain.isdecimal() else None


def may_be_one(name: str, other: str) -> bool:
    """Whether two names on one telephone number may be one person: 王女士 and 王敏, or one not known yet."""
    if not name or not other or normalise(name) == normalise(other):
        return True
    polite = name.endswith(HONORIFICS) or other.endswith(HONORIFICS)
    return polite and name[0] == other[0]
