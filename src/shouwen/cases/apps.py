"""The application that holds cases."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "shouwen.cases"
    label = "cases"

    def ready(self) -> None:
        from shouwen.cases.actions.sending import KIND  # noqa: PLC0415  # tables exist only now
        from shouwen.cases.hearing import listen  # noqa: PLC0415
        from shouwen.cases.jobs import wire  # noqa: PLC0415
        from shouwen.cases.projection import project_cases  # noqa: PLC0415
        from shouwen.cases.surroundings import around_cases  # noqa: PLC0415
        from shouwen.cases.vouching import check, vouch  # noqa: PLC0415
        from shouwen.cases.wording import words_of  # noqa: PLC0415
        from shouwen.people.queries import reachable  # noqa: PLC0415
        from shouwen.runtime import registry  # noqa: PLC0415
        from shouwen.runtime.verify import register_check  # noqa: PLC0415

        registry.register_kind(KIND, around=around_cases, project=project_cases, render=words_of)
        registry.register_voucher(KIND, vouch)
        register_check(check)
        listen()
        wire()
        registry.register_addresses(
            lambda persons: {one.person: one.email for one in reachable(persons).values() if one.email}
        )
