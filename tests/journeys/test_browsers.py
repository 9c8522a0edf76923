"""A browser that no longer answers holds up one journey, not all of them."""

import signal

from tests.journeys.browsers import Browsers


def test_one_that_does_not_answer_is_ended_and_the_next_journey_gets_another(browsers: Browsers) -> None:
    context = browsers.living().new_context()
    context.new_page()
    assert browsers.send(signal.SIGSTOP) != []
    browsers.shut(context, patience=0.5)
    page = browsers.living().new_page()
    page.set_content("<h1>客户服务</h1>")
    assert page.inner_text("h1") == "客户服务"
