"""保存期限: terms that one administrator asks for and another agrees to, what they would take, holds, and certificates."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwen.people.access import may
from shouwen.retention import actions, queries
from shouwen.retention.kinds import CASE, KINDS
from shouwen.retention.queries import AGREE, MANAGE, PAGE, TermView
from shouwen.retention.reckoning import paper_words
from shouwen.runtime import job_runs
from shouwen.web.administration.forms import Field, Form, Typed, answer, choice, reason
from shouwen.web.ui.staff import StaffRequest, needs, staff_page
from shouwen.web.ui.words import counted

JOB = "retention"
HELD = {"case": "事项编号", "customer": "客户编号"}


@staff_page
@needs(AGREE)
def keeping(request: StaffRequest) -> HttpResponse:
    """Class by class: its term, who answers for it, and how many records are past it."""
    terms = queries.term_views(request.viewer)
    counts = queries.counts(request.viewer, request.at)
    rows = [
        {"kind": key, "one": one, "terms": [(term, counts[term.id]) for term in terms if term.kind == key]}
        for key, one in KINDS.items()
    ]
    runs = {job.name: job for job in job_runs.job_views()}
    context = {
        "rows": rows,
        "waiting": [(term, counts[term.id]) for term in queries.waiting_views(request.viewer)],
        "holds": [hold for hold in queries.holds(request.viewer) if hold.lifted_at is None],
        "lifted": [hold for hold in queries.holds(request.viewer) if hold.lifted_at is not None],
        "certificates": queries.certificates(request.viewer, most=5),
        "papers": paper_words(),
        "manages": may(request.viewer, MANAGE),
        "run": runs.get(JOB),
    }
    return render(request, "administration/keeping.html", context)


@staff_page
@needs(MANAGE)
def keeping_ask(request: StaffRequest, kind: str) -> HttpResponse:
    """How long, for which of them, and why; counts once a second person agreed."""
    if kind not in KINDS:
        raise Http404
    one = KINDS[kind]
    form = Form(
        title=f"{_('设定保存期限')}：{_(one.title)}",
        button=_("提交给第二人"),
        back=reverse("admin-keeping"),
        fields=(
            *(_scope_fields() if kind == CASE else ()),
            Field("months", _("保存几个月"), hint=_("填 1 到 1200；不填表示永久保存")),
            reason(),
        ),
        note=_("从%(since)s起算。到期删除：%(goes)s。保留：%(stays)s。要另一位安全管理员或审计管理员同意后才生效。")
        % {"since": _(one.since), "goes": _(one.goes), "stays": _(one.stays)},
    )

    def do(typed: Typed) -> str:
        book, _sep, case_type = typed.get("scope", "").partition("/")
        actions.ask_term(
            kind=kind,
            book=book,
            case_type=case_type,
            months=_months(typed["months"]),
            reason=typed["reason"],
            by=request.viewer,
            at=request.at,
        )
        return _("已提交，等第二人同意")

    return answer(request, form, do)


@staff_page
@needs(AGREE)
def keeping_decide(request: StaffRequest, term_id: int) -> HttpResponse:
    """The second administrator looks at what would go before agreeing."""
    term = _waiting(request, term_id)
    count, _rows = queries.preview(request.viewer, term.id, request.at)
    form = Form(
        title=f"{_('是否同意保存期限')}：{term.title} · {_words(term)}",
        button=_("提交决定"),
        back=reverse("admin-keeping"),
        fields=(
            choice("agrees", _("决定"), (("yes", _("同意")), ("no", _("不同意")))),
            Field("opinion", _("意见"), kind="long", hint=_("不同意时必填")),
        ),
        note=counted(
            "%(who)s提出，原因：%(reason)s。按此期限，现在有 %(count)s 条已到期，今晚起删除，不能恢复。", count
        )
        % {"who": term.asked_by, "reason": term.reason, "count": count},
        danger=bool(count),
    )

    def do(typed: Typed) -> str:
        actions.decide_term(
            term_id=term.id, agrees=typed["agrees"], opinion=typed["opinion"], by=request.viewer, at=request.at
        )
        return _("已同意，今晚起执行") if typed["agrees"] == "yes" else _("已退回")

    return answer(request, form, do)


@staff_page
@needs(AGREE)
def keeping_preview(request: StaffRequest, term_id: int) -> HttpResponse:
    """Numbers and days alone: who looks after terms does not read cases."""
    term = queries.term_view(request.viewer, term_id)
    if term is None:
        raise Http404
    page = request.GET.get("page", "")
    skip = (int(page) - 1) * PAGE if page.isdecimal() and 0 < int(page) < 10**6 else 0
    count, rows = queries.preview(request.viewer, term_id, request.at, skip=skip)
    context = {
        "term": term,
        "words": _words(term),
        "count": count,
        "rows": rows,
        "one": KINDS[term.kind],
        "first": skip + 1,
        "last": skip + len(rows),
        "earlier": skip // PAGE if skip else 0,
        "later": skip // PAGE + 2 if skip + len(rows) < count else 0,
    }
    return render(request, "administration/keeping_preview.html", context)


@staff_page
@needs(MANAGE)
def hold_place(request: StaffRequest, kind: str) -> HttpResponse:
    """By its number, which stands on the letter of the court or of the authority."""
    if kind not in HELD:
        raise Http404
    form = Form(
        title=_("保全一件事项") if kind == CASE else _("保全一位客户"),
        button=_("保全"),
        back=reverse("admin-keeping"),
        fields=(Field("number", _(HELD[kind]), must=True), reason(_("原因，如诉讼、仲裁、投诉未结（会记录）"))),
        note=_("保全期间，无论期限长短都不删除，直到解除。")
        if kind == CASE
        else _("保全期间，此客户的档案和全部事项都不删除，直到解除。"),
    )

    def do(typed: Typed) -> str:
        actions.place_hold(kind=kind, number=typed["number"], reason=typed["reason"], by=request.viewer, at=request.at)
        return _("已保全")

    return answer(request, form, do)


@staff_page
@needs(MANAGE)
def hold_lift(request: StaffRequest, hold_id: int) -> HttpResponse:
    hold = next((one for one in queries.holds(request.viewer) if one.id == hold_id and one.lifted_at is None), None)
    if hold is None:
        raise Http404
    form = Form(
        title=f"{_('解除保全')}：{_(hold.kind_title)} {hold.number}？",
        button=_("解除保全"),
        back=reverse("admin-keeping"),
        fields=(reason(),),
        note=_("解除后，已过期限的今晚就会删除，不能恢复。"),
        danger=True,
    )

    def do(typed: Typed) -> str:
        actions.lift_hold(hold_id=hold_id, reason=typed["reason"], by=request.viewer, at=request.at)
        return _("已解除")

    return answer(request, form, do)


@staff_page
@needs(AGREE)
def certificates(request: StaffRequest) -> HttpResponse:
    before = request.GET.get("before", "")
    start = int(before) if before.isdecimal() and len(before) < 19 else None
    rows = queries.certificates(request.viewer, before=start)
    context = {"rows": rows, "next": rows[-1].id if len(rows) == PAGE else ""}
    return render(request, "administration/certificates.html", context)


@staff_page
@needs(AGREE)
def certificate(request: StaffRequest, certificate_id: int) -> HttpResponse:
    """To be printed and filed."""
    found = queries.certificate(request.viewer, certificate_id)
    if found is None:
        raise Http404
    return render(request, "administration/certificate.html", {"one": found})


def _scope_fields() -> tuple[Field, ...]:
    titles, kinds = queries.book_titles(), queries.case_kinds()
    groups = tuple(
        (
            titles[book],
            (
                (book, _("%(book)s：全部类型") % {"book": titles[book]}),
                *((f"{book}/{name}", title) for name, title in types.items()),
            ),
        )
        for book, types in kinds.items()
    )
    hint = _("不选就是全部制度；更具体的期限优先")
    return (Field("scope", _("哪些事项"), kind="choice", groups=groups, hint=hint),)


def _months(typed: str) -> int | None:
    """Nothing is for good; what is no number is refused by the action like one out of range."""
    if not typed:
        return None
    return int(typed) if typed.isdecimal() and len(typed) < 6 else 0


def _waiting(request: StaffRequest, term_id: int) -> TermView:
    term = queries.term_view(request.viewer, term_id)
    if term is None or term.state != "waiting" or term.is_own:
        raise Http404
    return term


def _words(term: TermView) -> str:
    return _("永久保存") if term.months is None else counted("%(months)s 个月", term.months) % {"months": term.months}
