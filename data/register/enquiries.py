# SPDX-License-Identifier: LGPL-3.0-or-later
"""Draw the enquiries of the register: what people came for, in the words of a tired adviser."""

from datetime import timedelta

import stories_family
import stories_life
import stories_rights
import texts
from people import LAST

COLUMNS = (
    "enquiry_ref", "person_ref", "received_on", "channel", "source", "status", "adviser", "closed_on", "matter",
    "sensitive_categories", "other_party", "narrative", "action_taken", "open_file",
)  # fmt: skip
STORIES = {**stories_rights.STORIES, **stories_life.STORIES, **stories_family.STORIES}
MATTERS = {
    "discrimination_work": 16, "discrimination_services": 6, "employment": 9, "housing": 13, "homelessness": 7,
    "immigration": 12, "domestic_abuse": 7, "hate_crime": 6, "disability": 6, "benefits": 12, "debt": 4,
    "school_exclusion": 5, "education": 3, "health_care": 4, "policing": 2, "family": 3, "other": 5,
}  # fmt: skip
SENSITIVE = {
    "discrimination_work": ("ethnic_origin", "religion", "health", "trade_union", "sexual_orientation"),
    "discrimination_services": ("ethnic_origin", "religion", "health"),
    "employment": ("health", "immigration_status"),
    "housing": ("health",),
    "homelessness": ("health", "immigration_status", "sexual_orientation"),
    "immigration": ("immigration_status", "ethnic_origin", "political", "religion"),
    "domestic_abuse": ("domestic_abuse", "child_safeguarding", "criminal", "immigration_status"),
    "hate_crime": ("ethnic_origin", "religion", "sexual_orientation", "criminal", "gender_reassignment"),
    "disability": ("health",),
    "benefits": ("health",),
    "school_exclusion": ("child_safeguarding", "ethnic_origin", "health"),
    "education": ("health",),
    "health_care": ("health", "sex_life", "gender_reassignment", "genetic"),
    "policing": ("criminal", "ethnic_origin"),
    "family": ("religion", "child_safeguarding"),
}
CHANNELS = {
    "phone": 34,
    "walk_in": 26,
    "email": 14,
    "web_form": 9,
    "letter": 3,
    "text": 4,
    "video": 3,
    "outreach": 5,
    "home_visit": 2,
}
SOURCES = {"returning": 20, "word_of_mouth": 24, "council": 10, "advice_agency": 12, "community_group": 12, "representative": 4,
           "internet": 10, "leaflet": 4, "other": 4}  # fmt: skip
OTHER_PARTY = {
    "discrimination_work": "{employer}", "employment": "{employer}", "discrimination_services": "{venue}", "housing": "{landlord}",
    "homelessness": "the council", "domestic_abuse": "former partner", "family": "the other parent", "hate_crime": "neighbour, number {house}",
    "benefits": "the department", "school_exclusion": "{school}", "education": "{school}", "debt": "a lender",
    "disability": "{employer}", "health_care": "the practice manager", "immigration": "the Home Office", "policing": "the police",
}  # fmt: skip
FORMER_STAFF = ("j.okafor", "p.lindley", "s.basra", "volunteer2", "locum")
STAFF = {"alice": 40, "bob": 32, "vera": 14, "mona": 6, "j.okafor": 8}
FIRST_NAMES = (
    "Amina",
    "Mr Bose",
    "Colin",
    "Dorota",
    "Mrs Egan",
    "Farah",
    "Gita",
    "Ion",
    "Joyce",
    "Kofi",
    "Miss Lam",
    "Nadia",
    "Stefan",
)


POOLS = {"venue": texts.VENUES, "place": texts.PLACES, "bus": texts.BUSES, "witness": FIRST_NAMES}
NUMBERS = {  # smallest, first too large, step
    "n": (2, 10, 1), "weeks": (3, 30, 1), "amount": (12, 240, 10), "large": (12, 240, 100), "small": (8, 95, 1),
    "elder": (66, 92, 1), "age_child": (5, 17, 1), "score": (6, 21, 1), "house": (2, 140, 1),
}  # fmt: skip


class _Slots(dict):
    """Fills the braces of a sentence: the employer, the landlord and the child stay, all else is new each time."""

    def __init__(self, rng, received, age):
        employer = rng.choice(list(texts.EMPLOYERS))
        super().__init__(
            employer=employer, job=rng.choice(texts.EMPLOYERS[employer]), landlord=rng.choice(texts.LANDLORDS),
            child=rng.choice(texts.CHILDREN), school=rng.choice(texts.SCHOOLS), age=age,
        )  # fmt: skip
        self.rng, self.received = rng, received

    def __missing__(self, key):
        rng = self.rng
        if key in POOLS:
            return rng.choice(POOLS[key])
        if key in NUMBERS:
            low, high, step = NUMBERS[key]
            return f"{rng.randrange(low, high) * step:,}"
        if key == "year":
            return self.received.year - rng.randrange(2, 22)
        return self._day(-rng.randrange(3, 220) if key == "date" else rng.randrange(5, 70))

    def _day(self, offset):
        day = self.received + timedelta(days=offset)
        return f"{day.day} {day:%B %Y}"


