# SPDX-License-Identifier: LGPL-3.0-or-later
"""Sentences for enquiries about discrimination, work, immigration, hate crime, policing and abuse.

`build_register.py` puts them together. Braces are filled in; every sentence stands by itself, in any order.
`own` is what a client writes or says in the first person.
"""

STORIES = {
    "discrimination_work": {
        "opening": (
            "Client has worked for {employer} for {n} years and says the new manager treats staff of their background worse than others.",
            "Client came after being dismissed by {employer}; believes the true reason is the parental leave asked for on {date}.",
            "Client is a {job} at {employer} and was passed over for promotion three times in favour of less experienced colleagues.",
            "Telephone enquiry from a {job} whose request to leave early on Fridays for prayers was refused by {employer}.",
            "Client, {age}, was told at {employer} that the team needed other faces, 'more like our customers', and was moved to nights.",
        ),
        "detail": (
            "The manager is said to have remarked on the client's accent in front of customers on {date}.",
            "Shifts were cut from {n} days a week to one after the client raised a grievance.",
            "Colleagues in the same role are paid about £{amount} a month more; client has two payslips of a friend to compare.",
            "A WhatsApp group of the team contains jokes about the client's faith; client has kept screenshots.",
            "Occupational health advised a chair and shorter shifts on {date}; nothing was provided.",
            "HR wrote that the matter was 'a clash of personalities' and closed the grievance without an interview.",
            "Client was asked at the appeal meeting whether they intended to have more children.",
            "Two witnesses have left the company; client is in touch with one of them, {witness}.",
            "The three months less one day for a tribunal claim run out on {later}, so early conciliation has to start before then.",
            "The union representative has been supportive, but the branch will not fund a solicitor.",
        ),
        "want": (
            "Wants an apology and the lost shifts back rather than money.",
            "Wants to know whether it is worth going to a tribunal and what it would cost.",
            "Wants the discrimination to stop; is afraid of losing the job because of the visa.",
            "Would accept a settlement and a fair reference.",
        ),
        "done": (
            "Explained direct and indirect discrimination, harassment and victimisation under the Equality Act 2010; wrote down time limits.",
            "Helped client to draft questions to the employer and a list of comparators.",
            "Advised to notify for early conciliation this week; gave the telephone number and a note of what to say.",
            "Read the grievance outcome; arranged an appointment with the employment solicitor's evening session.",
        ),
        "own": (
            "I did my job for {n} years and nobody complained until the new boss came.",
            "They say I am not a team player because I do not go to the pub. I do not drink, it is my religion.",
            "From the day I complained everything changed. Before, they called me the best.",
            "He said to me 'speak properly or go home'. Everybody heard it and nobody said anything.",
        ),
    },
    "discrimination_services": {
        "opening": (
            "Client, who uses a wheelchair, was refused entry to {venue} on {date} because of 'fire regulations'.",
            "Client says {venue} cancelled a booking as soon as the family name was given on the telephone.",
            "Client was asked to take off a religious head covering or leave {venue}.",
            "Client has an assistance dog and was turned away by a minicab driver for the second time this month.",
        ),
        "detail": (
            "Another customer recorded what was said and has sent client the file.",
            "The manager apologised on the telephone and denied everything in writing a week later.",
            "The same booking was accepted {n} minutes afterwards under a friend's English name.",
            "Client had to wait outside in the rain for {n}0 minutes.",
            "There is a portable ramp in the building; a member of staff did not know how to use it.",
            "Client's {age_child}-year-old son was present and is still upset.",
        ),
        "want": (
            "Wants an apology, training for the staff and a donation to a charity.",
            "Wants to know whether to complain to the licensing authority as well.",
            "Wants it never to happen to anybody else; money is not the point.",
        ),
        "done": (
            "Explained the duty to make reasonable adjustments and the six months' limit in the county court.",
            "Drafted a letter before claim; client will bring names and times on the next visit.",
            "Explained who enforces the rules for taxis and how to give a statement.",
        ),
        "own": (
            "I have been going there for years and suddenly I am a fire risk?",
            "My daughter asked me why the man did not like us. I did not know what to answer.",
        ),
    },
    "employment": {
        "opening": (
            "Client has not been paid by {employer} for {n} weeks and was told there is no contract.",
            "Client is on a zero-hours contract with {employer} and had all shifts removed after being ill.",
            "Client was dismissed by {employer} by text message on {date}, after {n} years.",
            "Client works for an agency as a {job} and found that no tax or pension was paid.",
        ),
        "detail": (
            "Client has kept a notebook of hours; it comes to {n}6 hours a week on average.",
            "Payslips are missing for {n} months; bank statements show payments by three different companies.",
            "The passport is still in the employer's office 'for safe keeping'.",
            "The supervisor deducts £{small} a week for a uniform that was never given.",
            "About £{amount} is owed by client's own count.",
            "Client has worked through the breaks since {date} without pay.",
        ),
        "want": (
            "Wants the wages that are owed and the passport back.",
            "Wants to know whether they were an employee.",
            "Wants a reference so that a new job can start next month.",
        ),
        "done": (
            "Worked out arrears with client and drafted a letter for unlawful deduction of wages.",
            "Explained employment status and the time limits; client to bring contract and bank statements.",
            "Raised possible labour exploitation with the duty supervisor; client does not want a report for now.",
        ),
        "own": (
            "They say next week, next week, every week. I have rent to pay.",
            "I signed something in English, I could not read it, they said everybody signs it.",
        ),
    },
    "immigration": {
        "opening": (
            "Client's leave to remain ends on {later} and the application form was returned for a missing fee.",
            "Client applied for asylum on {date} and has heard nothing for {n} months.",
            "Client came on a spouse visa; the marriage has broken down and the spouse threatens to 'call immigration'.",
            "Client has settled status but cannot prove it: the account is tied to a lost telephone.",
            "Client arrived in {year} as a child, never had papers, and was refused a bank account.",
        ),
        "detail": (
            "Client signs at the reporting centre every {n} weeks and fears being detained there.",
            "Two sisters and the mother are in the country of origin; contact was lost on {date}.",
            "A previous adviser took £{amount} and cannot be reached any more; there is no receipt.",
            "Birth certificate and translation are in the file; the father's passport is not.",
            "The refusal letter doubts client's age and religion.",
            "Client has never told anyone here about the scars and finds it hard to speak of what happened.",
            "An appeal has to be lodged by {later}.",
            "Children were born here in {year} and attend {school}.",
            "The name on the residence card is spelt in another way than in the passport.",
        ),
        "want": (
            "Wants to stay with the children and to work legally.",
            "Wants to bring the mother, who is ill, to the United Kingdom.",
            "Wants somebody to read the letters, which are only in English.",
        ),
        "done": (
            "Referred to the accredited immigration adviser; we are not regulated to advise on the merits.",
            "Helped with the account recovery and printed the share code.",
            "Checked dates with client, listed the missing documents and wrote to the previous adviser for the file.",
            "Explained what not to sign; gave the card with the telephone number of the detention helpline.",
        ),
        "own": (
            "I am so afraid of the brown envelope that I do not open the post any more.",
            "I have lived here since {year}. My whole life is here. What is there for me to go back to?",
            "Please do not send letters to my address, other people open them.",
        ),
    },
    "domestic_abuse": {
        "opening": (
            "Client attended alone and asked to speak to a woman in a room with a door.",
            "Client rang from a friend's telephone; says the partner checks the call list every evening.",
            "Client lives with a relative who takes the bank card and shouts.",
            "Client left home with {n} children on {date} and is staying with a cousin.",
            "Client says the partner's family keeps the passport, the bank card and the child benefit.",
        ),
        "detail": (
            "He follows client to work and waits outside; {witness} at the reception has seen it.",
            "Police attended on {date}; client withdrew the statement two days later because of the in-laws.",
            "Client has photographs on a telephone that is kept at {place}.",
            "There was pressure to marry the younger daughter abroad this summer.",
            "The abuse became worse after the redundancy.",
            "He has threatened to publish pictures if client goes to the police.",
            "Client is not allowed to attend English classes or to see the GP alone.",
            "A neighbour, {witness}, keeps a bag with documents and clothes.",
            "Risk checklist completed with client: {score} of 24 answered yes.",
        ),
        "want": (
            "Wants to know what would happen to the visa after a separation.",
            "Wants a safe place that takes boys over twelve.",
            "Is not ready to leave; wants to know what there is when the day comes.",
            "Wants him out of the flat, and the locks changed.",
        ),
        "done": (
            "Agreed safe times and a code word; nothing is to be sent to the home address.",
            "Explained non-molestation and occupation orders; gave the number of the helpline inside a shopping list.",
            "Discussed referral to the multi-agency conference with the line manager; client consented in writing.",
            "Called the refuge line with client; no space in London tonight, second call arranged for the morning.",
        ),
        "own": (
            "He is nice to everybody. Nobody will believe me.",
            "I do not want him to go to prison, I only want it to stop.",
            "Please never ring the landline. Never.",
        ),
    },
    "hate_crime": {
        "opening": (
            "Client was shouted at and spat at on the {bus} bus on {date} because of their dress and accent.",
            "Client and partner, a same-sex couple, have had eggs and worse thrown at the door for {n} weeks.",
            "Client found the car with slashed tyres and a slur scratched into the paint.",
            "Client's takeaway near {place} had its window broken for the third time since {date}.",
            "Client, who has a learning disability, is followed home from the day centre by a group of boys who film it.",
        ),
        "detail": (
            "Police gave a reference number; client has heard nothing for {weeks} weeks.",
            "The driver did not stop and told client to sit down.",
            "A neighbour in number {house} uses the same words over the fence.",
            "The children no longer play outside and the youngest wets the bed again.",
            "CCTV of the shop opposite is kept for thirty days, that is until {later}.",
            "The landlord says it is 'six of one and half a dozen of the other'.",
            "Client now leaves the house only for work and for prayers.",
        ),
        "want": (
            "Wants to be moved, or the neighbour to be.",
            "Wants the police to take it seriously.",
            "Wants it recorded, even if nothing comes of it.",
        ),
        "done": (
            "Made a third-party report with client's consent; gave the reference number.",
            "Wrote to the bus company to keep the recording; wrote to the landlord about its duties.",
            "Explained the victims' right to review and the community trigger.",
        ),
        "own": (
            "I was born in this borough. Where am I supposed to go home to?",
            "They laughed. That was the worst, that they laughed.",
        ),
    },
    "policing": {
        "opening": (
            "Client's son, {age_child}, was stopped and searched {n} times this year on the way from {school}.",
            "Client was held for {n} hours at the station on {date} and released without charge.",
            "Client called the police as a victim and was handcuffed first.",
        ),
        "detail": (
            "No record of the search was given; the officer's number is on client's hand in a photograph.",
            "There was no appropriate adult and no interpreter although client asked twice.",
            "The wrist was swollen; the GP noted it on {date}.",
            "Friends of another colour who walked beside him were not searched.",
            "A caution from {year} for cannabis still shows on the certificate and costs client the job.",
        ),
        "want": (
            "Wants to complain, without trouble for the son.",
            "Wants the record deleted.",
            "Wants to know what the law is.",
        ),
        "done": (
            "Explained the complaint procedure and the independent office; noted facts while they are fresh.",
            "Requested the search records and body-worn video in client's name.",
        ),
        "own": ("He is a good boy. He is in the school choir. Why him, every time?",),
    },
}
