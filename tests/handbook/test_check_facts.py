"""What is read off a sentence, and in what two sentences differ."""

from __future__ import annotations

from pathlib import Path

import pytest

from handbook.check.actors import acting
from handbook.check.compare import compare
from handbook.check.conditions import conditions
from handbook.check.duties import denials, duties
from handbook.check.facts import Facts, facts
from handbook.check.figure import tokens
from handbook.check.figures import figures
from handbook.check.records import Part
from handbook.check.tables import Tables
from handbook.errors import SettingsError
from handbook.settings import ROOT

TABLES = Tables.load(ROOT / "prompts")
ICPC = (
    "The initial child protection conference should take place within 15 working days of the "
    "strategy discussion."
)


def _read(text: str) -> Facts:
    return facts(text, TABLES, lambda spelt: spelt)


def _parts(said: str, source: str) -> list[Part] | None:
    found = compare(_read(said), _read(source), frozenset(), TABLES)
    return None if found is None else [d.part for d in found]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("within 15 working days", (15, "working day")),
        ("10 wd from the conference", (10, "working day")),
        ("10 working-days", (10, "working day")),
        ("15 days", (15, "day")),
        ("72hrs max", (72, "hour")),
        ("three months", (3, "month")),
        ("six-weekly visits", (42, "day")),
        ("a fortnight later", (14, "day")),
        ("reviewed annually", (12, "month")),
        ("twenty-one days", (21, "day")),
        ("forty five days", (45, "day")),
        ("one hundred days", (100, "day")),
        ("a hundred days", (100, "day")),
        ("one hundred and twenty days", (120, "day")),
        ("one hundred and twenty-one days", (121, "day")),
        ("a hundred and six working days", (106, "working day")),
        ("two hundred twenty five hours", (225, "hour")),
    ],
)
def test_a_time_is_read_as_people_type_it(text: str, value: tuple[int, str]) -> None:
    assert figures(tokens(text))[0].value == value


@pytest.mark.parametrize(
    "text",
    [
        "one thousand and twenty days",
        "two thousand days",
        "two hundred thousand days",
        "some hundred days",
        "several hundred and six days",
        "1,020 days",
        "2,500 families",
    ],
)
def test_a_number_is_read_whole_or_not_at_all(text: str) -> None:
    assert figures(tokens(text)) == []


def test_a_hundred_and_twenty_days_are_not_twenty() -> None:
    source = "The panel must answer within one hundred and twenty days of the call."
    assert _parts("The panel must answer within 20 days of the call.", source) == [Part.NUMBER]
    assert _parts("The panel must answer within 120 days of the call.", source) == []


@pytest.mark.parametrize("text", ["under section 47", "steps 1 to 5", "page 97", "nobody knows"])
def test_a_reference_is_no_figure(text: str) -> None:
    assert figures(tokens(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "0113 376 0336",
        "(0113) 376 0336",
        "0113-3760336",
        "+44 113 376 0336",
        "+44 (0)113 376 0336 or 999",
    ],
)
def test_a_telephone_number_is_the_same_however_it_is_typed(text: str) -> None:
    found = figures(tokens(text))
    assert [(f.kind, f.count) for f in found] == [("telephone", 1133760336)]


@pytest.mark.parametrize("text", ["ring +44", "+44 (0)", "0113", "call +", "0", "1:", "12:"])
def test_half_a_number_is_no_telephone_number(text: str) -> None:
    assert figures(tokens(text)) == []


@pytest.mark.parametrize(
    ("text", "minutes"), [("8am", 480), ("9.30 am", 570), ("1pm", 780), ("13:00", 780)]
)
def test_a_time_of_the_clock_is_the_same_in_both_ways_of_telling_it(
    text: str, minutes: int
) -> None:
    assert [(f.kind, f.count) for f in figures(tokens(text))] == [("clock", minutes)]


@pytest.mark.parametrize("text", ["grades from 1, the best, to 5", "grades 1 to 5.", "1–5"])
def test_a_range_is_one_figure(text: str) -> None:
    assert [(f.kind, f.value) for f in figures(tokens(text))] == [("range", (5, "1"))]


@pytest.mark.parametrize("text", ["both people 16+", "aged 16 or over", "kicks in at 16."])
def test_an_age_is_read_as_people_type_it(text: str) -> None:
    assert [(f.kind, f.count) for f in figures(tokens(text))] == [("age", 16)]


def test_an_age_is_no_time() -> None:
    assert [f.kind for f in figures(tokens("a child under 16, or aged 18"))] == ["age", "age"]


def test_a_duty_of_a_relative_clause_is_not_the_rules_own() -> None:
    said = duties(tokens("A person who may pose a risk must be referred"))
    assert [d.kind for d in said] == ["must"]


