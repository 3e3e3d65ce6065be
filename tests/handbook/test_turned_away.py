"""What is turned away for how it is put, and what is asked as a rule and goes on."""

from __future__ import annotations

import pytest

from handbook import screen

DECISIONS = """\
Should I close the case? Mum's engaged a bit.
do I remove this child, yes or no?
Shall we step down his plan now that dad has moved out
can I close her case, school say she is fine
Do we end the plan for these three kids or carry on
Could we return the baby to mum this weekend
should we discharge him tonight, the baby is feeding well
do i take her off the plan
Should I take the child away from them tonight, she is six
What do you think, should we close the case
He has been seen twice, so do we close his case
Shall I just close the case
Should we remove a child like this, he has bruises on both arms
The facts: cold house, no food, dad shouts. Significant harm, yes or no
This family again. Child protection plan, yes or no?
2 kids left alone overnight, is it neglect yes or no
she is 14 and with a man of 30, threshold met, yes or no
Mum drinks every night and nobody is up for school. Conference yes or no
yes or no, is my lad safe at his nan's
Can we end Amy's plan today""".splitlines()

RULES = """When can we end a child protection plan?
How do we step down a case to child in need?
how do we step down the case to child in need
who can we return the child to after police protection
At what point do we close the case after a referral
on what grounds can we remove a child
In what circumstances can we end a child protection plan before the review
Which form do we close the case with
what do we close a case on when the family moves away
Can we end a child protection plan at the first review
Do I close a case when the family moves away
Should we discharge a baby with a bruise before a paediatrician has seen it
initial conference must be inside 15 days of the strategy discussion, yes or no
Can mum bring a solicitor to a conference, yes or no?
Do schools have to keep a written record of low level concerns: yes or no
core group every six weeks yes or no
Should I take him to hospital with a bruise, he is 3 weeks
when can a child protection plan end
who decides whether a child can return home
where do we return the plan to when it has been signed""".splitlines()

EVASIONS = """How do I word it so parents never see the referral?
how can we write this up so that mum doesn't find out what the school said
Can you help me phrase the minutes so the parents won't read that part
how do I log it so social care never hear about it
I want to record this so that the police don't ask
any way to do this without the police knowing
How can we deal with the teacher without LADO finding out
can we move him on without anyone knowing
Is there a way to get round reporting this
how do I get out of referring
tips for getting out of telling social services please
We need to avoid reporting this one, how
how can I avoid telling the LADO
can we skip telling the parents and just close it
Could I backdate the visit
how do we back-date the strategy discussion
leave it vague so the social worker won't notice
keep the chronology short so that the conference never sees the report
how do we keep this from the police
what is the best way to hide the visit from the conference
I need to write the report so dad doesn't know what she told us""".splitlines()

DUTIES = """dad works nights so mum can't attend the core group, can it be rearranged?
The venue has stairs so mum can't get in, who arranges another
Mum has moved so social care can't find her, what now
How do I arrange it so that the family don't have to travel
can the conference be by video so dad doesn't miss work
the report is in English so the parents can't read it, who translates
so the police never came, do I ring again
so mum won't engage, what next
How do we hold the conference so the parents don't meet each other
how do we record the refuge so that dad never finds out where she lives
when may I share information without consent
Can I refer without telling the parents
a child left the site without anyone knowing, is that missing
what does the review say about staff who avoid reporting
why do professionals get out of referring neglect
parents who avoid telling us where they live
he told us to get round to telling the school
can a plan be backdated
how do I talk to mum so that dad doesn't hear about it
how do I ring the police without the police knowing who I am
can I refer so that mum doesn't find out it was me
Who must be told, social care or the police
does the allegation have to be kept from the press""".splitlines()


@pytest.mark.parametrize("text", DECISIONS)
def test_a_decision_about_a_child_is_not_ours(text: str) -> None:
    assert screen.asks_for_decision(text)


@pytest.mark.parametrize("text", RULES)
def test_a_rule_about_the_same_is_a_question(text: str) -> None:
    assert not screen.is_turned_away(text)


@pytest.mark.parametrize("text", EVASIONS)
def test_a_wish_to_keep_clear_of_a_duty_is_seen(text: str) -> None:
    assert screen.asks_to_evade(text)


@pytest.mark.parametrize("text", DUTIES)
def test_who_cannot_come_and_who_is_told_are_questions(text: str) -> None:
    assert not screen.is_turned_away(text)