def pick(rng, weighted):
    return rng.choices(list(weighted), list(weighted.values()))[0]


def draw(rng, person):
    """One enquiry of this person."""
    span = (LAST - person["registered"]).days
    received = person["registered"] + timedelta(days=rng.choice((0, 0, rng.randrange(span + 1))))
    row = dict.fromkeys(COLUMNS, "")
    matter = pick(rng, MATTERS)
    row.update(
        person_ref=person["person_ref"], received=received, received_on=received.isoformat(), matter=matter,
        channel=pick(rng, CHANNELS), source=pick(rng, SOURCES) if rng.random() < 0.85 else "",
        status=_status(rng, received), adviser=_adviser(rng, received),
    )  # fmt: skip
    if row["status"] in ("closed", "referred", "not_taken_on"):
        row["closed"] = min(LAST, received + timedelta(days=int(rng.betavariate(1, 3) * 400)))
        row["closed_on"] = row["closed"].isoformat() if rng.random() < 0.94 else ""
    chosen = [c for c in SENSITIVE.get(matter, ()) if rng.random() < 0.45]
    if matter == "domestic_abuse" and "domestic_abuse" not in chosen:
        chosen.insert(0, "domestic_abuse")
    row["sensitive_categories"] = ";".join(chosen)
    slots = _Slots(rng, received, (received - person["born"]).days // 365)
    if rng.random() < 0.5:
        row["other_party"] = OTHER_PARTY.get(matter, "").format_map(slots)
    row["narrative"] = narrative(rng, row, person["first_language"], slots)
    if row["status"] != "new":
        row["action_taken"] = " ".join(_some(rng, STORIES[matter]["done"], 1, 3, slots))
    row["open_file"] = "yes" if row["status"] in ("in_progress", "waiting") and rng.random() < 0.4 else "no"
    return row


def _status(rng, received):
    age = (LAST - received).days
    if age < 120:
        return pick(
            rng, {"new": 24, "in_progress": 38, "waiting": 16, "advised": 12, "closed": 8, "not_taken_on": 2}
        )
    if age < 400:
        return pick(
            rng,
            {"in_progress": 18, "waiting": 8, "advised": 14, "referred": 8, "closed": 46, "not_taken_on": 6},
        )
    return pick(rng, {"waiting": 1, "advised": 10, "referred": 10, "closed": 70, "not_taken_on": 9})


def _adviser(rng, received):
    if rng.random() < 0.06:
        return ""
    return pick(rng, STAFF) if received.year >= 2023 else rng.choice(FORMER_STAFF)


def _some(rng, pool, low, high, slots):
    count = min(len(pool), rng.randint(low, high))
    return [sentence.format_map(slots) for sentence in rng.sample(pool, count)]


def narrative(rng, row, language, slots):
    """A case note, or a client's message with the note of whoever took it; one in twenty-five is a long history."""
    story = STORIES[row["matter"]]
    opening = rng.choice(story["opening"]).format_map(slots)
    details = _some(rng, story["detail"], 1, 5, slots)
    wants, own = _some(rng, story["want"], 0, 1, slots), _some(rng, story["own"], 1, 2, slots)
    closing = _some(rng, texts.CLOSINGS, 0, 2, slots)
    note = " ".join([opening, *details, *wants, *closing])
    if row["channel"] in ("email", "web_form", "text"):
        text = f"{rng.choice(texts.MAIL_OPENINGS)}{' '.join(own)}{rng.choice(texts.MAIL_ENDINGS)}\n\nNote: {note}"
    elif rng.random() < 0.35:
        text = f'{opening} {" ".join(details)}\n\nIn client\'s words: "{own[0]}"\n\n{" ".join(wants + closing)}'.rstrip()
    else:
        text = note
    if language in texts.QUOTES and rng.random() < 0.25:
        text += f"\n\n«{texts.QUOTES[language]}»"
    if rng.random() < 0.045:
        text += "\n\n" + _history(rng, row, slots)
    return text


def _history(rng, row, slots):
    """Twenty to fifty dated entries, three to nine thousand characters."""
    day, lines = row["received"], ["History, copied from the paper file:"]
    details = STORIES[row["matter"]]["detail"]
    for _number in range(rng.randint(26, 60)):
        day += timedelta(days=rng.randrange(1, 9))
        sentences = _some(rng, texts.CHRONOLOGY, 1, 2, slots)
        if rng.random() < 0.3:
            sentences.append(rng.choice(details).format_map(slots))
        lines.append(f"{day:%d/%m/%Y}  {' '.join(sentences)}")
    return "\n".join(lines)
