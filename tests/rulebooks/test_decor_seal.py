"""Who may read the name of whoever complained about staff, as DECOR's own gate answers it."""

from pathlib import Path

import yaml

from shouwen.engine.calendars import calendars_of
from shouwen.engine.compile import compile_rulebook
from shouwen.engine.sight import readable_facts
from shouwen.engine.story import read_story
from shouwen.engine.story_run import tell
from shouwen.rulebook.load import load

DECOR = Path(__file__).resolve().parents[2] / "src/shouwen/rulebooks/decor"
HIDDEN = {"staff_form.complainant_name", "staff_form.complainant_contact", "staff_form.complainant_post"}


def test_the_tracker_the_deputies_and_the_director_read_it_and_nobody_else() -> None:
    rulebook = load(DECOR / "2005-08").rulebook
    assert rulebook is not None
    compiled, days = compile_rulebook(rulebook), calendars_of(rulebook.header)
    texts = yaml.load_all((DECOR / "stories/staff.yaml").read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    story = next(each for each in texts if each["story"] == "员工投诉转集团人力资源")
    world, _words = tell(read_story(story, rulebook.header.zone), compiled, days)
    subject, at = world.subject("staff_complaint-1"), world.told[-1].at
    everybody = {person for seat in world.roster.seats.values() for person in seat.persons}
    seen = {person: readable_facts(subject, person, compiled, days, at) for person in everybody}
    assert {person for person, paths in seen.items() if paths} == {"客服助理", "客服副总监", "工程技术副总监", "总监"}
    assert seen["客服助理"] == HIDDEN
