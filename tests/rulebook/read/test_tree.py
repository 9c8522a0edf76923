"""The clause tree of small invented rulebooks, in every way Chinese offices number."""

import pytest

from shouwen.rulebook.read import Draft, read_bytes


def read(text: str) -> Draft:
    return read_bytes(text.encode("utf-8"))


def places(text: str) -> list[tuple[str, str]]:
    return [(clause.path, clause.heading or clause.text) for clause in read(text).clauses]


def test_chapters_articles_and_items() -> None:
    draft = read(
        "借书室管理办法\n第一章 总则\n第一条 借书室为全体读者服务。\n第二章 借阅\n第二条 借阅按下列规定办理：\n"
        "（一）凭证借阅；\n1. 成人凭借书证；\n2. 儿童凭家长的借书证。\n（二）按时归还。\n第三条 遗失的照价赔偿。"
    )
    assert draft.title == "借书室管理办法"
    assert [(clause.number, clause.path) for clause in draft.clauses] == [
        ("第一章", "1"),
        ("第一条", "1.1"),
        ("第二章", "2"),
        ("第二条", "2.2"),
        ("(一)", "2.2.1"),
        ("1.", "2.2.1.1"),
        ("2.", "2.2.1.2"),
        ("(二)", "2.2.2"),
        ("第三条", "2.3"),
    ]


def test_a_second_list_with_a_heading_of_its_own() -> None:
    text = "一、值班\n早班：\n1、开门。\n2、点灯。\n晚班工作要求\n1、关灯。\n2、锁门。\n二、交接\n写清楚。"
    assert [path for path, _ in places(text)] == [
        "1",
        "1.1",
        "1.2",
        "1.晚班工作要求",
        "1.晚班工作要求.1",
        "1.晚班工作要求.2",
        "2",
    ]


def test_dotted_numbers_and_letters() -> None:
    text = "1 目的\n把电梯修好。\n2 职责\n2.1 维修组\n2.1.1 个性化报修也受理。\n2.1.2 日常巡检做记录：\na) 轿厢；\nb) 机房。\n2.2 2.5小时内到场的记优。"
    assert [path for path, _ in places(text)] == ["1", "2", "2.1", "2.1.1", "2.1.2", "2.1.2.1", "2.1.2.2", "2.2"]


def test_circles_and_full_width_digits() -> None:
    text = "一、流程\n（１）登记：①姓名；②电话；③地址。\n（２）派人。"
    assert [path for path, _ in places(text)] == ["1", "1.1", "1.1.1", "1.1.2", "1.1.3", "1.2"]


def test_a_document_without_any_line_break() -> None:
    text = (
        "浴室管理制度一、总则1.目的：让大家洗得安心，洗得干净，洗得暖和，也让浴室的设备用得长久，特制定本制度。2.范围：适用于本院全部浴室、更衣室和锅炉房，"
        "临时开放的场所参照执行，不另外制定制度。二、开放1.开放时间为每天下午，由浴室管理员开门，开门前先检查水温，水温不合适的不得开放，并向后勤科说明原因。"
        "2.教学区一、二级楼的浴室轮流开放，轮到的楼由楼长提前告知住户，没有轮到的楼可以到邻近的楼洗浴，凭本人证件登记后进入。三、安全1.地面有水要及时拖干，"
        "防止有人滑倒，出现滑倒的马上送医，并告诉家属。2.锅炉每天有人看守，看守的人不得离开，离开要有人替班。"
    )
    assert [path for path, _ in places(text)] == ["1", "1.1", "1.2", "2", "2.1", "2.2", "3", "3.1", "3.2"]


def test_named_items_become_clauses() -> None:
    draft = read("一、答复要求\n及时性：当场能答的当场答。准确性：拿不准的先核实。礼貌性：说“您好”。")
    assert [(clause.path, clause.heading) for clause in draft.clauses] == [
        ("1", "答复要求"),
        ("1.1", "及时性"),
        ("1.2", "准确性"),
        ("1.3", "礼貌性"),
    ]
    assert draft.clauses[2].text == "拿不准的先核实。"


def test_numbers_used_twice_get_paths_of_their_own() -> None:
    paths = [path for path, _ in places("一、事项\n1.甲事。\n2.乙事。\n2.丙事。\n3.丁事。")]
    assert paths == ["1", "1.1", "1.2", "1.2-2", "1.3"]


def test_several_documents_in_one_file() -> None:
    draft = read("服务方案\n方案范例 篇1\n一、接待\n1.起立。\n方案范例 篇2\n一、送客\n1.送到门口。")
    assert [clause.path for clause in draft.clauses] == ["1", "1.1", "1.1.1", "2", "2.1", "2.1.1"]


def test_figures_inside_a_sentence_are_no_clauses() -> None:
    text = "第一条 按照第三条规定，2.5小时内到场，3.0版系统停用。\n第二条 一、二楼由甲负责。"
    assert [path for path, _ in places(text)] == ["1", "2"]


def test_traditional_stays_traditional_and_readings_in_brackets_go() -> None:
    draft = read("一、服務(wù)質(zhì)量\n維護(hu)客戶(hù)關係(iso不變)。")
    assert draft.clauses[0].heading == "服務質量"
    assert draft.clauses[0].text == "維護客戶關係(iso不變)。"


def test_what_a_site_put_around_is_left_out() -> None:
    body = "\n".join(f"{n}.第{n}件事要办好，办好了要登记，登记了要归档。" for n in range(1, 12))
    text = f"已阅读5页，还剩4页未读\n下载本文档\n版权说明：本文档由用户提供并上传，收益归属内容提供方\n某站工作制度\n{body}\n温馨提示\n1. 本站所有资源均由用户上传。\n2. 下载后请勿用于商业用途。\n最新文档\n- 某某大学试卷"
    draft = read(text)
    assert [clause.path for clause in draft.clauses] == [str(n) for n in range(1, 12)]
    assert "上传" not in "".join(clause.text for clause in draft.clauses)
    assert draft.title == "某站工作制度"


def test_lines_cut_by_the_width_of_the_page_are_whole_again() -> None:
    draft = read("一、回访\n（1）客户开户以后由专人在规定的时间里用电话或者上门\n的方式做一次回访，并做好记录。")
    assert draft.clauses[1].text == "客户开户以后由专人在规定的时间里用电话或者上门的方式做一次回访，并做好记录。"


def test_text_without_numbers_is_one_clause() -> None:
    draft = read("请各位同事上班时佩戴工牌，下班时关好门窗。")
    assert [(clause.path, clause.number) for clause in draft.clauses] == [("0", "")]


@pytest.mark.parametrize(("first", "second"), [("壹、", "贰、"), ("壹、", "貳、")])
def test_formal_numerals(first: str, second: str) -> None:
    assert [path for path, _ in places(f"{first}总则\n一、服务。\n二、收费。\n{second}组织\n一、主任一人。")] == [
        "1",
        "1.1",
        "1.2",
        "2",
        "2.1",
    ]


def test_a_table_of_contents_is_no_clause() -> None:
    text = "宾馆手册\n目录\n第一章 前厅………………1\n第二章 客房………………5\n第一章 前厅\n1.1 登记。\n第二章 客房\n2.1 整理。\n附录A 意见书"
    assert [path for path, _ in places(text)] == ["1", "1.1", "2", "2.1", "附录A"]
