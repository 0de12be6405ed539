"""The typeface comes as files of our own: the letters of Swedish first, the others where a name has one."""

import pytest

from demo.factories import EnrolmentFactory, UserFactory
from tests.browser.test_shell import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

SHIFT = """() => new Promise(done => {
  let moved = 0;
  new PerformanceObserver(list => {
    for (const shift of list.getEntries()) moved += shift.value;
  }).observe({type: "layout-shift", buffered: true});
  document.fonts.ready.then(() => setTimeout(() => done(moved), 100));
})"""


@pytest.mark.parametrize(("surname", "more"), [("Sjögren", False), ("Żółkiewska", True)])
def test_other_letters_are_fetched_only_for_a_name_that_has_them(page, live_server, surname, more):
    fetched = []
    page.on("response", lambda answer: fetched.append(answer.url) if answer.url.endswith(".woff2") else None)
    coach = UserFactory(coach=True, first_name="Anna", last_name="Lund")
    EnrolmentFactory(coach=coach, person__first_name="Karin", person__last_name=surname)
    sign_in(page, live_server.url, coach)
    page.goto("/aspiranter")
    page.wait_for_function("document.fonts.status === 'loaded'")
    files = [url.rpartition("/")[2] for url in fetched]
    assert files[0].startswith("inter-latin-wght")
    assert [name.startswith("inter-latin-ext") for name in files[1:]] == [True] * more
    assert page.evaluate("""document.fonts.check('1rem "Inter Variable"')""")


def test_nothing_moves_when_the_typeface_comes(page, live_server):
    coach = UserFactory(coach=True)
    EnrolmentFactory.create_batch(5, coach=coach)
    sign_in(page, live_server.url, coach)
    page.goto("/aspiranter")
    assert page.evaluate(SHIFT) < 0.01
