"""Words that the rules look up: names, places, words that are no names."""

from __future__ import annotations

# First names met in Minnesota, of many of its peoples. Only for places where a single word with a
# capital stands beside “patient” and nothing else says that it is a name.
FIRST_NAMES = frozenset(
    """
    aaliyah aaron abdi abdirahman abdullahi abigail adam ahmed aisha alejandro alex ali alice amina
    amira amy ana andrew angela anna anthony antonio asha ashley asma ayaan barbara benjamin betty
    beverly brian brenda bruce carlos carmen carol caroline catherine charles cheng chong chris
    christina christopher cynthia daniel david deborah deqa diana donald donna dorothy douglas
    eduardo edward eh elena elizabeth ella ellen emily emma eric esther ethan evelyn fadumo faisal
    farhiya fatima fatuma fernando fowsia frances francisco gary george gloria grace gregory hamdi
    hassan hawa heather helen henry hibo hodan ibrahim ifrah ilhan isaac isabella ismail jack jacob
    james jane janet jason javier jean jeffrey jennifer jeremy jesus jessica joan joe john jonathan
    jorge jose joseph joshua joyce juan juanita judith julie justin karen kathleen kevin khadija
    khalid kong kou kyle larry laura leila linda lisa liz lucas lucia luis mai malik manuel marcus
    margaret maria marie marilyn mark martha martin mary maryam matthew melissa michael michelle
    miguel miriam mohamed mohamud molly mustafa nancy naw nicholas nimo nora olivia omar oscar pa
    pang patricia patrick paul pedro peter phoua rachel rahma ramon raymond rebecca ricardo richard
    robert roberto rosa rose ruth ryan sahra samira samuel sandra sara sarah saw scott sharon
    shirley
    sofia sophia stephanie stephen steven susan suzanne tanya teresa thao thomas timothy tou valerie
    victoria vincent virginia walter wendy william xai xiong yasmin ying yusuf zahra zainab zachary
    abdulkadir abukar adan ahmad amal anab anisa ardo asad ayan ayanna bilan blia bo boua cabdi chee
    chia chue dahir deeqa dua emanuel farah fartun fahad filsan fowzia fue gaonou ger guled habiba
    halima halimo hani hanad hibaq htoo hussein idil iman jamila jawahir ka kao keng kia layla lee
    leng lor luul mahad maisee malee may mee mohammed muna mukhtar muhammad nasra nadifa najma nhia
    nou pahoua paj panyia paw pheng rahmo sadia sagal see shoua shukri suad sumaya thuy tra tuan
    ubah
    vang wah warsame xee yer yia yer yong youa yurub zeinab zoua diego mateo valentina camila ximena
    guadalupe rosario pilar luz soledad tyrone jamal latoya keisha ebony darnell malika kwame kofi
    comfort blessing patience wilhelmina hawah musu tenneh ole lars ingrid astrid sven nils gunnar
    helga brooklyn madison tyler brandon kayla hannah samantha brittany amber crystal danielle
    """.split()
)

# Begin with a capital beside “patient” and are no person.
NOT_NAMES = frozenset(
    """
    a about access accountable act action activation address adherence administration admission
    adults advice advisory advocate advocates advocacy affairs african after age all also although
    american an and another any appointment april arabic are arm as ashkenazi asian assistance
    assistant at august autumn background because before behavioral black board both british but by
    call canada care caregiver case center centered central cerner charter child children chinese
    choice christian christmas city clinic clinical clinics coach coalition college committee
    communication community compass council counselor county covid cuban customer dakota data
    day days december dental department did discharge district diversity do doctor does
    doula during each early east eastern education elder elders electronic emergency engagement
    english epic equity ethiopian even event every experience facing families family fax february
    federal feedback federation file financial first five flow following for forum foundation four
    french friday from fund funds general goal government grant group groups guide guidelines had
    half handbook has have health healthcare he hennepin her here hipaa his hispanic hispanics
    history hmong home hospital hospitals house how however hub i identifier if in indian indigenous
    information initiative insurance institute institution intake interpreter interpreters into
    inclusion is it its january japanese jewish journey july june just karen kept khmer korean labor
    language lao last later latina latino latinx launch league leader leaders left letter level
    liaison liberian library line link list living long many march materials may me medicaid
    medicare medical medicine member members men mexican midwife midwives minnesota minnesotan
    monday more most mothers muslim my mychart name names native navigation navigator navigators
    need needs network new next no north northern not notes notice november now number nurse
    nurses october of office ojibwe older on once one only oromo or other our outcomes outcome
    outreach parents partner partners partnership pay payment people pharmacy phone physician
    pilot plan plans point policy population portal practice preferred primary privacy program
    programs project protection provider providers public quality question questions race record
    records referral referrals registration relations relationship report reported representative
    representatives research resource resources response results rights room rounds rural russian
    safety said same satisfaction saturday school screening second secretary section see self
    september service services seven she sheet sign since six social society somali some south
    southern spanish specialist spring staff state states stories story street study summer sunday
    support survey surveys system teach team teams tech technology ten text than thanks that the
    their then there these they third this those three through thursday time to today transport
    transportation tribal trust tuesday twice two unit united university until us use usual
    vietnamese village visit visits voice voices waiting was we wednesday week welcome were west
    western what when where which while white who whose why will winter with within without woman
    women work worker workers working workshop year years yes yet you young your youth zoom
    """.split()
)

