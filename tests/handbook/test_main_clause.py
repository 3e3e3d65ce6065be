"""A card shows the duty that its sentence lays down, and never that of a condition, of what is told
or of what is merely possible."""

from __future__ import annotations

import pytest

from handbook.rule import read_rule

_TWO_DAYS = "within two days"


def _duty(sentence: str) -> str | None:
    duty = read_rule(sentence).duty
    return duty and duty.of(sentence)


def _who(sentence: str) -> str | None:
    who = read_rule(sentence).who
    return who and who.of(sentence)


@pytest.mark.parametrize(
    ("sentence", "who", "duty"),
    [
        ("If a pupil may be at risk, then the school should ring the hub.", "the school", "should"),
        ("If a pupil may be at risk, the school must ring the hub.", "the school", "must"),
        ("If a pupil may be at risk the school must ring the hub.", None, "must"),
        ("If a pupil may have been hurt the nurse should look.", None, "should"),
        ("Where a parent must agree, the nurse should ask.", "the nurse", "should"),
        ("When a guardian should be told, the clerk must ring.", "the clerk", "must"),
        ("Although the school may wait, it must write to the parents.", None, "must"),
        ("Unless the panel may refuse, the chair must ask.", "the chair", "must"),
        ("Even if the father may object, the nurse must ask.", "the nurse", "must"),
        ("Should a pupil be hurt, the school must ring.", "the school", "must"),
        ("Before the chair may close it, the parents must be told.", "the parents", "must"),
        ("If the pupil, or a brother, may be hurt, the head must act.", "the head", "must"),
        (
            "If the pupil, the mother or the father may object, the head must decide.",
            "the head",
            "must",
        ),
        (
            "If the owner of the home, the mother or the father may object, the head must decide.",
            "the head",
            "must",
        ),
        ("If, after a call, a pupil may be hurt, the head must act.", "the head", "must"),
        (
            "If a pupil is ill and the parents may object, the head must decide.",
            "the head",
            "must",
        ),
        (
            "If a pupil is ill, and the parents may object, the head must decide.",
            "the head",
            "must",
        ),
        ("If you think a pupil may be ill, you should ring.", None, "should"),
        (
            "A nurse who believes that a pupil may be ill must ring.",
            "A nurse who believes that a pupil may be ill",
            "must",
        ),
        ("In cases where a pupil may be ill the nurse must ring.", None, "must"),
        ("If a pupil (who may be ill) is late, the clerk must ring.", "the clerk", "must"),
        ("Since May 2021 the clerk must ring.", None, "must"),
        ("In May the clerk should ring.", None, "should"),
        ("On 26 May the clerk should ring.", None, "should"),
    ],
)
def test_the_duty_of_a_condition_is_not_shown_for_that_of_the_rule(
    sentence: str, who: str | None, duty: str
) -> None:
    assert (_who(sentence), _duty(sentence)) == (who, duty)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ring the hub if a pupil may be at risk.",
        "Do not tell the parents where doing so may put the pupil at risk.",
        "Consent is not needed if seeking consent may put the pupil at risk.",
        "Do not see the pupil if required evidence may be lost.",
        "Ring the hub where being away from school may put the pupil at risk.",
        "Do not go alone in case the father may be unkind.",
        "Ring the hub now, for the pupil may be at risk.",
        "Ring the hub for the pupil may be at risk.",
        "If a pupil may be at risk, ring the hub.",
        "If a pupil must leave home, ring the hub.",
        "Should the pupil be hurt, ring the hub.",
        "Consider whether a pupil should be seen.",
        "The panel decides whether the plan should go on or should end.",
        "The meeting settles whether: the pupil must be seen;",
        "The list shows how schools must work with the hub.",
        "No law says that a school must wait.",
        "A low mark does not mean that the panel must meet.",
        "A parent says that the school must wait two days.",
        "It is a concern that an adult may be unkind.",
        "Nurses who have concerns that a pupil may be ill share them.",
        "It counts when a person has done one of these: hit or may have hit a pupil",
        "Some harm is part of it, although it may occur alone.",
        "They do not see that they are misled and may believe what they hear.",
        "A pupil may have been hurt even if no mark is seen.",
        "The pupil may or may not be known to the hub.",
        "The advice of May 2021 is read with it.",
        "It was printed on 26 May 2021.",
    ],
)
def test_what_a_sentence_only_tells_of_is_no_duty(sentence: str) -> None:
    assert _duty(sentence) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "The pupil may not understand what was asked.",
        "Parents may not be aware of it.",
        "A carer may not know the signs.",
        "Victims may not tell all of it at once.",
        "Two young people may not meet the definition.",
        "The harm may not always be seen.",
        "The pupil may never speak of it.",
        "The first signs may only become plain later.",
        "It may not have been natural.",
        "Fathers may not want to come.",
    ],
)
def test_what_may_not_be_so_is_not_forbidden(sentence: str) -> None:
    assert _duty(sentence) is None


