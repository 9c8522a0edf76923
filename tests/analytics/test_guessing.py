"""What the installation's own history teaches: a guess with its confidence, silence where it knows too little, and its record."""

import csv
import re
from pathlib import Path

import pytest
from tests.cases.counter import open_counter
from tests.cases.house import House, found_house
from tests.web.signed_in import signed_in, text_of

from shouwen.analytics.actions import learn_all
from shouwen.analytics.guessing import Example, Model, guess, learn
from shouwen.analytics.models import GuessAnswer, GuessModel
from shouwen.analytics.suggesting import standings, suggest
from shouwen.base.clock import now
from shouwen.cases.models import Case

SAID = {
    "hollow": ["厨房墙砖空鼓", "卫生间瓷砖起拱", "客厅地砖敲着空响", "墙砖一块块鼓起来"],
    "lawn": ["小区草坪枯黄", "花坛里的草没人修剪", "绿化带杂草太高", "草地浇水太少都黄了"],
    "bill": ["这个月账单多算了", "物业费收据没开", "缴费以后还催缴", "费用明细对不上"],
}
PLACES = ("三号楼", "南门", "地下一层", "东区", "幼儿园边上")
DATA = Path(__file__).parents[3] / "shared" / "data" / "messages_replies_2816.csv"


def examples(times: int) -> list[Example]:
    return [
        Example(f"{PLACES[place % 5]}{words}，麻烦处理{place}", label)
        for place in range(times)
        for label, said in SAID.items()
        for words in said
    ]


def test_what_was_learnt_tells_kinds_of_words_it_never_saw_together() -> None:
    model, measured = learn(examples(20))
    assert measured.right == measured.texts
    shares = guess(model, "请问北区的草坪什么时候浇水")
    assert max(shares, key=lambda each: shares[each]) == "lawn"
    assert sum(shares.values()) == pytest.approx(1.0)
    assert guess(model, "zzz") == {}


def test_it_is_no_surer_than_it_is_right() -> None:
    """Half of the texts say nothing of their kind: whoever is sure of them is wrong every other time."""
    noise = [Example(f"有件事想反映一下{place}", "hollow" if place % 4 < 2 else "bill") for place in range(400)]
    model, _ = learn(noise)
    assert max(guess(model, "有件事想反映一下").values()) < 0.7


def test_a_model_reads_back_from_what_is_kept() -> None:
    model, _ = learn(examples(5))
    kept = Model(
        dict(model.labels), {piece: dict(held) for piece, held in model.pieces.items()}, model.temperature, model.totals
    )
    assert guess(kept, "草坪枯黄") == guess(model, "草坪枯黄")


@pytest.fixture
def house(db: None) -> House:
    made = found_house()
    open_counter()
    return made


def history(house: House, times: int) -> None:
    for each in examples(times):
        fields = {"channel": "phone", "matter": each.text}
        facts = {"heard.area": each.label}
        house.open(now(), case_type="matter", title=each.text[:30], content=each.text, fields=fields, facts=facts)


def test_with_too_little_history_it_says_nothing(house: House) -> None:
    history(house, 3)
    assert learn_all(at=now()) == 0
    assert suggest("COUNTER", "小区草坪枯黄一大片", ["matter"]) is None
    assert "建议" not in looked("小区草坪枯黄一大片", house).partition('id="guess"')[2].partition("</div>")[0]


def looked(words: str, house: House, **more: str) -> str:
    sent = {"case_type": "matter", "unit": str(house.branch), "matter_form.matter": words, "look": "1", **more}
    return text_of(signed_in("alice").post("/cases/new/", sent))


def test_it_suggests_with_confidence_chooses_nothing_and_keeps_what_people_made_of_it(house: House) -> None:
    history(house, 18)
    assert learn_all(at=now()) == 1
    assert learn_all(at=now()) == 0
    model = GuessModel.objects.get()
    assert (model.rulebook, model.cases, model.speaks) == ("COUNTER", 216, True)
    page = looked("南区草坪大片枯黄没人浇水", house)
    assert re.search(r"建议：窗口事项 › 草坪 · \d\d%", page)
    assert 'value="lawn" checked' not in page
    token = re.search(r'name="guess" value="([^"]+)"', page)
    assert token is not None
    sent = {
        "case_type": "matter", "unit": str(house.branch), "matter_form.channel": "phone",
        "matter_form.matter": "南区草坪大片枯黄没人浇水", "guess": token[1],
    }  # fmt: skip
    alice = signed_in("alice")
    alice.post("/cases/new/", {**sent, "heard.area": "lawn", "key": "a"})
    alice.post("/cases/new/", {**sent, "heard.area": "bill", "key": "b"})
    alice.post("/cases/new/", {**sent, "guess": "forged", "key": "c"})
    assert list(GuessAnswer.objects.order_by("id").values_list("accepted", flat=True)) == [True, False]
    assert Case.objects.count() == 219
    (standing,) = standings()
    assert (standing.asked, standing.accepted) == (2, 1)
    shown = text_of(signed_in("dora").get("/guesses/"))
    assert "1/2" in shown
    assert "在建议" in shown


def test_noise_teaches_it_to_be_silent(house: House) -> None:
    for place in range(220):
        words = f"有件事想反映一下第{place}次"
        label = ("hollow", "lawn", "bill")[place % 3]
        fields = {"channel": "phone", "matter": words}
        house.open(now(), case_type="matter", title=words, fields=fields, facts={"heard.area": label})
    assert learn_all(at=now()) == 1
    assert not GuessModel.objects.get().speaks
    assert suggest("COUNTER", "有件事想反映一下", ["matter"]) is None


BUREAUS = {
    "housing": "住房和城乡建设|住建局|房产|房管", "schools": "教育局", "police": "公安|交警", "work": "人力资源|人社局|社保",
    "health": "卫生|卫健|医保|医院", "order": "城管|城市管理|行政执法", "land": "国土|自然资源|规划局", "air": "环保局|生态环境",
    "roads": "交通运输|交通局|公交|轨道", "water": "水务|供水|水利", "civil": "民政", "market": "工商|市场监督|食药|物价",
    "farms": "农业|林业|农村",
}  # fmt: skip


def bureau_of(reply: str) -> str | None:
    """Who answered, by the bureau that the reply names first."""
    found = [(hit.start(), name) for name, words in BUREAUS.items() if (hit := re.search(words, reply[:400]))]
    return min(found)[1] if found else None


@pytest.mark.skipif(not DATA.exists(), reason=f"the messages of the platform are not here: {DATA}")
def test_real_messages_tell_which_bureau_will_answer(capsys: pytest.CaptureFixture[str]) -> None:
    with DATA.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    told = [
        Example(f"{row['留言主题']} {row['留言详情'][:800]}", bureau)
        for row in rows
        if (bureau := bureau_of(row["答复意见"])) is not None
    ]
    _, measured = learn(told)
    with capsys.disabled():
        print(f"\n{measured.right}/{measured.texts} bureaus right; the commonest alone {measured.commonest}")
    assert measured.right > 0.45 * measured.texts
    assert measured.commonest < 0.2 * measured.texts
