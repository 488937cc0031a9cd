# SPDX-License-Identifier: LGPL-3.0-or-later

"""What fills the braces of the stories, and texts that fit every matter."""

# Employers and the jobs they have.
EMPLOYERS = {
    "a care home in Hanwell": ("care assistant", "nurse", "cook", "cleaner"),
    "a warehouse near the airport": ("warehouse operative", "forklift driver", "packer"),
    "a restaurant in Southall": ("chef", "kitchen porter", "waiter"),
    "a cleaning company in Acton": ("cleaner", "supervisor", "driver"),
    "a hotel on the Bath Road": ("room attendant", "receptionist", "night porter"),
    "a primary school in Northolt": ("teaching assistant", "midday supervisor", "teacher"),
    "a supermarket in Hayes": ("shop assistant", "shelf stacker", "delivery driver"),
    "a building firm in Wembley": ("electrician", "labourer", "plasterer"),
    "a minicab office in Harrow": ("driver", "controller"),
    "an airline caterer": ("packer", "driver", "team leader"),
    "a nursery in Chiswick": ("nursery nurse", "cook", "deputy manager"),
    "a logistics company in Park Royal": ("van driver", "sorter", "clerk"),
    "a hospital trust": ("nurse", "healthcare assistant", "porter", "ward clerk"),
    "a call centre in Uxbridge": ("call handler", "team leader"),
    "a bakery in Greenford": ("baker", "machine operator", "packer"),
    "a security firm in Hammersmith": ("security guard", "controller"),
}
LANDLORDS = (
    "a private landlord in Southall", "a housing association", "the council", "a letting agent in Ealing",
    "an owner who lives abroad", "a cousin of the employer", "a company that lets rooms by the week",
)  # fmt: skip
VENUES = (
    "a gym in Greenford", "a restaurant in Hounslow", "a banqueting hall in Hayes", "a barber's in Shepherd's Bush",
    "a bank branch in Harrow", "a pub in Brentford", "a surgery in Hillingdon", "a bridal shop in Wembley",
)  # fmt: skip
PLACES = (
    "the library", "a friend's shop", "the bus garage", "the park by the canal", "the shopping centre",
    "the temple's kitchen", "the railway bridge", "the community centre", "the church hall",
)  # fmt: skip
# Schools that do not exist.
SCHOOLS = (
    "Brannock Green Primary", "Northmere High", "St Wendreda's Academy", "Osterwick School", "Larkmoor Infants",
    "Perivale Cross Juniors", "Crane Hollow Academy", "Yeadingfield Primary",
)  # fmt: skip
BUSES = ("night", "school", "rail replacement", "last", "early morning")
CHILDREN = ("son", "daughter", "foster child", "nephew", "granddaughter", "stepson")
BOROUGHS = {
    "Ealing": (("Ealing", "W5"), ("Ealing", "W13"), ("Acton", "W3"), ("Hanwell", "W7"), ("Southall", "UB1"), ("Southall", "UB2"),
               ("Northolt", "UB5"), ("Greenford", "UB6"), ("Park Royal", "NW10")),
    "Hounslow": (("Hounslow", "TW3"), ("Hounslow", "TW4"), ("Heston", "TW5"), ("Isleworth", "TW7"), ("Brentford", "TW8"),
                 ("Feltham", "TW13"), ("Bedfont", "TW14"), ("Chiswick", "W4")),
    "Hillingdon": (("Hayes", "UB3"), ("Hayes", "UB4"), ("West Drayton", "UB7"), ("Uxbridge", "UB8"), ("Hillingdon", "UB10"),
                   ("Ruislip", "HA4"), ("Northwood", "HA6")),
    "Hammersmith & Fulham": (("Hammersmith", "W6"), ("Shepherd's Bush", "W12"), ("West Kensington", "W14"), ("Fulham", "SW6")),
    "Brent": (("Wembley", "HA0"), ("Wembley", "HA9"), ("Willesden", "NW2"), ("Kilburn", "NW6"), ("Kingsbury", "NW9"),
              ("Harlesden", "NW10")),
    "Harrow": (("Harrow", "HA1"), ("Harrow", "HA2"), ("Wealdstone", "HA3"), ("Pinner", "HA5"), ("Stanmore", "HA7")),
}  # fmt: skip
STREETS = (
    "Road",
    "Avenue",
    "Gardens",
    "Close",
    "Crescent",
    "Lane",
    "Grove",
    "Way",
    "Court",
    "Terrace",
    "Rise",
    "Mews",
)

