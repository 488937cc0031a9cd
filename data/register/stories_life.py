# SPDX-License-Identifier: LGPL-3.0-or-later
"""Sentences for enquiries about housing, money, disability and health. See `stories_rights.py`."""

STORIES = {
    "housing": {
        "opening": (
            "Client rents a room from {landlord}; there is black mould on two walls and the youngest child has asthma.",
            "Client received a notice to leave on {date} from {landlord} after asking for repairs.",
            "Family of {n} in a one-bedroom flat; on the housing register since {year}.",
            "Client's landlord, {landlord}, wants £{amount} more rent a month or the keys.",
        ),
        "detail": (
            "The boiler has been broken since {date}; client boils water for the children's bath.",
            "The deposit of £{amount} was paid in cash and was never protected.",
            "Environmental health visited on {date} and found a category 1 hazard.",
            "The ceiling of the bathroom came down on {date}; nobody was hurt.",
            "{witness} in the flat below has the same leak.",
            "The tenancy agreement is in the name of a brother-in-law who has moved out.",
            "There are {n} families and one kitchen in the house; client thinks it has no licence.",
            "Client pays with a standing order and has all the statements.",
        ),
        "want": (
            "Wants the repairs done and not to lose the home for asking.",
            "Wants to bid for a larger flat and does not understand the points.",
            "Wants to know how long they can stay.",
        ),
        "done": (
            "Checked the notice: wrong form and no gas certificate; explained that client need not leave yet.",
            "Wrote to the landlord about disrepair with a list and photographs; reported to the council's private sector team.",
            "Went through the medical priority form with client.",
        ),
        "own": (
            "The wall is black behind the cot. I wash it and it comes back.",
            "He comes in with his own key when I am in the shower.",
        ),
    },
    "homelessness": {
        "opening": (
            "Client has slept in a car near {place} since {date}.",
            "Client was asked to leave asylum accommodation within {n} days of the positive decision.",
            "Family placed in a hotel outside London; the school of the children is {n}0 miles away.",
            "Client was put out by the family after telling them whom they love.",
        ),
        "detail": (
            "The council's duty officer said client is 'not vulnerable' without looking at the hospital letter.",
            "Client sleeps on night buses; the {bus} one is the warmest.",
            "Everything is in two bags; the medicines are in one of them and need to be kept cool.",
            "No key worker has been named; the telephone queue was {n}5 minutes.",
            "Client stays with friends, a night here, a night there, and may not use the address.",
        ),
        "want": (
            "Wants a place for tonight.",
            "Wants to be housed within reach of the hospital.",
            "Wants the decision reviewed.",
        ),
        "done": (
            "Rang the out-of-hours service with client; interim accommodation granted for three nights.",
            "Drafted a review request of the decision on priority need; deadline is {later}.",
            "Gave food voucher and a letter for the day centre.",
        ),
        "own": ("I am clean, I do not drink, I only need a door that I can lock.",),
    },
    "disability": {
        "opening": (
            "Client is deaf and uses British Sign Language; {employer} refuses to book an interpreter for meetings.",
            "Client's lift has been out of order for {weeks} weeks and client lives on the fourth floor.",
            "Client has multiple sclerosis and lost the blue badge at renewal.",
            "Client is blind; letters from the council still come in small print after three requests.",
        ),
        "detail": (
            "Client has missed {n} hospital appointments because of it.",
            "The occupational therapist recommended a ramp on {date}; the landlord wants client to pay.",
            "The assessor wrote that client 'walked without difficulty'; the appointment was by telephone.",
            "Client's wife does all the lifting and has hurt her back.",
            "Client carries a card about the seizures and asked us to keep a copy.",
        ),
        "want": (
            "Wants the adjustment, not a dispute.",
            "Wants the assessment done again by somebody who has read the papers.",
            "Wants letters by e-mail, so that the computer can read them out.",
        ),
        "done": (
            "Wrote a letter that names the duty to make reasonable adjustments; copied to the ombudsman scheme.",
            "Noted client's own access needs on the card: see the register.",
            "Applied for the disabled facilities grant with client.",
        ),
        "own": ("I can do the job. I cannot do the stairs.", "They shout. I am deaf, not stupid."),
    },
    "benefits": {
        "opening": (
            "Client's benefit was stopped on {date} for missing an appointment that client says was never notified.",
            "Client was refused the disability benefit with {n} points; needs help with a mandatory reconsideration.",
            "Client failed the habitual residence test although they have worked here since {year}.",
            "An overpayment of £{amount} is being taken back at £{small} a month.",
        ),
        "detail": (
            "There is £{small} left until the end of the month and the meter is in debt.",
            "Client cannot walk more than {n}0 metres and was scored as able to walk 200.",
            "The online journal is in English only; a neighbour, {witness}, has the password.",
            "Consultant's letter of {date} was not considered.",
            "Client made the insulin last while waiting for a decision, and was taken to hospital on {date}.",
            "The partner's wages were counted twice.",
        ),
        "want": (
            "Wants the payment restored.",
            "Wants somebody to go to the tribunal with.",
            "Wants the debt looked at.",
        ),
        "done": (
            "Completed the reconsideration request with client; sent with tracked post.",
            "Applied for a hardship payment and gave a food voucher.",
            "Listed descriptors with examples of a bad day; tribunal form sent, hearing expected in {n} months.",
        ),
        "own": (
            "She asked if I can wash myself and I said yes because I was ashamed.",
            "I worked {n}0 years and never asked for a penny.",
        ),
    },
    "debt": {
        "opening": (
            "Client has debts of about £{large} with {n} creditors and a bailiff's letter.",
            "Client guaranteed a loan for a cousin who has left the country.",
            "Council tax arrears since {date}; client has just had a summons.",
        ),
        "detail": (
            "One creditor is a man from the neighbourhood who is not licensed and comes in person.",
            "The catalogue account was opened by the former partner in client's name.",
            "Gambling started after the redundancy; client has not told the family.",
            "Rent and energy are paid first since our last budget.",
        ),
        "want": (
            "Wants breathing space.",
            "Wants the visits to stop.",
            "Wants to know what bankruptcy means.",
        ),
        "done": (
            "Drew up a budget and listed priority debts; applied for breathing space.",
            "Explained what bailiffs may and may not do; referred to the money adviser.",
        ),
        "own": ("I do not sleep. When the bell rings I turn the light off.",),
    },
    "health_care": {
        "opening": (
            "Client was charged £{large} for treatment and is afraid to go back to the clinic.",
            "Client, who is a trans woman, was addressed with the old name across the waiting room at {venue}.",
            "Client's mother, {elder}, was sent home from hospital without a care plan or an interpreter.",
            "Client was removed from the surgery's list after complaining.",
        ),
        "detail": (
            "The HIV clinic wrote to the family address although client had asked them not to.",
            "The waiting time for counselling is {n} months.",
            "Consent for the operation was signed by the teenage son, who translated.",
            "Client has not taken the tablets since {date} because of the cost of the journey.",
            "Carers come late and leave after {n} minutes.",
        ),
        "want": (
            "Wants treatment without being judged.",
            "Wants the bill cancelled.",
            "Wants a woman to come for the personal care.",
        ),
        "done": (
            "Explained exemptions from charging and wrote to the overseas visitors' office.",
            "Helped with the complaint to the practice manager; next step would be the ombudsman.",
            "Asked adult social care for an urgent review.",
        ),
        "own": ("I said the name three times. It is on the card. She read out the other one.",),
    },
}
