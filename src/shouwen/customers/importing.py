"""What a row of a customers' table says: columns by their names, values checked, faults told by their sort."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from shouwen.base.tables import Line
from shouwen.customers.contacts import may_be_one, normal, normal_phone
from shouwen.customers.values import READERS, NotOneError
from shouwen.rulebook.model import FieldRule

PHONE_DIGITS = range(5, 16)
LONGEST = {"name": 100, "number": 60, "notes": 2000, "address": 500}
KINDS = {
    "个人": "person",
    "单位": "company",
    "企业": "company",
    "公司": "company",
    "person": "person",
    "company": "company",
}
GRADES = {"普通": "normal", "普通客户": "normal", "重要": "important", "重要客户": "important", "vip": "important"}
ATTRIBUTE, OF_OBJECT = "attribute.", "object."


@dataclass(frozen=True, slots=True)
class Target:
    """What a column may be: its title, other headings by which it is known, whether several columns may be it."""

    key: str
    title: str
    also: tuple[str, ...] = ()
    many: bool = False
    rule: FieldRule | None = None


TARGETS = (
    Target("name", "姓名或单位名称", ("姓名", "客户姓名", "名称", "客户名称", "单位名称", "业主", "户名", "联系人")),
    Target(
        "phone",
        "电话",
        ("手机", "手机号", "电话号码", "联系电话", "联系方式", "移动电话", "座机", "备用电话"),
        many=True,
    ),
    Target("kind", "性质", ("客户性质", "客户类型", "个人或单位")),
    Target("grade", "级别", ("客户级别", "等级", "客户等级", "vip")),
    Target("number", "客户编号", ("编号", "客户号", "档案号")),
    Target("unit", "服务单位", ("所属单位", "分公司", "部门", "所属分公司", "单位代号")),
    Target("email", "电子邮箱", ("邮箱", "邮件", "email", "e-mail"), many=True),
    Target("wechat", "微信", ("微信号",), many=True),
    Target("address", "地址", ("联系地址", "通讯地址", "住址"), many=True),
    Target("notes", "备注", ("说明", "备注信息")),
)
OBJECT_TARGETS = (
    Target("object.number", "对象编号", ("合同号", "合同编号", "房号", "户号", "账号")),
    Target("object.name", "对象名称", ("合同名称", "房屋", "项目名称", "工程名称")),
    Target("object.address", "对象地址", ("工程地址", "房屋地址", "项目地址")),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in one row, and what to do about it."""

    row: int
    column: str
    value: str
    sort: str
    """Of `FAULTS`, whose words take the rest."""
    given: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """A row that can be taken in."""

    number: int
    name: str
    phones: tuple[str, ...]
    contacts: tuple[tuple[str, str, str], ...]
    """(kind, value, label), telephones among them, in the order of the columns."""
    plain: Mapping[str, str]
    """kind, grade, number, notes, as far as the table has them."""
    unit: int | None
    attributes: Mapping[str, object]
    thing: Mapping[str, object] | None
    """number, name, address and attributes of the object, where the row names one."""
    thing_first_in: int = 0
    """The row before that names an object of the same number; 0 is none."""


@dataclass
class Reading:
    """What rows are compared with, and what the rows before have taken."""

    headings: Sequence[str]
    columns: Sequence[str]
    targets: Mapping[str, Target]
    units: Mapping[str, int]
    """By name and by code, of those that the importer may look after."""
    seen: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    """Telephone → rows that have it, with their names."""
    numbers: dict[str, int] = field(default_factory=dict)
    """Customer's number → row."""
    things: dict[str, int] = field(default_factory=dict)
    """Object's number → row."""

    def row(self, line: Line) -> Row | list[Fault]:
        """The row, or everything that is wrong with it at once."""
        return _One(self, line).read()


def targets(attributes: Mapping[str, FieldRule], of_object: Mapping[str, FieldRule]) -> dict[str, Target]:
    """Every column that can be, those of the trade's own attributes behind the common ones."""
    own = [Target(f"{ATTRIBUTE}{name}", rule.title or name, rule=rule) for name, rule in attributes.items()]
    things = [Target(f"{OF_OBJECT}{name}", rule.title or name, rule=rule) for name, rule in of_object.items()]
    return {each.key: each for each in (*TARGETS, *own, *OBJECT_TARGETS, *things)}


def guess_columns(headings: Sequence[str], known: Mapping[str, Target]) -> list[str]:
    """The target of each heading as far as its words tell; each once unless several may be it."""
    found: list[str] = []
    for heading in headings:
        plain = "".join(each for each in heading.lower() if each.isalnum() and not each.isdecimal())
        fitting = (key for key, each in known.items() if plain and _is_called(each, plain))
        chosen = next((key for key in fitting if known[key].many or key not in found), "")
        found.append(chosen)
    return found


def _is_called(target: Target, plain: str) -> bool:
    words = [target.title, *target.also]
    return any("".join(each for each in word.lower() if each.isalnum()) == plain for word in words)