CONTACT_NOTES = (
    "Do not leave messages.",
    "Text only, no calls: works nights and sleeps until three.",
    "Husband answers the landline. Say it is the dentist.",
    "Ring before 2 pm; children are home after that.",
    "Letters to the sister's address only, see notes.",
    "Speak slowly and spell names; hearing aid on the left.",
    "Never write on headed paper. Plain envelope.",
    "Calls through the relay service.",
    "No e-mail: the account is shared with the employer.",
    "If a man answers, hang up.",
    "Prefers a female adviser.\nPrefers afternoons.",
    "Mobile is switched off in the last week of the month.",
    "Calls from withheld numbers are not answered; use the blue telephone.",
)
ACCESS_NEEDS = (
    "Step-free room; powered wheelchair, 70 cm.", "BSL interpreter.", "Large print, 18 point, or e-mail.",
    "Quiet room, no strip light.", "Breaks every twenty minutes.", "Easy-read letters.", "Assistance dog.",
    "Reads lips: face the window.", "Left ear only.", "Comes with a support worker.",
)  # fmt: skip
PERSON_NOTES = (
    "Photo of passport seen on first visit.",
    "Two cards in the old box under this name; this one is the newer.",
    "Date of birth on the residence card is 1 January, given on arrival; true date not known.",
    "Family name is the father's first name; not shared with brothers.",
    "Signs with a thumb print. Reads Punjabi, not English.",
    "Former volunteer of the centre (2019): use the external adviser.",
    "Sister is also a client: never mention one to the other.",
    "Changed name by deed poll; old name must not appear on envelopes.",
    "Moved three times since registration, address may be old.",
    'Known at the mosque as "the teacher".',
    "Gave consent on paper for the borough's monitoring form.",
    "No fixed address; uses the day centre's.",
)
# Text that must arrive as text and do nothing.
HOSTILE = (
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+44 is what she said, nothing more",
    "-2+3+cmd",
    "<script>alert('register')</script> was on the web form",
    '<img src=x onerror="alert(1)"> pasted from the web form',
    "Robert'); DROP TABLE clients;--",
    "{{ 7 * 7 }} ${7*7} %(name)s %s",
    "\u202edetrevni\u202c text from a forwarded message",
    "https://example.org/upload?id=1&name=<b>x</b>",
)
QUOTES = {
    "Polish": "Proszę dzwonić tylko rano. Boję się, że szef się dowie.",
    "Romanian": "Vă rog să nu trimiteți scrisori acasă. Mi-e frică.",
    "Portuguese": "Por favor, não digam nada ao meu irmão.",
    "Ukrainian": "Я хочу лише жити спокійно. Допоможіть, будь ласка.",
    "Bulgarian": "Моля, не се обаждайте вечер.",
    "Hungarian": "Kérem, csak e-mailben írjanak.",
    "Punjabi": "ਕਿਰਪਾ ਕਰਕੇ ਮੇਰੇ ਘਰ ਫ਼ੋਨ ਨਾ ਕਰੋ।",
    "Gujarati": "મહેરબાની કરીને મારા પુત્રને કહેશો નહીં.",
    "Hindi": "कृपया मेरे पति को मत बताइए।",
    "Nepali": "कृपया बिहान मात्र फोन गर्नुहोस्।",
    "Bengali": "দয়া করে আমার ভাইকে কিছু বলবেন না।",
    "Tamil": "தயவுசெய்து காலையில் மட்டும் அழைக்கவும்.",
    "Urdu": "براہِ کرم گھر پر فون نہ کریں۔ مجھے ڈر لگتا ہے۔",
    "Arabic": "أرجوكم لا تتصلوا بالبيت. أخاف أن يعرف أخي.",
    "Persian": "لطفاً فقط صبح‌ها زنگ بزنید.",
    "Dari": "خواهش می‌کنم به کسی نگویید.",
    "Pashto": "مهرباني وکړئ، کور ته زنګ مه وهئ.",
    "Somali": "Fadlan ha u sheegin walaalkay. Waan baqayaa.",
    "Turkish": "Lütfen eve mektup göndermeyin.",
    "Japanese": "職場には連絡しないでください。",
    "Spanish": "Por favor, no llamen al trabajo.",
    "Mandarin": "请不要打电话到我家。",
    "Amharic": "እባካችሁ ጠዋት ብቻ ደውሉ።",
}
CHRONOLOGY = (
    "Client rang; no change since the last call.",
    "Left a message at the agreed safe time.",
    "Letter received, scanned and returned to client.",
    "Client did not attend. Rang once, no answer, no message left.",
    "Interpreter booked for the next appointment.",
    "Spoke to the other side's office: they will reply within ten working days.",
    "Reply received; they deny everything.",
    "Client brought {n} documents; copies made, originals handed back.",
    "Case discussed in supervision without names.",
    "Client very low today. Asked about safety; no immediate risk. Gave the crisis line's number.",
    "Chased the reply by telephone. Was put through {n} times.",
    "Client happier: has started an evening class.",
    "Explained again what confidentiality means here and whom we may tell.",
    "Deadline moved to {later}.",
    "Client asked us not to note the name of the friend who helps. Not noted.",
    "Second adviser read the file and agrees with the plan.",
    "Wrong letter went out with the right address; line manager informed, client told the same day, apology sent.",
)
CLOSINGS = (
    "Client was given the confidentiality leaflet and understood it.",
    "Client is content that we keep notes and does not want them shared with anybody.",
    "Safe to ring the mobile in the morning.",
    "Next appointment on {later}.",
    "Client prefers not to give more details today.",
    "Interpreter by telephone was cut off twice; some facts need to be checked.",
    "Nothing to be sent in writing.",
)
MAIL_OPENINGS = (
    "Dear Sir or Madam,\n\n",
    "Hello,\n\n",
    "Hi there \U0001f44b\n\n",
    "To whom it may concern\n\n",
    "",
)
MAIL_ENDINGS = (
    "\n\nThank you for your time.",
    "\n\nPlease help \U0001f64f",
    "\n\nKind regards",
    "\n\nSent from my phone",
    "",
    "\n\nPS: please do not reply to this address after Friday.",
)
