"""What can be wrong with a table or a row of it, and what to do about it, in words that a page puts into its own language."""

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
UNREADABLE: Mapping[str, str] = {
    "empty": "文件是空的：第一行要写各列的名称，可先下载模板。",
    "none": "请先选一个文件。",
    "columns": "有 %(count)s 列，最多 %(most)s 列：请删去不用的列。",
    "rows": "超过 %(most)s 行：请分成几个文件。",
    "bytes": "文件超过 %(most)s MB：请分成几个文件。",
    "unpacked": "表格展开后太大：请分成几个文件，或另存为 CSV。",
    "workbook": "这个文件打不开：请用 Excel 或 WPS 另存为 xlsx 或 CSV 再试。",
    "quotes": "第 %(row)s 行读不下去：请检查引号是否成对，或另存为 xlsx。",
    "encoding": "文字编码认不出来：请另存为 UTF-8 或 GBK 编码的 CSV，或 xlsx。",
    "gone": "上传的人已离岗，请由在岗人员重新上传。",
}
