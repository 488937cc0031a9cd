# SPDX-License-Identifier: LGPL-3.0-or-later
"""How severe a breach is, by the method of the EU's agency for cybersecurity, and what that suggests.

Source: ENISA, *Recommendations for a methodology of the assessment of severity of personal data breaches*, working document 1.0,
December 2013: severity = data processing context x ease of identification + circumstances of the breach. Who is then told is no
part of that method; ``suggestion`` follows the 18 cases of EDPB Guidelines 01/2021. The figure informs; people decide.
"""

from typing import NamedTuple

# ---- data processing context (DPC): what kind of data, 1 to 4
BASE = {"simple": 1, "behavioural": 2, "financial": 3, "sensitive": 4}
MOST_ADJUSTED = 3
# ---- ease of identification (EI): how easily somebody recognises who it is
IDENTIFICATION = {"negligible": 0.25, "limited": 0.5, "significant": 0.75, "maximum": 1.0}
# ---- circumstances of the breach (CB)
CONFIDENTIALITY = {"none": 0.0, "known": 0.25, "unknown": 0.5}
INTEGRITY = {"none": 0.0, "recoverable": 0.25, "lost": 0.5}
AVAILABILITY = {"none": 0.0, "temporary": 0.25, "lost": 0.5}
MALICIOUS = 0.5

BANDS = ((2, "low"), (3, "medium"), (4, "high"), (float("inf"), "very_high"))
MANY = 100  # more people than these: a flag beside the figure

_NONE, _RISK, _HIGH = "none", "risk", "high_risk"
_SUGGESTED = {"low": _NONE, "medium": _RISK, "high": _HIGH, "very_high": _HIGH}
_STEP_DOWN = {_NONE: _NONE, _RISK: _NONE, _HIGH: _RISK}


class Facts(NamedTuple):
    """What the figure is made of. ``data``: pairs of a key of ``BASE`` and an adjustment from -3 to 3, one for each kind of data;
    the highest counts."""

    data: tuple
    identification: str = "maximum"
    confidentiality: str = "none"
    integrity: str = "none"
    availability: str = "none"
    malicious: bool = False
    unintelligible: bool = False  # encrypted, hashed: nobody can read it, and the key is safe
    recovered: bool = False  # went to somebody trusted, who has confirmed that it is destroyed or returned


class Preset(NamedTuple):
    """What an advice centre loses most often, with its context."""

    base: str
    adjustment: int
    identification: str = "maximum"


# The name of an equality centre on an envelope tells already that somebody was discriminated against, and often why; an address may
# be looked for by the person somebody fled from. ENISA adds 1 where assumptions about somebody's standing can be made, 2 where
# about health, beliefs or sexuality, 3 where their safety hangs on it. Trade union membership, origin and gender history are
# special categories today (UK GDPR, Article 9), and count as sensitive.
PRESETS = {
    "client": Preset("simple", 2),
    "appointment": Preset("simple", 1, "significant"),
    "abuse_address": Preset("simple", 3),
    "child": Preset("simple", 3),
    "immigration": Preset("simple", 3),
    "hiv": Preset("sensitive", 0),
    "health": Preset("sensitive", 0),
    "union": Preset("sensitive", 0),
    "discrimination": Preset("sensitive", -1),
    "gender_history": Preset("sensitive", 0),
    "sexuality": Preset("sensitive", 0),
    "offence": Preset("sensitive", 0),
    "benefits": Preset("financial", 0),
    "bank": Preset("financial", 1),
    "mailing_list": Preset("simple", 1),
    "staff": Preset("simple", 0),
}


def context(data) -> int:
    """DPC: the highest of the kinds of data, each between 1 and 4 whatever its adjustment."""
    if not data:
        raise ValueError("a breach of personal data has at least one kind of data")
    if any(abs(adjustment) > MOST_ADJUSTED for _base, adjustment in data):
        raise ValueError(f"adjustments go from -{MOST_ADJUSTED} to {MOST_ADJUSTED}")
    return max(min(4, max(1, BASE[base] + adjustment)) for base, adjustment in data)


def circumstances(facts: Facts) -> float:
    """CB: 0 to 2."""
    lost = CONFIDENTIALITY[facts.confidentiality] + INTEGRITY[facts.integrity]
    return lost + AVAILABILITY[facts.availability] + MALICIOUS * bool(facts.malicious)


def score(facts: Facts) -> float:
    """SE = DPC x EI + CB: 0.25 to 6.

    :raise KeyError: one of the words is not in its table
    """
    return context(facts.data) * IDENTIFICATION[facts.identification] + circumstances(facts)


def band(figure: float) -> str:
    """``low`` (below 2), ``medium`` (below 3), ``high`` (below 4) or ``very_high``."""
    return next(name for limit, name in BANDS if figure < limit)


def suggestion(facts: Facts) -> str:
    """What the figure suggests: ``none`` (register only), ``risk`` (the regulator) or ``high_risk`` (the people as well).

    Two things outside the figure bear on it: what nobody can read, and nothing else was lost, harms nobody; what came back from
    somebody trusted is one step less.
    """
    nothing_else = facts.integrity == "none" and facts.availability == "none"
    if facts.unintelligible and nothing_else:
        return _NONE
    found = _SUGGESTED[band(score(facts))]
    return _STEP_DOWN[found] if facts.recovered else found
