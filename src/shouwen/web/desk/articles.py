"""One article of a rulebook as people read it: its text, how long it holds, and the clauses it comes from."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from shouwen.cases import queries
from shouwen.runtime import rulebooks
from shouwen.web.ui.staff import StaffRequest, staff_page

SORTS = {
    "policy": "制度",
    "knowledge": "知识",
    "tariff": "收费标准",
    "directory": "通讯录",
    "law": "法规",
    "standard": "标准",
    "question": "问答",
    "case": "案例",
    "catalogue": "目录",
}


@staff_page
def article(request: StaffRequest, key: str, name: str) -> HttpResponse:
    """Found by the search box, for whoever works or looks after units where its edition is in force."""
    try:
        found = queries.article_for(request.viewer, key, name)
    except queries.NoSuchArticle:
        raise Http404(_("没有这篇知识，或它在您的单位不适用")) from None
    clauses = rulebooks.rulebook(key).clause
    context: dict[str, Any] = {
        "article": found,
        "sort": _(SORTS[found.sort]),
        "clauses": [clauses[each] for each in found.cites if each in clauses],
        "is_over": found.until is not None and request.at.date() > found.until,
    }
    return render(request, "desk/article.html", context)
