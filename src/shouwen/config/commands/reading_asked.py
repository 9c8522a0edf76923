"""What an endpoint proposes for a file that was read, as `shouwen rulebook read --propose` tells it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from shouwen.authoring.answers import answered_for_all
from shouwen.authoring.asking import CannotAsk
from shouwen.config.environment import Environment
from shouwen.config.proposing import URL, endpoint
from shouwen.rulebook.read import Draft
from shouwen.rulebook.read.folder import files_of
from shouwen.rulebook.read.proposals import Kept


@dataclass(frozen=True)
class Asked:
    """The proposals that load, whose they are, and how many were dropped."""

    kept: tuple[Kept, ...]
    source: str
    dropped: int

    def listed(self) -> list[dict[str, Any]]:
        return [
            {
                "clause": one.proposal.clause,
                "words": one.proposal.words,
                "rules": one.proposal.rules,
                "source": self.source,
            }
            for one in self.kept
        ]

    def lines(self, lang: str) -> Iterator[str]:
        head = f"{self.source} 的建议：{len(self.kept)}，丢弃 {self.dropped}"
        yield (
            f"\n{head}" if lang == "zh" else f"\nproposed by {self.source}: {len(self.kept)}, dropped: {self.dropped}"
        )
        for one in self.kept:
            yield f"  {one.proposal.clause}  “{one.proposal.words}”"
            yield from (f"    {said}" for said in (one.zh if lang == "zh" else one.en))


def proposed(draft: Draft, code: str) -> Asked:
    """Every clause of the draft is asked about; nothing is written anywhere."""
    asked = endpoint(Environment())
    if asked is None:
        raise CannotAsk(f"没有设置 {URL}，没有可问的服务。", f"{URL} is not set, so there is no endpoint to ask.")
    files = files_of(draft, code=code, in_force=date.max)
    texts = {name: text for name, text in files.items() if name.endswith(".yaml")}
    found = list(answered_for_all(texts, asked))
    kept = {one.proposal.rules: one for sifted in found for one in sifted.kept}
    return Asked(tuple(kept.values()), asked.model, sum(len(sifted.dropped) for sifted in found))