class _One:
    """One row on its way through the checks."""

    def __init__(self, reading: Reading, line: Line) -> None:
        self.reading = reading
        self.line = line
        self.faults: list[Fault] = []

    def cells(self, key: str) -> Iterator[tuple[str, str]]:
        """(heading, value) of the columns that are this target and hold anything."""
        for place, target in enumerate(self.reading.columns):
            if target == key and place < len(self.line.cells) and self.line.cells[place]:
                yield self.reading.headings[place], self.line.cells[place]

    def one(self, key: str) -> tuple[str, str]:
        return next(self.cells(key), ("", ""))

    def wrong(self, column: str, value: str, sort: str, **given: str | int) -> None:
        self.faults.append(Fault(self.line.number, column, value[:60], sort, given))

    def read(self) -> Row | list[Fault]:
        name = self._short("name")
        contacts = tuple(self._contacts())
        phones = tuple(dict.fromkeys(normal_phone(value) for kind, value, _ in contacts if kind == "phone"))
        if not name and not phones:
            self.wrong("", "", "nobody")
        plain = {"number": self._short("number"), "notes": self._short("notes")}
        plain |= {"kind": self._word("kind", KINDS, "个人、单位"), "grade": self._word("grade", GRADES, "普通、重要")}
        unit = self._unit()
        attributes = self._attributes(ATTRIBUTE)
        thing = self._thing()
        self._twice(name, phones)
        self._number_twice(plain["number"])
        if self.faults:
            return self.faults
        return Row(self.line.number, name, phones, contacts, plain, unit, attributes, thing, self._thing_twice(thing))

    def _short(self, key: str) -> str:
        column, value = self.one(key)
        longest = LONGEST.get(key.rpartition(".")[2], 200)
        if len(value) > longest:
            self.wrong(column, value, "long", length=len(value), most=longest)
        return value

    def _contacts(self) -> Iterator[tuple[str, str, str]]:
        for kind in ("phone", "email", "wechat", "address"):
            for column, value in self.cells(kind):
                for part in (
                    value.replace("，", ",").replace("；", ",").replace("、", ",").replace(";", ",").split(",")
                    if kind == "phone"
                    else [value]
                ):
                    if part.strip() and self._fits(kind, column, part.strip()):
                        yield kind, part.strip(), "" if column in ("电话", "地址") else column

    def _fits(self, kind: str, column: str, value: str) -> bool:
        if kind == "phone" and len(normal_phone(value)) not in PHONE_DIGITS:
            self.wrong(column, value, "phone")
            return False
        if kind == "email" and not ("@" in value.strip("@") and " " not in value):
            self.wrong(column, value, "email")
            return False
        if kind == "address" and len(value) > LONGEST["address"]:
            self.wrong(column, value, "long", length=len(value), most=LONGEST["address"])
            return False
        return bool(normal(kind, value))

    def _word(self, key: str, words: Mapping[str, str], may_be: str) -> str:
        column, value = self.one(key)
        if value and value.lower() not in words:
            self.wrong(column, value, "word", may_be=may_be)
        return words.get(value.lower(), "")

    def _unit(self) -> int | None:
        column, value = self.one("unit")
        if value and value not in self.reading.units:
            self.wrong(column, value, "unit")
        return self.reading.units.get(value)

    def _attributes(self, prefix: str) -> dict[str, object]:
        found: dict[str, object] = {}
        for key, target in self.reading.targets.items():
            if key.startswith(prefix) and target.rule is not None:
                column, value = self.one(key)
                if value:
                    found[key.removeprefix(prefix)] = self._value(target.rule, column, value)
        return found

    def _value(self, rule: FieldRule, column: str, value: str) -> object:
        read = READERS.get(rule.type)
        try:
            return read(rule, value) if read else value
        except NotOneError as error:
            self.wrong(column, value, error.sort, **error.given)
            return None

    def _thing(self) -> dict[str, object] | None:
        number, name, address = (self._short(f"{OF_OBJECT}{each}") for each in ("number", "name", "address"))
        attributes = self._attributes(OF_OBJECT)
        if not any((number, name, address, attributes)):
            return None
        return {"number": number, "name": name or number or address, "address": address, "attributes": attributes}

    def _twice(self, name: str, phones: Sequence[str]) -> None:
        """The same number with the same name is the same customer; with another name it is another of the family."""
        for phone in phones:
            before = self.reading.seen.setdefault(phone, [])
            same = next((row for row, other in before if may_be_one(name, other)), None)
            if same is not None:
                self.wrong("", "", "same_person", row=same)
                return
        for phone in phones:
            self.reading.seen[phone].append((self.line.number, name))

    def _thing_twice(self, thing: Mapping[str, object] | None) -> int:
        """Where its number stood first; such a house is entered once, with whom it was told of first."""
        number = str(thing["number"]).lower() if thing else ""
        first = self.reading.things.setdefault(number, self.line.number) if number else self.line.number
        return first if first != self.line.number else 0

    def _number_twice(self, number: str) -> None:
        before = self.reading.numbers.setdefault(number.lower(), self.line.number) if number else self.line.number
        if before != self.line.number:
            self.wrong("", number, "same_number", row=before)
