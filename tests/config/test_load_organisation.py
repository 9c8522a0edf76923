"""A company that was founded gets its units, people, posts, scopes and sign-ins from a file."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from shouwen.base.actions import found_installation
from shouwen.base.clock import now
from shouwen.base.models import User
from shouwen.people import actions
from shouwen.people.access import viewer_for
from shouwen.people.models import Holding, Person, PostScope, Unit
from shouwen.people.queries import posts_held
from shouwen.runtime import rulebooks

pytestmark = pytest.mark.django_db
EXAMPLE = Path(__file__).parents[2] / "docs/recipes/set-up-a-company.yaml"


@pytest.fixture(autouse=True)
def _founded() -> None:
    rulebooks.forget()
    found_installation(company="安居装饰", is_demo=False, at=now())


def load(path: Path, *words: str) -> str:
    out = StringIO()
    call_command("load_organisation", str(path), *words, stdout=out)
    return out.getvalue()


def written(folder: Path, text: str) -> Path:
    path = folder / "company.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Unit, Person, Holding, PostScope, User))


def test_the_example_of_the_recipe_puts_everybody_in_place(client: Client) -> None:
    said = load(EXAMPLE)
    assert "Made unit NJ-KF 南京客服部" in said
    assert "Made sign-in luoxiaoman for 罗小满" in said
    password = next(line.split()[1] for line in said.splitlines() if line.split()[0] == "luoxiaoman")
    client.post(reverse("account_login"), {"login": "luoxiaoman", "password": password})
    assert "_auth_user_id" in client.session
    viewer = viewer_for(User.objects.get(username="luoxiaoman"), now())
    assert viewer is not None
    assert [held.post for held in posts_held(viewer.id, at=now())] == ["service_assistant"]
    assert Person.objects.filter(name="罗小满").count() == 2
    assert Person.objects.get(name="傅明").office == "security"


def test_a_second_time_adds_only_what_is_new(tmp_path: Path) -> None:
    load(EXAMPLE)
    before = counts()
    assert "nothing was changed" in load(EXAMPLE)
    assert counts() == before
    more = EXAMPLE.read_text(encoding="utf-8").replace("branch_manager@NJ: [高远]", "branch_manager@NJ: [高远, 许静]")
    said = load(written(tmp_path, more))
    assert said.splitlines() == ["Made person 许静", "Made post branch_manager@NJ for 许静"]


def test_a_dry_run_tells_and_makes_nothing() -> None:
    before = counts()
    said = load(EXAMPLE, "--dry-run")
    assert "Would make unit AJ 安居装饰" in said
    assert "password" not in said
    assert counts() == before
    assert "Made unit AJ 安居装饰" in load(EXAMPLE)


FAULTY = """\
units:
  AJ: [安居装饰, group]
  aj: [安居二, group]
  NJ: [南京分公司, branch, XX]
holders:
  branch_managr@NJ: [高远]
  branch_manager@ZZ: [高远]
sign_ins:
- {username: gao, person: 高远}
- {username: Gao, person: 卫然}
"""


def test_all_that_is_wrong_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    before = counts()
    with pytest.raises(CommandError) as refused:
        load(written(tmp_path, FAULTY))
    said = str(refused.value)
    assert "company.yaml:3: The code 'aj' is used twice" in said
    assert "company.yaml:4: 'NJ' hangs on 'XX'" in said
    assert "company.yaml:6: No rulebook knows the post 'branch_managr': did you mean 'branch_manager'?" in said
    assert "company.yaml:7: 'branch_manager@ZZ' names the unit 'ZZ'" in said
    assert "company.yaml:10: Two sign-ins are called 'Gao'" in said
    assert "company.yaml:10: '卫然' holds no post" in said
    assert counts() == before


def test_a_word_that_is_not_foreseen_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"company\.yaml:3"):
        load(written(tmp_path, "units:\n  AJ: [安居装饰, group]\nhollders: {}\n"))


def test_a_sign_in_of_somebody_else_is_not_taken(tmp_path: Path) -> None:
    load(EXAMPLE)
    taken = "people: {许静: {}}\nsign_ins:\n- {username: LuoXiaoman, person: 许静}\n"
    with pytest.raises(CommandError, match=r"company\.yaml:3: The sign-in 'LuoXiaoman' belongs to somebody else"):
        load(written(tmp_path, taken))


def test_what_is_refused_halfway_leaves_nothing_behind(tmp_path: Path) -> None:
    person = actions.hire(name="张伟", by=None, at=now())
    actions.give_sign_in(person=person.pk, username="zhangwei", password="x" * 12, by=None, at=now())
    actions.appoint_administrator(person=person.pk, office="system", by=None, at=now())
    before = counts()
    two = "units: {AJ: [安居装饰, group]}\nsign_ins:\n- {username: zhangwei, person: 张伟, office: security}\n"
    with pytest.raises(CommandError, match=r"nobody holds two of the three offices\. Nothing was made"):
        load(written(tmp_path, two))
    assert counts() == before


def test_once_a_rulebook_is_installed_only_its_posts_count(tmp_path: Path) -> None:
    call_command("install_rulebook", "GREEN/2024", stdout=StringIO(), stderr=StringIO())
    with pytest.raises(CommandError, match="No rulebook knows the post 'center_director'"):
        load(EXAMPLE)


def test_passwords_go_into_a_file_of_ones_own(tmp_path: Path) -> None:
    kept = tmp_path / "passwords.txt"
    assert "shown this once" not in load(EXAMPLE, "--password-file", str(kept))
    assert kept.stat().st_mode & 0o777 == 0o600
    username, password = kept.read_text(encoding="utf-8").splitlines()[0].split()
    assert User.objects.get(username=username).check_password(password)


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    kept = written(tmp_path, "mine")
    with pytest.raises(CommandError, match="exists"):
        load(EXAMPLE, "--password-file", str(kept))
    assert kept.read_text(encoding="utf-8") == "mine"
    assert not Unit.objects.exists()


@pytest.mark.parametrize(("act", "sound"), [("suprevise", False), ("supervise", True)])
def test_a_scope_permits_only_acts_that_there_are(tmp_path: Path, *, act: str, sound: bool) -> None:
    path = written(tmp_path, f"scopes:\n- {{reach: own, acts: [see, {act}], posts: [service_assistant]}}\n")
    if sound:
        load(path)
        assert PostScope.objects.get().acts == ["see", "supervise"]
        return
    with pytest.raises(CommandError, match="There is no act 'suprevise' to permit; did you mean 'supervise'"):
        load(path)
    assert PostScope.objects.count() == 0