@pytest.mark.parametrize(
    "text", ["no later than 15 working days", "no child may be kept for more than 72 hours"]
)
def test_a_limit_denies_nothing(text: str) -> None:
    assert denials(tokens(text)) == []


def test_in_a_passive_sentence_who_stands_first_does_not_act() -> None:
    text = "The LADO should be informed by the employer within one working day"
    words = tokens(text)
    found = acting(text, words, TABLES.actors_in(text), duties(words))
    assert [n.name for n in found.done_to] == ["designated officer"]
    assert "designated officer" not in [n.name for n in found.does]


def test_an_exception_is_a_condition_and_a_place_is_none() -> None:
    text = "The area where the child is found must act unless the child is safe."
    assert [c.of(text) for c in conditions(text)] == ["unless the child is safe"]


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("The conference should take place within 15 working days of the strategy discussion", []),
        ("The conference should take place within 20 working days", [Part.NUMBER]),
        ("The conference should take place within 15 days", [Part.UNIT]),
        ("Conference: 15 working days after the referral", [Part.COUNTED_FROM]),
        ("The conference must take place within 15 working days", [Part.DUTY]),
        ("The conference should not take place within 15 working days", [Part.NEGATION]),
        ("The conference should take place every 15 working days", [Part.NUMBER]),
        ("The conference should take place at least 15 working days", [Part.NUMBER]),
    ],
)
def test_each_part_of_a_rule_is_compared(said: str, parts: list[Part]) -> None:
    assert _parts(said, ICPC) == parts


def test_hours_for_a_working_day_are_another_unit() -> None:
    source = "The LADO should be informed within one working day."
    assert _parts("The LADO should be informed within 24 hours", source) == [Part.UNIT]


def test_another_actor_is_a_difference_and_one_of_two_is_left_out() -> None:
    source = "The police and health practitioners should attend the discussion."
    assert _parts("The headteacher should attend the discussion", source) == [Part.ACTOR]
    assert _parts("The police should attend the discussion", source) == [Part.ACTOR_LEFT_OUT]


def test_who_is_told_is_compared_too() -> None:
    source = "The LADO should be informed of all allegations."
    assert _parts("Ofsted should be informed of all allegations", source) == [Part.ACTOR]


def test_a_dropped_exception_is_a_condition_left_out() -> None:
    source = "The officer must speak to the child alone unless it is thought inappropriate."
    assert _parts("The officer must speak to the child alone", source) == [Part.CONDITION]


def test_a_figure_that_the_source_does_not_have_cannot_be_compared() -> None:
    assert _parts("The chair has five years of practice", "The chair is independent.") is None


def test_no_statement_with_another_figure_or_a_denial_agrees() -> None:
    for count in (1, 5, 14, 16, 150):
        for unit in ("working days", "days", "hours", "weeks", "months"):
            said = f"The conference should take place within {count} {unit}"
            assert _parts(said, ICPC) != [], said
    for denial in ("should not", "should never"):
        assert _parts(ICPC.replace("should", denial), ICPC) != []


def test_a_number_that_names_a_thing_must_stand_in_the_source() -> None:
    source = "Step 6 of the procedure is allowed 14 working days."
    assert _parts("Step 6 is allowed 14 working days", source) == []
    assert _parts("Step 7 is allowed 14 working days", source) is None
    assert _parts("A7: Step 6 is allowed 14 working days", source) == []


@pytest.mark.parametrize(
    ("said", "source", "parts"),
    [
        ("You need consent for it", "Consent is not needed for it.", [Part.NEGATION]),
        ("Leading questions are fine", "The talk avoids leading questions.", [Part.NEGATION]),
        ("The order is for flats", "The order is not for flats: ask the court.", [Part.NEGATION]),
        ("Not a nurse? Tell the police", "A person who is no nurse tells the police.", []),
        ("The decision not to meet is recorded", "The decision not to meet is recorded.", []),
    ],
)
def test_a_denial_is_found_where_one_of_the_two_denies(
    said: str, source: str, parts: list[Part]
) -> None:
    assert _parts(said, source) == parts


def test_what_a_source_only_describes_bears_out_no_duty() -> None:
    source = "Regular review of a plan is important."
    assert _parts("Regular review of a plan is important", source) == []
    assert _parts("There must be regular review of a plan", source) is None


def test_who_is_removed_is_compared_though_both_are_named() -> None:
    source = "The alleged perpetrator should be removed from classes shared with the victim."
    said = "The victim should be removed from classes shared with the alleged perpetrator"
    assert _parts(said, source) == [Part.ACTOR]


def test_a_condition_with_a_figure_is_kept_by_that_figure() -> None:
    source = "If an assessment exceeds 45 working days, the reasons should be recorded."
    assert _parts("Over 45 working days: record the reasons", source) == []


