# SPDX-License-Identifier: LGPL-3.0-or-later
"""Sentences for enquiries about school, family and the rest. See `stories_rights.py`."""

STORIES = {
    "school_exclusion": {
        "opening": (
            "Client's {child}, {age_child}, was permanently excluded from {school} on {date}.",
            "Client's {child} has been sent home at noon every day for {weeks} weeks without paperwork.",
            "Client's {child} was excluded for {n} days because of the hair style; the school says it is 'extreme'.",
        ),
        "detail": (
            "The governors meet on {later}; papers have to be in five school days before.",
            "An assessment for autism has been waiting since {year}.",
            "Two other pupils in the same fight were given a detention.",
            "The teaching assistant who helped most, {witness}, left at Easter.",
            "The school did not send work home and marked the absences as authorised.",
            "The {child} now says that school is 'for the others'.",
        ),
        "want": (
            "Wants the exclusion withdrawn.",
            "Wants another school rather than a fight.",
            "Wants a plan with support in writing.",
        ),
        "done": (
            "Explained the review by governors and the independent panel; helped to set out the grounds, including disability discrimination.",
            "Asked the school for the incident log and the exclusion letter in client's first language.",
            "Will attend the governors' meeting with client.",
        ),
        "own": (
            "He is eight. They say he is a danger. He still sleeps with a rabbit.",
            "They never rang me. My neighbour told me he was at the gate.",
        ),
    },
    "education": {
        "opening": (
            "Client's {child}, {age_child}, has been without a school place since the family moved in {date}.",
            "Client was refused a college place because the status of {year} was not understood.",
            "Client's {child} has a plan that names one-to-one support, and gets {n} hours a week of it.",
        ),
        "detail": (
            "The tribunal hearing is listed for {later}.",
            "An interpreter was not offered for the meeting; the {child} had to translate.",
            "The travel assistance was stopped and the walk is {n} miles along the dual carriageway.",
            "The educational psychologist's report of {date} recommends speech therapy.",
        ),
        "want": (
            "Wants a school within reach.",
            "Wants what is in the plan.",
            "Wants to start the course in September.",
        ),
        "done": (
            "Wrote to the admissions team under the fair access protocol.",
            "Appealed the contents of the plan with client.",
        ),
        "own": ("My daughter should be in class, not in the office with her tablet.",),
    },
    "family": {
        "opening": (
            "Client has not seen the children since {date}; the other parent moved to another town.",
            "Client's religious marriage was never registered and the spouse has married again.",
            "Client looks after {n} grandchildren and has no papers for it.",
        ),
        "detail": (
            "There is a hearing on {later}.",
            "Social services closed the case on {date}; client has the letter.",
            "The gold given at the wedding is with the mother-in-law.",
            "The eldest, {age_child}, does not want to go back.",
        ),
        "want": (
            "Wants to see the children at weekends.",
            "Wants maintenance.",
            "Wants to be able to sign for school and doctor.",
        ),
        "done": (
            "Explained mediation and legal aid; referred to a family solicitor.",
            "Helped to apply for a special guardianship assessment.",
        ),
        "own": ("They are my children also.",),
    },
    "other": {
        "opening": (
            "Client brought a bag of unopened letters and asked us to read them.",
            "Client wanted to know how to become a volunteer and then spoke of a neighbour's threats.",
            "Client asks for a witness signature on a form for a child's passport.",
            "Wrong number; client was looking for the registrar and was given the address.",
        ),
        "detail": (
            "Among the letters are {n} from the council and a summons of {date}.",
            "Client lives alone and comes in most weeks for a talk.",
            "The form needs a professional who has known client for two years.",
        ),
        "want": ("Wants somebody to explain.", "Wants to be rung back on {later}."),
        "done": ("Sorted the letters with client into three piles.", "Gave the address and opening times."),
        "own": ("I am sorry to trouble you again.",),
    },
}
