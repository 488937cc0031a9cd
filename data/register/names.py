# SPDX-License-Identifier: LGPL-3.0-or-later

"""Common names of communities of West London that Faker has no list for, with their own script after "=".

Lists of frequent given and family names are facts; their combinations here are drawn by chance.
Each pool: weight, languages, names of women, names of men, family names. A family name "-" means: none.
"""

PUNJABI = {
    "female": "Harpreet=ਹਰਪ੍ਰੀਤ Manjit=ਮਨਜੀਤ Jasbir=ਜਸਬੀਰ Gurpreet=ਗੁਰਪ੍ਰੀਤ Simran=ਸਿਮਰਨ Rajvir=ਰਾਜਵੀਰ Amandeep=ਅਮਨਦੀਪ "
    "Kuldip=ਕੁਲਦੀਪ Parminder=ਪਰਮਿੰਦਰ Navjot=ਨਵਜੋਤ Surinder=ਸੁਰਿੰਦਰ Balwinder=ਬਲਵਿੰਦਰ",
    "male": "Gurdeep=ਗੁਰਦੀਪ Jaswinder=ਜਸਵਿੰਦਰ Sukhdev=ਸੁਖਦੇਵ Mandeep=ਮਨਦੀਪ Ranjit=ਰਣਜੀਤ Avtar=ਅਵਤਾਰ Baldev=ਬਲਦੇਵ "
    "Hardeep=ਹਰਦੀਪ Tejinder=ਤੇਜਿੰਦਰ Amrik=ਅਮਰੀਕ Karamjit=ਕਰਮਜੀਤ Davinder=ਦਵਿੰਦਰ",
    "family": "Gill=ਗਿੱਲ Dhillon=ਢਿੱਲੋਂ Sandhu=ਸੰਧੂ Grewal=ਗਰੇਵਾਲ Sidhu=ਸਿੱਧੂ Bains=ਬੈਂਸ Dhaliwal=ਧਾਲੀਵਾਲ Sohal=ਸੋਹਲ "
    "Virdi=ਵਿਰਦੀ Bhogal=ਭੋਗਲ Rai=ਰਾਏ Johal=ਜੌਹਲ",
}
GUJARATI = {
    "female": "Hansa=હંસા Jyoti=જ્યોતિ Kokila=કોકિલા Bhavna=ભાવના Nisha=નિશા Pushpa=પુષ્પા Daksha=દક્ષા Meena=મીના "
    "Varsha=વર્ષા Rekha=રેખા Urmila=ઉર્મિલા Kajal=કાજલ",
    "male": "Dinesh=દિનેશ Harish=હરીશ Jayesh=જયેશ Kirit=કિરીટ Mukesh=મુકેશ Nilesh=નીલેશ Pravin=પ્રવીણ Ramesh=રમેશ "
    "Suresh=સુરેશ Vijay=વિજય Bharat=ભરત Ketan=કેતન",
    "family": "Patel=પટેલ Shah=શાહ Mehta=મહેતા Desai=દેસાઈ Joshi=જોશી Parmar=પરમાર Solanki=સોલંકી Chauhan=ચૌહાણ "
    "Trivedi=ત્રિવેદી Vyas=વ્યાસ",
}
HINDI = {
    "female": "Anita=अनीता Sunita=सुनीता Kavita=कविता Pooja=पूजा Shanti=शांति Neha=नेहा Rani=रानी Deepa=दीपा",
    "male": "Rajesh=राजेश Anil=अनिल Sanjay=संजय Ashok=अशोक Vikram=विक्रम Manoj=मनोज Arjun=अर्जुन Rohit=रोहित",
    "family": "Sharma=शर्मा Verma=वर्मा Gupta=गुप्ता Mishra=मिश्रा Yadav=यादव Kapoor=कपूर Nair=नायर Singh=सिंह",
}
NEPALI = {
    "female": "Sita=सीता Maya=माया Sabina=सबिना Kamala=कमला Sarita=सरिता Bimala=विमला Laxmi=लक्ष्मी Anju=अञ्जु",
    "male": "Bishnu=विष्णु Dil=दिल Prakash=प्रकाश Hari=हरि Krishna=कृष्ण Suraj=सुरज Tek=टेक Nabin=नविन",
    "family": "Gurung=गुरुङ Thapa=थापा Rai=राई Limbu=लिम्बू Tamang=तामाङ Shrestha=श्रेष्ठ Magar=मगर Pun=पुन "
    "Adhikari=अधिकारी Karki=कार्की",
}
BENGALI = {
    "female": "Nasrin=নাসরিন Rahima=রহিমা Shirin=শিরীন Salma=সালমা Taslima=তসলিমা Farida=ফরিদা Ruma=রুমা Jahanara=জাহানারা",
    "male": "Abdul=আব্দুল Kamal=কামাল Shafiq=শফিক Habib=হাবিব Jamal=জামাল Rafiq=রফিক Anwar=আনোয়ার Tariq=তারিক",
    "family": "Begum=বেগম Miah=মিয়া Hoque=হক Chowdhury=চৌধুরী Uddin=উদ্দিন Islam=ইসলাম Rahman=রহমান Ali=আলী Das=দাস",
}
TAMIL = {
    "female": "Lakshmi=லட்சுமி Meenakshi=மீனாட்சி Tharani=தரணி Kavitha=கவிதா Vasanthi=வசந்தி Malar=மலர் Selvi=செல்வி "
    "Priya=பிரியா",
    "male": "Suresh=சுரேஷ் Kumaran=குமரன் Ravi=ரவி Mohan=மோகன் Senthil=செந்தில் Arul=அருள் Nathan=நாதன் Siva=சிவா",
    "family": "Selvarajah=செல்வராஜா Kandasamy=கந்தசாமி Rajaratnam=ராஜரத்தினம் Sivakumar=சிவகுமார் Ponnampalam=பொன்னம்பலம் "
    "Nadarajah=நடராஜா Murugesu=முருகேசு Balasingam=பாலசிங்கம் -",
}
SINHALA = {
    "female": "Nirmala=නිර්මලා Chandani=චාන්දනී Kumari=කුමාරි Sandya=සන්ධ්‍යා",
    "male": "Nimal=නිමල් Sunil=සුනිල් Ruwan=රුවන් Asanka=අසංක",
    "family": "Perera=පෙරේරා Fernando=ප්‍රනාන්දු Silva=සිල්වා Jayasinghe=ජයසිංහ Bandara=බණ්ඩාර",
}
URDU = {
    "female": "Ayesha=عائشہ Fatima=فاطمہ Saima=صائمہ Nadia=نادیہ Rukhsana=رخسانہ Shazia=شازیہ Zainab=زینب Samina=ثمینہ "
    "Bushra=بشریٰ Nasreen=نسرین Khadija=خدیجہ Farzana=فرزانہ",
    "male": "Muhammad=محمد Imran=عمران Tariq=طارق Bilal=بلال Usman=عثمان Asif=آصف Nadeem=ندیم Shahid=شاہد Waqas=وقاص "
    "Zahid=زاہد Khalid=خالد Faisal=فیصل",
    "family": "Khan=خان Ahmed=احمد Hussain=حسین Malik=ملک Qureshi=قریشی Butt=بٹ Mirza=مرزا Sheikh=شیخ Chaudhry=چوہدری "
    "Raja=راجہ Bibi=بی‌بی Akhtar=اختر",
}
ARABIC = {
    "female": "Fatima=فاطمة Mariam=مريم Amina=أمينة Noor=نور Layla=ليلى Huda=هدى Rania=رانيا Samira=سميرة Zahra=زهراء "
    "Salma=سلمى Iman=إيمان Hanan=حنان",
    "male": "Mohammed=محمد Ahmed=أحمد Ali=علي Yusuf=يوسف Omar=عمر Hassan=حسن Khaled=خالد Mustafa=مصطفى Karim=كريم "
    "Ibrahim=إبراهيم Samir=سمير Tarek=طارق",
    "family": "Al-Hassan=الحسن Haddad=حداد Mansour=منصور Al-Jabouri=الجبوري Bakri=بكري Osman=عثمان El-Amin=الأمين "
    "Saleh=صالح Nasser=ناصر Benali=بنعلي Idrissi=إدريسي Abdullah=عبدالله Khalil=خليل Al-Tamimi=التميمي",
}
PERSIAN = {
    "female": "Maryam=مریم Shirin=شیرین Leila=لیلا Nasrin=نسرین Parisa=پریسا Azadeh=آزاده Golnaz=گلناز Mina=مینا",
    "male": "Reza=رضا Hossein=حسین Mehdi=مهدی Amir=امیر Farhad=فرهاد Dariush=داریوش Babak=بابک Kaveh=کاوه",
    "family": "Ahmadi=احمدی Hosseini=حسینی Karimi=کریمی Rahimi=رحیمی Moradi=مرادی Jafari=جعفری Sadeghi=صادقی "
    "Tehrani=تهرانی Shirazi=شیرازی Ebrahimi=ابراهیمی",
}
AFGHAN = {
    "female": "Zarghuna=زرغونه Parwana=پروانه Shabnam=شبنم Nilofar=نیلوفر Malalai=ملالی Fereshta=فرشته Soraya=ثریا Roya=رویا",
    "male": "Abdul=عبدل Najib=نجیب Farid=فرید Hamid=حمید Zalmai=زلمی Ghulam=غلام Mirwais=میرویس Esmatullah=عصمت‌الله",
    "family": "Noori=نوری Safi=صافی Wardak=وردک Popal=پوپل Ahmadzai=احمدزی Stanekzai=ستانکزی Rahimi=رحیمی Hotak=هوتک - -",
}
SOMALI = {
    "female": "Hodan Sahra Fadumo Hibo Ifrah Khadija Amina Asha Deqa Sagal Ubah Nimco",
    "male": "Abdirahman Ahmed Mohamed Hassan Yusuf Ismail Farah Liban Guled Warsame Abdi Jama",
    "family": "Ali Mohamud Hussein Warsame Farah Jama Abdullahi Omar Nur Hersi Elmi Aden Duale Egal",
}
HORN = {
    "female": "Selam=ሰላም Tsehay=ፀሐይ Hiwot=ሕይወት Mihret=ምሕረት Almaz=አልማዝ Ruth=ሩት",
    "male": "Tesfay=ተስፋይ Yonas=ዮናስ Dawit=ዳዊት Haile=ኃይለ Samuel=ሳሙኤል Berhane=ብርሃነ",
    "family": "Tekle=ተክለ Gebremariam=ገብረማርያም Haile=ኃይለ Abraha=አብርሃ Bekele=በቀለ Mengistu=መንግስቱ",
}
CARIBBEAN = {
    "female": "Marcia Yvonne Beverley Sonia Paulette Shanice Marlene Hyacinth Kadisha Ionie Verona Jacinth",
    "male": "Winston Delroy Errol Leroy Trevor Clive Devon Jermaine Carlton Everton Tyrone Lloyd",
    "family": "Campbell Brown Williams Grant Francis Reid Clarke Morgan Gordon Bailey Thompson Samuels Palmer St_Louis",
}
ALBANIAN = {
    "female": "Arta Besa Drita Flutura Vjosa Mimoza",
    "male": "Arben Agim Ilir Besnik Luan Driton",
    "family": "Hoxha Krasniqi Berisha Gashi Shehu Leka",
}
CHINESE = {
    "female": "Mei=美 Lan=兰 Xiuying=秀英 Jing=静 Li=丽 Yan=燕",
    "male": "Wei=伟 Jun=军 Ming=明 Qiang=强 Lei=磊 Hao=浩",
    "family": "Chen=陈 Wong=黄 Li=李 Zhang=张 Lam=林 Ho=何",
}
FILIPINO = {
    "female": "Maricel Rowena Jocelyn Cherry Analyn Rosario",
    "male": "Rodel Jomar Arnel Reynaldo Edwin Ferdinand",
    "family": "Santos Reyes Cruz Bautista Dela_Cruz Mendoza",
}