# The last word of what is an organization, not a person.
ORGANIZATIONS = frozenset(
    """
    act agency alliance association authority board bureau care center centre charities church
    clinic clinics coalition collaborative college committee community company consortium
    corporation council county department district families federation foundation fund group health
    healthcare home hospital hospitals house inc institute institution lake law library llc
    medicine mosque network nation office organization pharmacy plan plans program project
    reservation river school schools service services society system systems team tribe trust union
    university valley village water ward
    """.split()
)  # fmt: skip

# Whoever has such work is staff, whose name may stand.
STAFF = (
    "staff", "nurse", "nurses", "doctor", "dr", "physician", "physicians", "surgeon", "midwife",
    "doula", "interpreter", "interpreters", "navigator", "coordinator", "director", "manager",
    "supervisor", "officer", "chief", "president", "professor", "pharmacist", "therapist",
    "counselor", "counsellor", "dietitian", "social worker", "case worker", "health worker",
    "assistant", "analyst", "researcher", "author", "chair", "commissioner", "senator", "governor",
    "mayor", "representative", "pastor", "imam", "teacher", "trainer", "elder", "liaison", "md",
    "rn", "phd", "employee", "colleague", "lead", "leads", "founder", "ceo", "cmo", "cno",
)  # fmt: skip

COUNTIES = (
    "Aitkin", "Anoka", "Becker", "Beltrami", "Benton", "Big Stone", "Blue Earth", "Brown",
    "Carlton", "Carver", "Cass", "Chippewa", "Chisago", "Clay", "Clearwater", "Cook", "Cottonwood",
    "Crow Wing", "Dakota", "Dodge", "Douglas", "Faribault", "Fillmore", "Freeborn", "Goodhue",
    "Grant", "Hennepin", "Houston", "Hubbard", "Isanti", "Itasca", "Jackson", "Kanabec",
    "Kandiyohi", "Kittson", "Koochiching", "Lac qui Parle", "Lake", "Lake of the Woods",
    "Le Sueur", "Lincoln", "Lyon", "McLeod", "Mahnomen", "Marshall", "Martin", "Meeker",
    "Mille Lacs", "Morrison", "Mower", "Murray", "Nicollet", "Nobles", "Norman", "Olmsted",
    "Otter Tail", "Pennington", "Pine", "Pipestone", "Polk", "Pope", "Ramsey", "Red Lake",
    "Redwood", "Renville", "Rice", "Rock", "Roseau", "St. Louis", "Saint Louis", "Scott",
    "Sherburne", "Sibley", "Stearns", "Steele", "Stevens", "Swift", "Todd", "Traverse", "Wabasha",
    "Wadena", "Waseca", "Washington", "Watonwan", "Wilkin", "Winona", "Wright", "Yellow Medicine",
)  # fmt: skip

