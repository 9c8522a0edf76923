"""What can be wrong with a row of a table, and what to do about it, in words that a page puts into its own language."""

from collections.abc import Mapping

FAULTS: Mapping[str, tuple[str, str]] = {
    "nobody": ("既没有姓名，也没有电话", "至少填一项，或删去这一行"),
    "long": ("有 %(length)s 字，最多 %(most)s 字", "请缩短"),
    "phone": ("不像电话号码", "请改成数字，例如 13812345678 或 021-12345678；多个号码用逗号分开"),
    "email": ("不像邮箱地址", "请改成 name@example.com 这样"),
    "word": ("不是可选的值", "请改成 %(may_be)s 之一，或留空"),
    "unit": ("没有这个单位，或不在您的数据范围内", "请改成单位的全称或代号，或留空"),
    "same_person": ("与第 %(row)s 行是同一个电话和姓名", "请合成一行，或改正其中一行"),
    "same_number": ("与第 %(row)s 行的客户编号相同", "请改正其中一行，或留空由系统编号"),
    "given_number": ("这是系统自编编号的样式，而没有这个客户", "请留空，或改用别的写法"),
    "number": ("不是数字", "请只填数字，例如 1200 或 0.5"),
    "date": ("不是日期", "请改成 2026-03-02 这样"),
    "yes_no": ("不是“是”或“否”", "请改成 是 或 否"),
}
