"""Posts, departments, forms, ways upwards and what is left open, found in invented texts."""

from shouwen.rulebook.read import Draft, read_bytes


def read(text: str) -> Draft:
    return read_bytes(text.encode("utf-8"))


def posts(text: str) -> list[str]:
    return [found.name for found in read(text).posts]


def departments(text: str) -> list[str]:
    return [found.name for found in read(text).departments]


def forms(text: str) -> list[str]:
    return [found.name for found in read(text).forms]


def test_posts_behind_verbs_and_function_words() -> None:
    assert posts("由客服主管组织，客服专员协助处理，并向服务中心经理汇报。") == ["客服主管", "客服专员", "服务中心经理"]


def test_a_post_with_two_titles_and_one_with_brackets() -> None:
    assert posts("客服副总监/主任审核后交工程(技术)副总监。") == ["客服副总监/主任", "工程(技术)副总监"]


def test_a_post_named_with_its_office_is_the_post() -> None:
    assert posts("一、总监审批。\n二、总监签字。\n三、管理中心总监归档。") == ["总监"]


def test_an_unknown_trade_is_believed_when_it_comes_again() -> None:
    assert posts("钟表组长检查。钟表组长签字。") == ["钟表组长"]


def test_a_rank_alone_is_a_post_where_nobody_else_has_it() -> None:
    assert posts("报主任批准。") == ["主任"]
    assert posts("报主任批准，客服主任备案。") == ["客服主任"]


def test_words_that_only_look_like_posts() -> None:
    assert posts("有关人员、工作人员和全体会员不得离岗，责任人员另行处理。") == []


def test_posts_of_other_trades() -> None:
    text = "护士长检查，导医员引导，座席代表登记，报后勤处处长审批，由分管副行长签批，调度员派维修工上门。"
    assert posts(text) == ["护士长", "导医员", "座席代表", "后勤处处长", "分管副行长", "调度员", "维修工"]


def test_all_of_a_service_are_not_one_more_post() -> None:
    assert posts("客服人员要有礼貌，客服主管检查。") == ["客服主管"]


def test_a_room_or_a_role_is_no_department_until_it_acts() -> None:
    assert departments("员工不得在办公室逗留，不得弄乱办公室内的物品，要打造成指挥中心。") == []
    assert departments("录音由办公室妥善保存，不得在办公室逗留。") == ["办公室"]


def test_a_department_with_and_without_its_last_word_is_one() -> None:
    assert departments("报工程部门处理。工程部三日内答复。") == ["工程部门"]


def test_departments() -> None:
    found = departments("工程部会同财务部门办理，报法务中心、审计委和档案室，相关部门配合，以客户为中心。")
    assert found == ["工程部", "财务部门", "法务中心", "审计委", "档案室"]


def test_heads_of_departments() -> None:
    assert posts("上报前厅部经理，大堂副理迎接，客房部主管抽查。") == ["前厅部经理", "大堂副理", "客房部主管"]


def test_sections_and_offices() -> None:
    assert departments("质控科、信息科会同收费处，报后勤处。") == ["质控科", "信息科", "收费处", "后勤处"]


def test_who_a_law_is_about_is_no_department() -> None:
    assert departments("依据《医疗机构管理条例》办理。") == []


def test_forms_in_titles_quotes_and_plain() -> None:
    text = "填写《来访登记表》，开具“放行通知单”，签署装修承诺书，凭许可证办理；依据《合同法》和《考核办法》。"
    assert forms(text) == ["来访登记表", "放行通知单", "装修承诺书", "许可证", "考核办法"]


def test_words_that_only_look_like_forms() -> None:
    assert forms("保证质量，代表公司下单，施工单位佩戴员工证，取得资格证书。") == []


def test_a_name_is_listed_once_with_its_clauses() -> None:
    draft = read("一、客服主管值班。\n二、值班。\n三、客服主管交班。")
    assert [(found.name, found.clauses) for found in draft.posts] == [("客服主管", ("1", "3"))]


def test_ways_upwards_and_approvals_keep_their_sentence() -> None:
    draft = read("一、接待要热情。重大问题及时上报总监。\n二、退款由经理审批。\n三、记录要完整。")
    assert [(found.clause, found.words, found.kind) for found in draft.escalations] == [
        ("1", "重大问题及时上报总监。", "escalation"),
        ("2", "退款由经理审批。", "approval"),
    ]


def test_principles() -> None:
    draft = read("一、遵循“谁受理谁负责”的原则。\n二、首问负责制：第一个接待的人负责到底。")
    assert [found.clause for found in draft.principles] == ["1", "2"]


def test_what_is_left_open() -> None:
    draft = read("一、值长x人，[X]小时内答复。\n二、及时处理，定期回访。")
    assert [(found.clause, found.words, found.kind) for found in draft.parameters] == [
        ("1", "[X]小时内", "blank"),
        ("1", "值长x人", "blank"),
        ("2", "及时", "vague"),
        ("2", "定期", "vague"),
    ]
