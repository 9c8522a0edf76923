"""Analysis A, what is left to confirm: figures with `confirm`, and rules that sleep for want of a value."""

from shouwen.rulebook.check.sight import Sight
from shouwen.rulebook.figures import sort_of
from shouwen.rulebook.form.figures_said import FiguresSaid
from shouwen.rulebook.load.parameters import Parameter, parameters


def _said(sight: Sight, parameter: Parameter) -> str:
    figures = FiguresSaid(sight.rulebook, "zh")
    return figures.words(sort_of(parameter, sight.rulebook), parameter.value) or "空"


def check_parameters(sight: Sight) -> None:
    """Note every parameter, so that an administrator finds them in one list."""
    for parameter in parameters(sight.rulebook):
        cites = "、".join(parameter.cites) or "—"
        if parameter.dormant:
            sight.tell(
                "dormant",
                parameter.path,
                f"没有填值，规则休眠：{parameter.confirm}（{cites}）。请由管理员填写。",
                f"Without a value the rule sleeps: {parameter.confirm} ({cites}). An administrator gives one.",
                level="note",
            )
        else:
            shown, said = parameter.value or "—", _said(sight, parameter)
            sight.tell(
                "to_confirm",
                parameter.path,
                f"待确认：{parameter.confirm}（现为{said}；{cites}）。",
                f"To confirm: {parameter.confirm} (now {shown}; {cites}).",
                level="note",
            )
