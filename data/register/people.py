# SPDX-License-Identifier: LGPL-3.0-or-later

"""Draw the people of the register: names of many origins, and the ways a busy front desk writes them down."""

import unicodedata
from datetime import date, timedelta

import names
import texts
from faker import Faker
from spellings import drama_phone, misspell

FIRST, LAST = date(2019, 4, 1), date(2026, 6, 30)
COLUMNS = (
    "person_ref", "registered_on", "given_names", "family_name", "known_as", "name_in_own_script", "date_of_birth",
    "gender", "first_language", "interpreter", "email", "phone", "other_phone", "address", "town", "postcode",
    "borough", "access_needs", "contact_note", "notes",
)  # fmt: skip
# The last two letters of a postcode are never C, I, K, M, O or V, so these lead to no door.
NEVER_ISSUED = "CIKMOV"


def ascii_letters(text):
    """What is left of a name in an e-mail address."""
    plain = unicodedata.normalize("NFKD", text.replace("ł", "l").replace("Ł", "L").replace("ı", "i"))
    return "".join(c for c in plain.casefold() if c.isascii() and c.isalnum())


class PeopleMaker:
    """Draws people; everything comes from `rng` and from Faker seeded by the same number."""

    def __init__(self, rng, seed):
        self.rng = rng
        self.fakers = {}
        for number, (locale, _weight, _languages) in enumerate(names.FAKER):
            self.fakers[locale] = Faker(locale)
            self.fakers[locale].seed_instance(seed + number)
        self.streets = Faker("en_GB")
        self.streets.seed_instance(seed - 1)
        self.own = [(pool, languages) for pool, _weight, languages in names.OWN]
        self.sources = [*range(len(names.OWN)), *names.FAKER]
        self.weights = [weight for _x, weight, _y in (*names.OWN, *names.FAKER)]

    def person(self):
        rng = self.rng
        female = rng.random() < 0.57
        given, family, script, languages = self._name(female)
        born = date(1930, 1, 1) + timedelta(days=int(rng.betavariate(2.6, 1.8) * 28_400))
        if rng.random() < 0.06:  # people whose birth was never written down
            born = date(born.year, 1, 1)
        registered = FIRST + timedelta(days=int(rng.betavariate(1.3, 1.0) * (LAST - FIRST).days))
        if (registered - born).days < 6000:  # younger people come with a parent, who is the client
            born = born.replace(year=born.year - 12, day=min(born.day, 28))
        language = rng.choice(languages)
        town, outward, borough = self._place()
        person = dict.fromkeys(COLUMNS, "")
        person.update(
            given_names=given, family_name=family, name_in_own_script=script, first_language=language,
            gender="female" if female else "male", town=town, borough=borough,
            interpreter="yes" if language != "English" and rng.random() < 0.35 else "no",
            address=self._address(), postcode=f"{outward} {rng.randrange(1, 10)}{rng.choice(NEVER_ISSUED)}{rng.choice(NEVER_ISSUED)}",
            phone=drama_phone(rng), born=born, registered=registered,
        )  # fmt: skip
        person["email"] = self._email(person)
        self._extras(person)
        return person

    def _name(self, female):
        rng = self.rng
        source = rng.choices(self.sources, self.weights)[0]
        if isinstance(source, int):
            pool, languages = self.own[source]
            return *self._own_name(pool, female), languages
        locale, _weight, languages = source
        return *self._faker_name(locale, female), languages

    def _own_name(self, pool, female):
        rng = self.rng
        given = rng.choice(names.entries(pool["female" if female else "male"]))
        family = rng.choice(names.entries(pool["family"]))
        family = ("", "") if family[0] == "-" else family
        if pool is names.PUNJABI:
            middle = ("Kaur", "ਕੌਰ") if female else ("Singh", "ਸਿੰਘ")
            family = middle if rng.random() < 0.3 else family
            given = (
                given if family is middle else tuple(f"{a} {b}" for a, b in zip(given, middle, strict=True))
            )
        elif pool is names.SOMALI and rng.random() < 0.7:
            father = rng.choice(names.entries(pool["male"]))
            given = (f"{given[0]} {father[0]}", "")
        elif pool is names.GUJARATI and rng.random() < 0.5:
            ending = ("ben", "બેન") if female else ("bhai", "ભાઈ")
            given = tuple(a + b for a, b in zip(given, ending, strict=True))
        order = (family[1], given[1]) if pool is names.CHINESE else (given[1], family[1])
        script = ("" if pool is names.CHINESE else " ").join(filter(None, order)) if given[1] else ""
        return given[0], family[0], script

    def _faker_name(self, locale, female):
        fake, rng = self.fakers[locale], self.rng
        if locale == "ja_JP":
            given = fake.first_name_female_pair() if female else fake.first_name_male_pair()
            family = fake.last_name_pair()
            return given[2], family[2], f"{family[0]} {given[0]}"
        given = fake.first_name_female() if female else fake.first_name_male()
        family = (
            (fake.last_name_female if female else fake.last_name_male)()
            if locale in ("pl_PL", "bg_BG")
            else fake.last_name()
        )
        if locale == "uk_UA":
            latin = [names.romanise(part, names.UKRAINIAN, names.UKRAINIAN_FIRST) for part in (given, family)]
            return *latin, f"{given} {family}"
        if locale == "bg_BG":
            return (
                names.romanise(given, names.BULGARIAN),
                names.romanise(family, names.BULGARIAN),
                f"{given} {family}",
            )
        if locale in ("pt_PT", "es_CO") and rng.random() < 0.6:
            family = f"{family} {fake.last_name()}"
        if locale == "en_GB" and rng.random() < 0.25:
            given = f"{given} {fake.first_name_female() if female else fake.first_name_male()}"
        if locale == "en_GB" and rng.random() < 0.05:
            family = f"{family}-{fake.last_name()}"
        return given, family, ""

    def _place(self):
        borough = self.rng.choices(list(texts.BOROUGHS), (40, 20, 14, 10, 9, 7))[0]
        return *self.rng.choice(texts.BOROUGHS[borough]), borough

    def _address(self):
        rng = self.rng
        street = f"{self.streets.last_name()} {rng.choice(texts.STREETS)}"
        number = f"{rng.randrange(1, 240)}{rng.choice(('', '', '', '', 'a', 'b'))}"
        kind = rng.random()
        if kind < 0.28:
            return f"Flat {rng.randrange(1, 90)}, {number} {street}"
        if kind < 0.38:
            return f"{self.streets.last_name()} House\n{number} {street}"
        if kind < 0.42:
            return f"Room {rng.randrange(1, 9)}, {rng.choice(('ground', 'first', 'second'))} floor\n{number} {street}\n(ring twice)"
        return f"{number} {street}"

    def _email(self, person):
        rng = self.rng
        given, family = ascii_letters(person["given_names"].split()[0]), ascii_letters(person["family_name"])
        forms = (
            f"{given}.{family}",
            f"{given}{family}{person['born']:%y}",
            f"{given[:1]}{family}",
            f"{given}_{rng.randrange(10, 99)}",
        )
        return f"{rng.choice(forms).strip('.') or 'client'}@{rng.choice(('example.org', 'example.com', 'mail.example.org', 'example.com'))}"

    def _extras(self, person):
        rng = self.rng
        for column, chance, pool in (
            ("contact_note", 0.22, texts.CONTACT_NOTES),
            ("access_needs", 0.09, texts.ACCESS_NEEDS),
            ("notes", 0.2, texts.PERSON_NOTES),
        ):
            if rng.random() < chance:
                person[column] = rng.choice(pool)
        if rng.random() < 0.12:
            person["known_as"] = rng.choice(
                (
                    person["given_names"].split()[0][:3],
                    "Sam",
                    "Ash",
                    "Maz",
                    "Jo",
                    "Auntie",
                    "Ricky",
                    "\U0001f98b",
                    "Big Al",
                    "Dolly",
                )
            )
        if rng.random() < 0.1:
            person["other_phone"] = drama_phone(rng)
        for column, chance in (("phone", 0.14), ("email", 0.45), ("postcode", 0.07), ("address", 0.06), ("gender", 0.06),
                               ("first_language", 0.08), ("town", 0.05), ("name_in_own_script", 0.35)):  # fmt: skip
            if rng.random() < chance:
                person[column] = ""
        person["date_of_birth"] = "" if rng.random() < 0.1 else person["born"].isoformat()
        person["registered_on"] = person["registered"].isoformat()

    # ---- the same person again -----------------------------------------------------------------------------

    def again(self, person):
        """A second card of the same person: (person, what is different)."""
        rng = self.rng
        kind = rng.choice(
            (
                "misspelling",
                "misspelling",
                "misspelling",
                "swapped_names",
                "new_family_name",
                "date_of_birth",
                "exact",
            )
        )
        if any(
            part in names.SAME_NAME for part in (person["given_names"] + " " + person["family_name"]).split()
        ):
            kind = "transliteration"
        twin = dict(person)
        days = (LAST - person["registered"]).days
        twin["registered"] = person["registered"] + timedelta(days=rng.randrange(0, days + 1))
        twin["registered_on"] = twin["registered"].isoformat()
        if rng.random() < 0.5:
            twin["phone"] = drama_phone(rng)
        if rng.random() < 0.4:
            twin["address"] = self._address()
        twin["notes"] = twin["contact_note"] = ""
        if kind == "transliteration":
            kind = self._transliterate(twin) or "misspelling"
        if kind == "swapped_names":
            twin["given_names"], twin["family_name"] = (
                person["family_name"] or person["given_names"],
                person["given_names"],
            )
        elif kind == "misspelling":
            column = rng.choice(
                [c for c in ("given_names", "family_name") if len(person[c]) > 3] or ["given_names"]
            )
            twin[column] = misspell(rng, person[column])
        elif kind == "new_family_name":
            twin["family_name"] = self._name(person["gender"] == "female")[1] or "Smith"
        elif kind == "date_of_birth" and person["date_of_birth"]:
            born = person["born"]
            turned = date(born.year, born.day, born.month) if born.day <= 12 else born + timedelta(days=10)
            twin["born"], twin["date_of_birth"] = turned, turned.isoformat()
        return twin, kind

    def _transliterate(self, twin):
        changed = False
        for column in ("given_names", "family_name"):
            parts = [self.rng.choice(names.SAME_NAME.get(part, (part,))) for part in twin[column].split()]
            changed |= parts != twin[column].split()
            twin[column] = " ".join(parts)
        return "transliteration" if changed else None