CITIES = (
    "Albert Lea", "Alexandria", "Andover", "Anoka", "Apple Valley", "Austin", "Baudette",
    "Baxter", "Bemidji", "Benson", "Blaine", "Bloomington", "Blue Earth", "Brainerd",
    "Breckenridge", "Brooklyn Center", "Brooklyn Park", "Buffalo", "Burnsville", "Caledonia",
    "Cambridge", "Cass Lake", "Champlin", "Chanhassen", "Chaska", "Chisholm", "Cloquet",
    "Cold Spring", "Coon Rapids", "Cottage Grove", "Crookston", "Crosby", "Crystal",
    "Detroit Lakes", "Duluth", "Eagan", "East Grand Forks", "Eden Prairie", "Edina", "Elk River",
    "Ely", "Eveleth", "Fairmont", "Faribault", "Farmington", "Fergus Falls", "Forest Lake",
    "Fridley", "Glencoe", "Glenwood", "Golden Valley", "Grand Marais", "Grand Portage",
    "Grand Rapids", "Granite Falls", "Hastings", "Hermantown", "Hibbing", "Hopkins",
    "Hutchinson", "International Falls", "Inver Grove Heights", "Jordan", "Lake City",
    "Lakeville", "Le Sueur", "Litchfield", "Little Falls", "Long Prairie", "Luverne", "Mahnomen",
    "Mankato", "Maple Grove", "Maplewood", "Marshall", "Melrose", "Minneapolis", "Minnetonka",
    "Montevideo", "Monticello", "Moorhead", "Mora", "Morris", "Mountain Iron", "New Hope",
    "New Prague", "New Ulm", "North Branch", "Northfield", "North Mankato", "North St. Paul",
    "Oakdale", "Onamia", "Ortonville", "Owatonna", "Park Rapids", "Pelican Rapids",
    "Pine City", "Pipestone", "Plymouth", "Princeton", "Prior Lake", "Ramsey", "Red Lake",
    "Red Wing", "Redwood Falls", "Richfield", "Rochester", "Roseau", "Rosemount", "Roseville",
    "St. Cloud", "St. James", "St. Louis Park", "St. Michael", "St. Paul", "St. Peter",
    "Saint Cloud", "Saint Paul", "Saint Peter", "Sartell", "Sauk Centre", "Sauk Rapids", "Savage",
    "Shakopee", "Shoreview", "Silver Bay", "Sleepy Eye", "South St. Paul", "Spring Lake Park",
    "Staples", "Stillwater", "Thief River Falls", "Two Harbors", "Vadnais Heights", "Virginia",
    "Wabasha", "Waconia", "Wadena", "Waite Park", "Walker", "Warroad", "Waseca", "West St. Paul",
    "White Bear Lake", "White Earth", "Willmar", "Windom", "Winona", "Woodbury", "Worthington",
    "Zimmerman", "Frogtown", "Cedar-Riverside", "Phillips", "Leech Lake", "Nett Lake",
    "Fond du Lac", "Mille Lacs", "Prairie Island", "Upper Sioux", "Lower Sioux",
)  # fmt: skip

# As large as a state or larger: these may be said.
LARGE_PLACES = frozenset(
    """
    Minnesota Wisconsin Iowa Dakota Illinois Michigan Ohio Indiana Missouri Nebraska Texas Florida
    California Colorado Arizona Nevada Oregon Washington Georgia Alabama Mississippi Louisiana
    Tennessee Kentucky Virginia Carolina York Jersey Pennsylvania Maine Vermont Hawaii Alaska Kansas
    Oklahoma Arkansas Montana Idaho Wyoming Utah Maryland Delaware Connecticut Massachusetts
    America Africa Asia Europe Somalia Somaliland Ethiopia Eritrea Kenya Sudan Liberia Nigeria Ghana
    Togo Cameroon Congo Rwanda Burundi Uganda Laos Thailand Vietnam Cambodia Burma Myanmar Bhutan
    Nepal India Pakistan Bangladesh Afghanistan Iran Iraq Syria Egypt Yemen Mexico Guatemala
    Honduras Nicaragua Panama Colombia Ecuador Peru Brazil Venezuela Cuba Haiti Russia Ukraine
    Poland Germany France Italy Spain England China Korea Japan Philippines Puerto El South North
    West East Central Latin Greater Southern Northern Midwest Medicaid Medicare
    """.split()
)

# ZIP codes that begin so hold 20,000 people or fewer (census of 2000: the rule's guidance).
SMALL_ZIPS = frozenset(
    """
    036 059 063 102 203 556 692 790 821 823 830 831 878 879 884 890 893
    """.split()
)
