"""What kind of answer a question wants, told from its words."""

from __future__ import annotations

import pytest

from handbook.expects import Expected, expected

TIMES = """\
when should the first core group meet
when is the ICPC
RCPC first one when
and when
when's it due
when first core group
so when must we refer
I rang on Monday, when will they ring back?
who do I tell and by when
how many working days till conference
how many school days can a pupil be kept at home
within how many days
icpc working days
core group 10 days?
initial child protection conference working days
any idea when the core group is
when have we to send it
when (first core group)
is the limit for an assessment counted from the visit
strategy discussion timescale""".splitlines()

NO_TIMES = """\
what do I do when parents refuse consent
who decides when agencies disagree
what should happen when my referral is not accepted
child missing for two days who do I tell
When parents refuse consent, what do I do?
when parents refuse consent do I tell the police
should I tell mum when I refer
when a child discloses what must I say
bruises seen three days ago on a baby
what do I do when he can't be found
who leads when two areas are involved
which agencies share information when a family moves
what if he has been off for ten days
days lost to exclusion what does the school do
no reply within three days, do I ring again
who do I speak to when can't reach the social worker
mum has been gone for days
When mum is drunk, who collects him? She has been for days.
Is there a rule when a pregnant woman refuses a scan?
can a child be seen alone when the school asks""".splitlines()


@pytest.mark.parametrize("question", TIMES)
def test_a_question_for_a_time_is_seen(question: str) -> None:
    assert expected(question) is Expected.TIME


@pytest.mark.parametrize("question", NO_TIMES)
def test_a_condition_or_a_length_that_is_told_asks_for_no_time(question: str) -> None:
    assert expected(question) is not Expected.TIME


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("what age was the child", Expected.AGE),
        ("which hospital was it", Expected.NAME),
        ("what is the number for the front door", Expected.PHONE),
        ("who chairs the core group", Expected.ANYTHING),
    ],
)
def test_other_kinds_are_told_as_before(question: str, kind: Expected) -> None:
    assert expected(question) is kind