OWN = (  # pool, weight, languages
    (PUNJABI, 10, ("Punjabi", "Punjabi", "English")),
    (GUJARATI, 6, ("Gujarati", "English")),
    (HINDI, 3, ("Hindi", "English")),
    (NEPALI, 4, ("Nepali",)),
    (BENGALI, 3, ("Bengali", "Sylheti")),
    (TAMIL, 4, ("Tamil",)),
    (SINHALA, 1, ("Sinhala",)),
    (URDU, 8, ("Urdu", "Punjabi (Pakistan)", "English")),
    (ARABIC, 7, ("Arabic",)),
    (PERSIAN, 4, ("Persian",)),
    (AFGHAN, 5, ("Dari", "Pashto")),
    (SOMALI, 7, ("Somali",)),
    (HORN, 3, ("Tigrinya", "Amharic")),
    (CARIBBEAN, 5, ("English",)),
    (ALBANIAN, 2, ("Albanian",)),
    (CHINESE, 1, ("Mandarin", "Cantonese")),
    (FILIPINO, 2, ("Tagalog",)),
)
FAKER = (  # locale, weight, languages
    ("en_GB", 16, ("English",)),
    ("en_IE", 4, ("English",)),
    ("pl_PL", 8, ("Polish",)),
    ("ro_RO", 5, ("Romanian",)),
    ("pt_PT", 4, ("Portuguese", "Konkani")),
    ("uk_UA", 3, ("Ukrainian", "Russian")),
    ("bg_BG", 2, ("Bulgarian",)),
    ("hu_HU", 1, ("Hungarian",)),
    ("ja_JP", 2, ("Japanese",)),
    ("es_CO", 3, ("Spanish",)),
    ("it_IT", 1, ("Italian",)),
    ("fr_FR", 1, ("French",)),
    ("yo_NG", 2, ("English", "Yoruba")),
    ("ig_NG", 1, ("English", "Igbo")),
    ("tw_GH", 2, ("English", "Twi")),
    ("tr_TR", 2, ("Turkish",)),
)

