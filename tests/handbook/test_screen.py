"""The lane before everything: danger, records, decisions."""

from __future__ import annotations

import pytest

from handbook import screen


@pytest.mark.parametrize(
    "text",
    [
        "child in front of me says her stepdad will kill her tonight",
        "he's threatening her with a knife now",
        "baby is floppy and has a bruise what do i do",
        "a parent has just told me she wants to end it and take the kids with her",
        "14yr old has taken an overdose",
        "toddler unconscious after fall",
        "he came out of prison last week and she is unconscious on the floor",
        "he strangled her last week and has threatened to stab her tonight",
        "lad in my form says he is suicidal",
        "dad is outside the school with a gun",
        "She was in hospital last summer, now he is on his way and says he will kill her",
        "What is a section 47? He says he will stab her tonight",
    ],
)
def test_someone_in_danger_now_is_seen(text: str) -> None:
    assert screen.is_danger(text)


@pytest.mark.parametrize(
    "text",
    [
        "what is the threshold for physical abuse",
        "how soon must an initial child protection conference be held",
        "who attends a strategy discussion about domestic abuse",
        "what is the policy on knives in school",
        "now what happens after the core group",
        "which deaths by suicide are reviewed",
        "he tried to strangle her last year, is that in the plan",
        "he had stopped breathing three months ago, does that make him a disabled child",
        "Definition of imminent danger in the referral form, please",
    ],
)
def test_a_question_about_procedure_is_no_alarm(text: str) -> None:
    assert not screen.is_danger(text)


def test_a_pasted_record_is_seen_by_its_words_or_its_length() -> None:
    assert screen.is_record("here are the minutes: mum said that she was not at home when dad came")
    assert screen.is_record("word " * 300)
    assert not screen.is_record("what has to be in the report for conference")


RECORDS = """\
here are the minutes: mum said that she was not at home when dad came
Here is my report on the family, can you say whether it is good enough for the conference
here are notes from the visit, she was in bed and the house was cold and dark
Here's the referral I made for the two younger ones, what else should be in it please
Pasted my case notes below so that you can tell me what to do with the family next
pasted the chronology of all contacts since birth, which of them count as neglect and why
attached the assessment of both parents by the team, please summarise it in a few lines
I attached our records of the family for the last two years, what is missing from them
I paste the minutes of the core group here, who has to do what and by when
let me paste her case notes for you to read, he was seen on Monday and not since
I'll paste the report, it says that mum was asleep when the worker came to the door
See the minutes: present were mum, the health visitor and the school, apologies from the police
Please see my notes below, the little one was grubby and said that she had not eaten
pls see attached report, dad was there again and nobody would say where he slept
See below chronology of the family, what would you say is the pattern in all of this
What should I do? See the referral attached, mum is not working with anybody at the moment
see case notes below for what she said to the nurse on the day that she was seen
See the assessment / Mum is 24 and lives alone with two children since dad moved out in May
Hello. See my record of the visit: house was tidy, child was seen alone and was cheerful
here are the case notes of all the visits, is it enough to go to a conference now""".splitlines()

ABOUT_RECORDS = """\
Can parents see the report before the conference, and how many days before do they get it?
When can a parent see the minutes of the conference if they were not there on the day?
Who is allowed to see the referral I made about a child in my class at school?
does a teenager have to be let see the assessment that was written about him and his family
how soon after the conference do we see the minutes and who sends them out to everybody
May the father see the chronology if he has no parental responsibility and lives elsewhere?
what do I do if the school did not see the report before the conference took place
I have not seen the minutes yet, how long after a conference should they be sent out
Who sees the record of a strategy discussion, and can a solicitor ask for a copy of it?
what must be in the minutes of a core group and who has to be sent a copy of them
which notes have to be attached to the report for a review conference and who checks them
does an attached report count as attending, where a GP cannot come to the conference in person
how long do we keep the case notes of a child who has moved to another area
Where do I find the referral form, and does the assessment have to go with it or follow later?
can a child see the minutes of a meeting that he was not at, and who decides that
who writes the chronology, and is the health visitor meant to see the report before it goes out
should the parents see the assessment first, or is it enough that it is read out to them
if two professionals see the record differently, who decides what is written in the minutes
Must everybody at the conference see the report of the social worker two days before it?
Is it right that the parents see the report only on the day, and have it read out?""".splitlines()


@pytest.mark.parametrize("text", [t.replace(" / ", "\n") for t in RECORDS])
def test_a_record_that_is_shown_is_seen_by_how_it_is_shown(text: str) -> None:
    assert screen.is_record(text)


@pytest.mark.parametrize("text", ABOUT_RECORDS)
def test_a_question_about_a_record_is_none(text: str) -> None:
    assert not screen.is_record(text)
    assert not screen.is_turned_away(text)


def test_a_pasted_record_is_seen_by_its_lines() -> None:
    assert screen.is_record("Name: A\nDOB: not known\nAllocated worker: B\nwhat now")
    assert screen.is_record("12/03/2026 home visit\n14/03/2026 call to school\n1 April 2026 review")
    assert not screen.is_record("Name: who may give it?\nwhat is a chronology")


def test_many_personal_details_make_a_record_of_a_question() -> None:
    assert screen.is_record("who chairs", details=7)
    assert not screen.is_record("who chairs", details=3)


def test_a_long_text_with_a_personal_detail_is_a_record() -> None:
    assert screen.is_record("word " * 130, details=1)
    assert not screen.is_record("word " * 130)
    assert screen.is_record("x" * 5000)


def test_of_what_is_pasted_in_both_ends_are_looked_at() -> None:
    filling = "The worker wrote up the visit of the week before. " * 400
    assert screen.is_danger(screen.ends(filling + "He is threatening her with a knife now."))
    assert screen.is_danger(screen.ends("He is threatening her with a knife now. " + filling))
    assert len(screen.ends(filling)) < 3_100
    assert screen.ends("short") == "short"