def test_a_broken_table_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "check.toml").write_text('[actors]\npolice = "police"\n')
    with pytest.raises(SettingsError, match=r"police of \[actors\] needs a list of names"):
        Tables.load(tmp_path)


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("both people must be 18 or over", 18),
        ("an under-18 who marries", 18),
        ("Ofsted is told up to 21.", 21),
        ("before their eighteenth birthday", 18),
    ],
)
def test_an_age_is_read_with_what_stands_round_it(text: str, age: int) -> None:
    assert [(f.kind, f.count) for f in figures(tokens(text))] == [("age", age)]


def test_once_a_year_is_another_time_than_half_termly() -> None:
    assert _parts("Review placements once a year", "Review placements half termly") == [Part.NUMBER]


def test_what_holds_even_if_is_no_condition() -> None:
    assert conditions("A child may be exploited even if the child agreed to it.") == []


def test_without_the_word_even_a_denial_still_counts() -> None:
    assert denials(tokens("a crime, even without violence")) == []
    assert denials(tokens("a crime without violence")) != []


def test_an_encouragement_is_no_duty() -> None:
    source = "Schools are required to have due regard to the risk."
    assert _parts("Schools are encouraged to have due regard to the risk", source) == [Part.DUTY]


def test_a_number_at_the_end_of_a_name_counts_nothing() -> None:
    assert not figures(tokens("GCP2 needs a licence"))
    assert figures(tokens("2 needs"))[0].kind == "count"


def test_that_with_which_a_sentence_begins_opens_no_clause() -> None:
    said = "No broken kites? That does not mean that they are whole."
    assert [d.piece.of(said) for d in denials(tokens(said))] == ["not"]
    assert not denials(tokens("Teach them so that they do not fall."))


@pytest.mark.parametrize("text", ["Every kite, no matter whose", "All must come, no exceptions"])
def test_an_idiom_denies_nothing(text: str) -> None:
    assert not denials(tokens(text))


def test_what_one_denies_in_its_main_clause_the_other_may_deny_in_another() -> None:
    source = "Any bruising in a baby who is not yet self-mobile is viewed as a sign of abuse."
    assert _parts("Bruise + not self-mobile = a sign of abuse", source) == []
    assert _parts("Bruising is not viewed as a sign of abuse", source) == [Part.NEGATION]


TOLD = "Practitioners who {0} make a referral should record the reason."


@pytest.mark.parametrize(
    "said",
    [
        "Practitioners should not make a referral",
        "Practitioners should also not make a referral",
        "Practitioners must never make a referral",
        "Practitioners never make a referral",
        "Practitioners do not make a referral",
        "Practitioners are not expected to make a referral",
        "Practitioners cannot make a referral",
        "Do not make a referral",
        "Never make a referral",
        "Remember: do not make a referral",
        "In a doubtful case no referral should be made",
    ],
)
@pytest.mark.parametrize("told", ["do not", "never"])
def test_what_is_forbidden_never_agrees_with_what_is_said_of_those_who_do_not_do_it(
    said: str, told: str
) -> None:
    found = _parts(said, TOLD.format(told))
    assert found is not None
    assert Part.NEGATION in found


def test_what_a_source_forbids_is_not_excused_by_a_condition_of_the_statement() -> None:
    source = "You must not contact the parents."
    said = "If you do not contact the parents, you must record the reason"
    found = _parts(said, source)
    assert found is not None
    assert Part.NEGATION in found


def test_of_what_something_does_not_mean_each_word_is_denied() -> None:
    source = "A low score does not mean that the partners must automatically end a plan."
    assert _parts("A low score? Then the end of a plan is automatic", source) == [Part.NEGATION]


def test_the_body_of_a_school_is_not_left_out_where_the_school_is_named() -> None:
    source = "Governing bodies of schools and colleges must appoint a designated teacher."
    assert _parts("Schools must appoint a designated teacher", source) == []


def test_several_are_more_than_one() -> None:
    source = "Even one missed appointment should raise concern."
    assert _parts("Three missed appointments should raise concern", source) == [Part.NUMBER]
    assert _parts("Three kites should raise concern", source) is None


@pytest.mark.parametrize(
    "source",
    [
        "More than one professional must agree.",
        "At least one professional must agree.",
        "A minimum of one professional must agree.",
        "Level 1 professionals must agree.",
        "Tier one professionals must agree.",
    ],
)
def test_one_that_is_not_the_most_is_not_held_against_several(source: str) -> None:
    assert _parts("Two professionals must agree", source) is None


@pytest.mark.parametrize("one", ["One", "Only one", "No more than one", "At most one"])
def test_several_are_more_than_one_at_most(one: str) -> None:
    source = f"{one} professional must agree."
    assert _parts("Two professionals must agree", source) == [Part.NUMBER]