# The same name written by another clerk, another passport, another country.
SAME_NAME = {
    "Mohammed": ("Muhammad", "Mohamed", "Mohammad", "Mohd"),
    "Muhammad": ("Mohammed", "Mohammad", "Mohd", "M."),
    "Mohamed": ("Maxamed", "Mohammed", "Muhammad"),
    "Ahmed": ("Ahmad", "Axmed", "Ahmet"),
    "Hussain": ("Hussein", "Husain", "Hossain"),
    "Hussein": ("Xuseen", "Hussain", "Husein"),
    "Hassan": ("Xasan", "Hasan", "Hassaan"),
    "Abdirahman": ("Abdi Rahman", "Cabdiraxmaan", "Abdurahman", "Abdul Rahman"),
    "Yusuf": ("Yousef", "Youssef", "Yuusuf", "Josef"),
    "Khadija": ("Khadijah", "Khadeeja", "Qadiijo"),
    "Fatima": ("Fatimah", "Fatema", "Fatma", "Faduma"),
    "Fadumo": ("Faduma", "Fatuma", "Faadumo"),
    "Sahra": ("Zahra", "Sara"),
    "Omar": ("Umar", "Cumar", "Omer"),
    "Ali": ("Aly", "Cali"),
    "Chaudhry": ("Choudhry", "Chaudhary", "Chowdhry"),
    "Chowdhury": ("Choudhury", "Chaudhuri"),
    "Khaled": ("Khalid", "Khaleed"),
    "Karim": ("Kareem",),
    "Noor": ("Nour", "Nur"),
    "Mariam": ("Maryam", "Miriam", "Meryem"),
    "Hosseini": ("Husseini", "Hoseini"),
    "Reza": ("Rezza", "Riza"),
    "Harpreet": ("Harprit", "Har Preet"),
    "Gurpreet": ("Gurprit", "Gurpreat"),
    "Jaswinder": ("Jasvinder", "Jaswindar"),
    "Lakshmi": ("Laxmi", "Luxmi"),
    "Krishna": ("Krisna", "Kirushna"),
    "Siva": ("Shiva",),
    "Tesfay": ("Tesfai", "Tesfaye"),
    "Yonas": ("Jonas",),
    "Wei": ("Wai",),
    "Abdul": ("Abdool", "Abd al"),
    "Bibi": ("Bebe",),
    "Uddin": ("Udin", "ud-Din"),
    "Al-Hassan": ("Alhassan", "El Hassan"),
    "Al-Jabouri": ("Aljubouri", "El-Jaburi"),
}

