"""Personal details: what is masked, what it is called, and what stays."""

from __future__ import annotations

import pytest

from handbook.book import Handbook
from handbook.personal.checks import is_nhs_number, is_pupil_number
from handbook.personal.mask import Masked, Masker, without_placeholders


@pytest.fixture(scope="module")
def masker(corpus_book: Handbook) -> Masker:
    """One that knows the shipped corpus."""
    return corpus_book.masker


@pytest.mark.parametrize(
    ("text", "kind", "secret"),
    [
        ("NHS no 943 476 5919, is he on a plan?", "NHS number", "943 476 5919"),
        ("9434765919 missed two scans", "NHS number", "9434765919"),
        ("ring me on 07700 900123 about it", "telephone number", "07700 900123"),
        ("call +44 113 496 0000 please", "telephone number", "+44 113 496 0000"),
        ("dad is in Poland on 0048 601 234 567", "telephone number", "0048 601 234 567"),
        ("dob 03/04/2019 which team", "date of birth", "03/04/2019"),
        ("born 3 April 2019, which rule applies", "date of birth", "3 April 2019"),
        ("she was born on 3rd of Apr 19", "date of birth", "3rd of Apr 19"),
        ("the family at LS1 4DY moved", "postcode", "LS1 4DY"),
        ("no heating at bd213pq", "postcode", "bd213pq"),
        ("they live at 12 Oak Close with no beds", "address", "12 Oak Close"),
        ("found in Flat 3, 22 Brudenell Street", "address", "Flat 3, 22 Brudenell Street"),
        ("mail jo.bloggs@example.org", "e-mail address", "jo.bloggs@example.org"),
        ("NI QQ 12 34 56 C may housing see it", "National Insurance number", "QQ 12 34 56 C"),
        ("H801200001001 is off roll", "unique pupil number", "H801200001001"),
        ("case number LCS-22911 is overdue", "case number", "LCS-22911"),
        ("court case LS25C50123 is heard when", "case number", "LS25C50123"),
        ("1182736 on our system, who is allocated", "case number", "1182736"),
    ],
)
def test_an_identifier_is_masked_and_named(
    masker: Masker, text: str, kind: str, secret: str
) -> None:
    masked = masker.mask(text)
    assert masked == Masked(text.replace(secret, f"[{kind} removed]"), (kind,), 1)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("my client Agnieszka Nowak has missed three visits", "Agnieszka Nowak"),
        ("my kid jayden has a bruise", "jayden"),
        ("a girl called zofia told me", "zofia"),
        ("is Temitope (age 4) old enough", "Temitope"),
        ("Siobhán's mum did not come", "Siobhán"),
        ("Mrs Green says no", "Green"),
        ("what if Dr May does not come", "May"),
        ("when is the review for the Okafor children", "Okafor"),
        ("the Van der Merwe children were alone", "Van der Merwe"),
        ("which form do I use. Thanks, Florin", "Florin"),
        ("a child named April, 8, wants to stay", "April"),
        ("does Lily need a medical", "Lily"),
        ("Zbigniewa told me that she is scared", "Zbigniewa"),
        ("J Smith, 12 yrs, has a bruise", "J Smith"),
        ("DWAYNE HENDERSON IS NOT IN SCHOOL WHAT DO I DO", "DWAYNE HENDERSON"),
    ],
)
def test_a_name_is_masked_in_its_context(masker: Masker, text: str, name: str) -> None:
    assert masker.mask(text).text == text.replace(name, "[name removed]")


@pytest.mark.parametrize(
    "text",
    [
        "two strategy discussions, 3 March and 12 March, which starts the 15 working days",
        "the conference was on 12/10/2026, when is the first core group",
        "on 14/09/2026 the child was referred, what is day 45",
        "section 47 and section 17 of the 1989 Act, s47 1st visit, s17ZA",
        "is the core group within 10 working days",
        "Working Together 2023 paragraph 153",
        "ISBN 978-1-5286-4345-0 or 9781528656788",
        "what did the EMILY review ask about Emily's school",
        "Child D, Hamzah, Arthur and Star: which themes",
        "does the OLIVIA seven-minute briefing speak of dogs",
        "Clare's Law, Sarah's Law, Gillick competence and Fraser guidelines",
        "the Munro Review and Lord Laming's inquiry",
        "St James's Hospital in Leeds, or Hebden Bridge and Todmorden",
        "the Designated Safeguarding Lead or the Named Doctor said no",
        "When Does The Independent Reviewing Officer Have To Be Told",
        "HOW LONG DOES A SECTION 47 ENQUIRY TAKE",
        "mum called the health visitor on Tuesday in May",
        "the child's mum and the baby's dad disagree",
        "Childline 0800 1111 and the NSPCC on 0808 800 5000",
        "is Leeds duty and advice on 0113 376 0336",
        "Priestley College and Rose Bank Primary",
    ],
)
def test_what_is_no_secret_stays(masker: Masker, text: str) -> None:
    assert masker.mask(text) == Masked(text, ())


def test_several_details_are_named_once_each_in_their_order(masker: Masker) -> None:
    masked = masker.mask("Aisha Khan, dob 3/4/2019, and Bilal Khan, dob 5/6/2020")
    assert (masked.kinds, masked.count) == (("name", "date of birth"), 4)


def test_what_is_masked_stays_as_it_is(masker: Masker) -> None:
    once = masker.mask("my client Aisha (age 4), NHS 943 476 5919, lives at 12 Oak Close").text
    assert masker.mask(once) == Masked(once, ())


@pytest.mark.parametrize(
    "unseen",
    list("\u200b\u00ad\u200e\u202d\u2063\u2067\u206d\u061c\ufe0f\ufffa\U000e0031"),
    ids=ascii,
)
def test_characters_that_are_not_seen_hide_nothing(masker: Masker, unseen: str) -> None:
    number = unseen.join("943 476 5919")
    assert masker.mask(f"her NHS number is {number}").text.endswith("[NHS number removed]")
    assert masker.mask(f"ring 07700{unseen} 900{unseen}123").text == (
        "ring [telephone number removed]"
    )


@pytest.mark.parametrize("space", ["\u00a0", "\u2009", "\u202f", "\t", "\u2011"], ids=ascii)
def test_what_looks_like_a_space_or_a_hyphen_hides_nothing(masker: Masker, space: str) -> None:
    number = space.join(("943", "476", "5919"))
    assert masker.mask(f"her NHS number is {number}").text.endswith("[NHS number removed]")
    assert masker.mask("943\x00476\x9f5919").text == "[NHS number removed]"


def test_without_a_corpus_more_is_masked_and_nothing_less() -> None:
    masked = Masker().mask("Emily's mum, 07700 900123")
    assert masked.text == "[name removed]'s mum, [telephone number removed]"


def test_a_masked_text_is_searched_in_plain_words(masker: Masker) -> None:
    masked = masker.mask("does Aisha's plan end, ring 07700 900123").text
    assert without_placeholders(masked) == "does someone's plan end"


@pytest.mark.parametrize("number", ["943 476 5919", "4010232137", "701 552 8827"])
def test_the_check_digit_of_an_nhs_number_is_computed(number: str) -> None:
    assert is_nhs_number(number)
    assert not is_nhs_number(number[:-1] + str((int(number[-1]) + 1) % 10))


def test_the_check_letter_of_a_pupil_number_is_computed() -> None:
    assert is_pupil_number("H801200001001")
    assert not is_pupil_number("A801200001001")
    assert not is_pupil_number("S801200001001")
