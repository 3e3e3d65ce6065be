"""Write the half of the set that is made from templates: ``python -m eval.private.make``.

Each value is invented: numbers have true check digits, and the people do not exist.
"""

from __future__ import annotations

import random
import re
import string
from pathlib import Path
from types import ModuleType

from eval.private import words_test, words_tuning

FOLDER = Path(__file__).parent
EACH = 85
WITHOUT_EACH = 170
_SLOT = re.compile(r"<(\w+)>")
_UPN = "ABCDEFGHJKLMNPQRTUVWXYZ"
_MONTHS = "January February March April May June July August September October November December"
_KINDS = {
    "nhs": "NHS number",
    "nino": "National Insurance number",
    "upn": "unique pupil number",
    "phone": "telephone number",
    "email": "e-mail address",
    "birth": "date of birth",
    "address": "address",
    "postcode": "postcode",
    "case": "case number",
    "given": "name",
    "family": "name",
    "full": "name",
    "lower": "name",
}


def main() -> None:
    """Write made-tuning.txt and made-test.txt."""
    for seed, (half, words) in enumerate((("tuning", words_tuning), ("test", words_test))):
        dice = random.Random(seed)  # noqa: S311
        lines = _with(words, dice) + _without(words, dice)
        (FOLDER / f"made-{half}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _with(words: ModuleType, dice: random.Random) -> list[str]:
    lines = []
    for templates in (words.WITH_IDENTIFIER, words.WITH_NAME):
        for number in range(EACH):
            lines.append(_filled(templates[number % len(templates)], words, dice))
    return lines


def _without(words: ModuleType, dice: random.Random) -> list[str]:
    templates = words.WITHOUT
    return [_filled(templates[n % len(templates)], words, dice) for n in range(WITHOUT_EACH)]


def _filled(template: str, words: ModuleType, dice: random.Random) -> str:
    def fill(slot: re.Match[str]) -> str:
        value = _value(slot[1], words, dice)
        return f"<{_KINDS[slot[1]]}:{value}>" if slot[1] in _KINDS else value

    return _SLOT.sub(fill, template)


def _value(slot: str, words: ModuleType, dice: random.Random) -> str:
    listed = {
        "given": words.GIVEN,
        "family": words.FAMILY,
        "lower": words.LOWER,
        "title": words.TITLES.split("|"),
        "place": words.PLACES.split("|"),
        "pseudonym": words.PSEUDONYMS.split("|"),
        "role": words.ROLES.split("|"),
        "time": words.TIMES.split("|"),
    }
    if slot in listed:
        return str(dice.choice(listed[slot])).strip()
    if slot == "full":
        return f"{dice.choice(words.GIVEN)} {dice.choice(words.FAMILY)}"
    if slot == "address":
        return f"{dice.randint(1, 240)} {dice.choice(words.STREETS)}"
    if slot == "email":
        name = f"{dice.choice(words.GIVEN)}.{dice.choice(words.FAMILY)}".lower().replace("'", "")
        return f"{name}{dice.choice(('@example.org', '77@example.com', '@school.example.uk'))}"
    return _NUMBERS[slot](dice)


def _nhs(dice: random.Random) -> str:
    while True:
        digits = [dice.randint(1, 9), *(dice.randint(0, 9) for _ in range(8))]
        check = (11 - sum(d * w for d, w in zip(digits, range(10, 1, -1), strict=True)) % 11) % 11
        if check < 10:
            whole = "".join(map(str, [*digits, check]))
            gap = dice.choice((" ", "", "-"))
            return gap.join((whole[:3], whole[3:6], whole[6:]))


def _nino(dice: random.Random) -> str:
    letters = dice.choice("ABCEGHJKLMNPRSTWXYZ") + dice.choice("ABCEGHJKLMNPRSTWXYZ")
    gap = dice.choice((" ", ""))
    pairs = [f"{dice.randint(0, 99):02}" for _ in range(3)]
    return gap.join((letters, *pairs, dice.choice("ABCD")))


def _pupil(dice: random.Random) -> str:
    digits = [dice.randint(0, 9) for _ in range(12)]
    letter = _UPN[sum(v * w for w, v in enumerate(digits, start=2)) % 23]
    return letter + "".join(map(str, digits))


def _phone(dice: random.Random) -> str:
    last = f"{dice.randint(0, 999999):06}"
    forms = (
        "07700 9{0}",
        "077009{1}",
        "0113 496 0{3}",
        "01274 {2}",
        "+44 7700 9{1}",
        "+48 601 {2}",
    )
    return dice.choice(forms).format(
        last[:2] + last[3:], last[:5], f"{last[:3]} {last[3:]}", last[:3]
    )


def _birth(dice: random.Random) -> str:
    day, month, year = dice.randint(1, 28), dice.randint(1, 12), dice.randint(2008, 2026)
    name = _MONTHS.split()[month - 1]
    return dice.choice(
        (
            f"{day:02}/{month:02}/{year}",
            f"{day}.{month}.{year % 100:02}",
            f"{day} {name} {year}",
            f"{day}th {name[:3]} {year % 100:02}",
            f"{year}-{month:02}-{day:02}",
            f"{name} {day}, {year}",
        )
    )


def _postcode(dice: random.Random) -> str:
    area = dice.choice(("LS", "BD", "HX", "HD", "WF", "S", "OL"))
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    inward = f"{dice.randint(1, 9)}{dice.choice(letters)}{dice.choice(letters)}"
    whole = f"{area}{dice.randint(1, 28)}{dice.choice((' ', ''))}{inward}"
    return whole.lower() if dice.random() < 0.3 else whole


def _case(dice: random.Random) -> str:
    number = dice.randint(10_000, 9_999_999)
    letters = "".join(dice.choices(string.ascii_uppercase, k=3))
    forms = ("{n}", "{l}-{n}", "{l}/{n}", "2025/{n}", "{l}{n}")
    return dice.choice(forms).format(n=number, l=letters)


_NUMBERS = {
    "nhs": _nhs,
    "nino": _nino,
    "upn": _pupil,
    "phone": _phone,
    "birth": _birth,
    "postcode": _postcode,
    "case": _case,
}

if __name__ == "__main__":
    main()
