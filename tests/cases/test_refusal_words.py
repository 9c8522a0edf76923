"""Why an approval did not pass is said in words, whichever of the engine's reasons it is."""

import re
from pathlib import Path

import shouwen.engine
from shouwen.cases.words import LACKS

ENGINE = Path(shouwen.engine.__file__).parent


def test_every_reason_of_an_approval_has_its_words() -> None:
    source = (ENGINE / "approval_verbs.py").read_text(encoding="utf-8")
    reasons = set(re.findall(r'Refusal\("(\w+)"\)', source)) | {"not_your_turn", "not_your_approval", "no_exit"}
    assert len(reasons) > 10
    assert sorted(reason for reason in reasons if f"approval:{reason}" not in LACKS) == []