@pytest.mark.parametrize(
    ("sentence", "duty"),
    [
        ("A pupil who may be ill must be seen.", "must"),
        ("A nurse who works with pupils must ring.", "must"),
        ("A hub that knows or suspects that a pupil has been hurt must tell the panel.", "must"),
        ("A notice that it helped to make must be in writing.", "must"),
        ("The clerk (or a deputy) must ring.", "must"),
        ("A person whom the partners know or that the partners ask for it must answer.", "must"),
        ("A body that the partners ask for a record must send it.", "must"),
        ("The head, where possible, should ring.", "should"),
        ("If a pupil fails to come on the agreed first day, the school should ring.", "should"),
        ("If the plan is over, the police may be told.", "may"),
        ("When a pupil dies at home, the police may look.", "may"),
        ("Harm is harm, whatever the motive, and should be seen as such.", "should"),
        ("The clerk is told where it is kept, but it must be locked away.", "must"),
        ("The date is that of the call that takes place and the log should be shut.", "should"),
        ("The protocol says that a review should be sent to the panel.", "should"),
        ("As a pass is required to be shown, visitors should bring it.", "should"),
        ("In case of doubt, the clerk may ring.", "may"),
        ("If asked, the clerk may ring.", "may"),
        ("The clerk may ring if asked.", "may"),
        ("The clerk may ring if asked and must write it down.", "must"),
        ("When making a call the clerk should log it.", "should"),
        ("Consent for a pupil may be given by a parent.", "may"),
        ("A request to the court for an order may be made by the hub.", "may"),
        ("The hub must find a place for a pupil who is ill.", "must"),
        ("Police protection under section 46 of the Act may last 72 hours.", "may"),
    ],
)
def test_what_stands_around_a_duty_does_not_hide_it(sentence: str, duty: str) -> None:
    assert _duty(sentence) == duty


@pytest.mark.parametrize(
    ("sentence", "who", "duty", "limits"),
    [
        (
            "A mark on a baby who cannot walk may be harm and must be seen to within one hour.",
            None,
            "must",
            ["within one hour"],
        ),
        (
            "The review may wait once within two days but should end within 20 days.",
            None,
            "should",
            ["within 20 days"],
        ),
        ("Any pupil may gain from it, but all staff should look out.", "all staff", "should", []),
        ("Parents may ask; the hub must answer within two days.", "the hub", "must", [_TWO_DAYS]),
        ("The pupil may not be able to speak but must be heard.", None, "must", []),
        ("The head may wait but the nurse must ring within two days.", None, "must", [_TWO_DAYS]),
        # Whose duty the later one is cannot be told.
        ("A pupil may fear a man who drinks and must be seen.", "A pupil", None, []),
        ("Pupils may say they must answer within two days.", "Pupils", None, []),
        # The later one binds nobody here.
        ("The head may decide what the nurse must write.", "The head", "may", []),
        ("The head may ask the nurse, who must answer.", "The head", "may", []),
    ],
)
def test_what_may_be_hides_no_duty_that_binds(
    sentence: str, who: str | None, duty: str | None, limits: list[str]
) -> None:
    found = [x.text.of(sentence) for x in read_rule(sentence).limits]
    assert (_who(sentence), _duty(sentence), found) == (who, duty, limits)


def test_the_time_of_a_duty_that_is_only_told_of_is_no_limit() -> None:
    assert read_rule("A parent says that the school must wait two days.").limits == ()
    assert read_rule("No law says that a school must answer within two days.").limits == ()


def test_a_condition_behind_it_takes_no_time_away() -> None:
    sentence = "The call is made within two days where a pupil may be at risk."
    assert [x.text.of(sentence) for x in read_rule(sentence).limits] == ["within two days"]


def test_half_of_a_bracket_names_nobody() -> None:
    assert _who("Where help is given (for example, housing) there should be a plan.") is None