# Official romanisation of Ukrainian (Resolution 55 of 2010) and the streamlined system for Bulgarian.
UKRAINIAN = dict(
    zip(
        "абвгґдежзиіклмнопрстуфхцчшщьюяєїй'’",
        "a b v h g d e zh z y i k l m n o p r s t u f kh ts ch sh shch  iu ia ie i i  ".split(" "),  # noqa: SIM905
        strict=False,
    )
)
UKRAINIAN_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
BULGARIAN = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъьюя",
        "a b v g d e zh z i y k l m n o p r s t u f h ts ch sh sht a y yu ya".split(),  # noqa: SIM905
        strict=True,
    )
)
# How a clerk who knows the Russian form writes a Ukrainian name.
RUSSIAN_HABIT = (
    ("Serhi", "Sergey"),
    ("Oleksandr", "Alexander"),
    ("Mykola", "Nikolay"),
    ("Volodymyr", "Vladimir"),
    ("h", "g"),
)


def entries(pool: str) -> list[tuple[str, str]]:
    """[(Latin, own script or empty)]; an underscore stands for a blank."""
    return [tuple(f"{item}=".replace("_", " ").split("=")[:2]) for item in pool.split()]


def romanise(text: str, letters: dict[str, str], first: dict[str, str] | None = None) -> str:
    """Letter by letter, with the initials that some systems write differently."""
    words = []
    for word in text.casefold().split():
        out = [(first or {}).get(word[0], letters.get(word[0], word[0]))]
        out += [letters.get(letter, letter) for letter in word[1:]]
        words.append("".join(out).capitalize())
    return " ".join(words)
