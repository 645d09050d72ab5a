"""Plainer words for what health care says among itself. Offered, never put in by themselves."""

from __future__ import annotations

import re

PLAINER = {
    # What people do
    "utilize": "use", "utilizes": "uses", "utilized": "used", "utilizing": "using",
    "utilization": "use", "implement": "start, carry out", "implements": "starts, carries out",
    "implemented": "started, put in place", "implementing": "starting",
    "implementation": "start, putting in place", "facilitate": "help",
    "facilitated": "helped", "facilitates": "helps", "facilitating": "helping",
    "facilitator": "guide", "collaborate": "work together", "collaborated": "worked together",
    "collaborating": "working together", "collaboration": "working together",
    "collaborative": "shared", "coordinate": "plan, bring together",
    "coordinated": "planned together", "coordination": "working together",
    "demonstrate": "show", "demonstrated": "showed", "demonstrates": "shows",
    "identify": "find", "identified": "found", "identifies": "finds", "identifying": "finding",
    "identification": "finding", "initiate": "start", "initiated": "started",
    "initiating": "starting", "initiative": "project, plan", "initiatives": "projects, plans",
    "participate": "take part", "participated": "took part", "participating": "taking part",
    "participation": "taking part", "participants": "people who took part",
    "participant": "person who took part", "administer": "give", "administered": "gave",
    "administration": "giving; leaders", "monitor": "watch, check", "monitored": "checked",
    "monitoring": "checking", "evaluate": "test, check", "evaluated": "tested, checked",
    "evaluation": "test, check", "assess": "check", "assessed": "checked",
    "assessment": "check, test", "assessments": "checks, tests", "determine": "find out",
    "determined": "found out", "communicate": "talk, tell", "communicated": "told",
    "communication": "talking, word", "recommend": "advise", "recommended": "advised",
    "recommendation": "advice", "recommendations": "advice", "encounter": "visit, meet",
    "encounters": "visits", "appointment": "visit", "appointments": "visits",
    "additional": "more", "additionally": "also", "approximately": "about",
    "subsequently": "later", "subsequent": "later", "previously": "before",
    "sufficient": "enough", "insufficient": "not enough", "numerous": "many",
    "majority": "most", "frequently": "often", "immediately": "right away", "currently": "now",
    "annually": "every year", "regarding": "about", "concerning": "about", "commence": "begin",
    "terminate": "end", "terminated": "ended", "ascertain": "find out", "endeavor": "try",
    "eliminate": "end, take away", "eliminated": "ended", "optimize": "improve",
    "optimal": "best", "prioritize": "put first", "prioritized": "put first",
    "leverage": "use", "leveraged": "used", "empower": "help, give a say to",
    "empowered": "helped", "empowerment": "having a say", "engagement": "taking part",
    "stakeholder": "person with a stake", "stakeholders": "the people it touches",
    "multidisciplinary": "of many jobs", "interdisciplinary": "of many jobs",
    "methodology": "way, method", "modification": "change", "modifications": "changes",
    "modified": "changed", "intervention": "what was done, program",
    "interventions": "what was done, programs", "strategies": "ways, plans",
    "objective": "goal", "objectives": "goals", "outcomes": "results", "outcome": "result",
    "indicators": "signs", "indicator": "sign", "individuals": "people", "individual": "person",
    "population": "people, group", "populations": "groups of people",
    "community-based": "local", "underserved": "left out of care",
    "utilizers": "people who use it", "beneficiaries": "people it is for",
    "eligible": "able to join", "eligibility": "who can join", "enrollment": "joining",
    "referral": "being sent to", "referrals": "people sent on", "adherence": "keeping to it",
    "adherent": "keeping to it", "compliance": "keeping to it", "compliant": "keeping to it",
    # Health
    "hypertension": "high blood pressure", "hypertensive": "with high blood pressure",
    "hyperglycemia": "high blood sugar", "hypoglycemia": "low blood sugar",
    "diabetic": "with diabetes", "cardiovascular": "heart and blood vessel",
    "cardiac": "heart", "myocardial": "heart", "renal": "kidney", "pulmonary": "lung",
    "hepatic": "liver", "cerebral": "brain", "oral": "by mouth", "dermatological": "skin",
    "pediatric": "children’s", "pediatrics": "children’s care", "geriatric": "older people’s",
    "maternal": "mother’s", "prenatal": "before birth", "perinatal": "around birth",
    "postpartum": "after birth", "neonatal": "newborn", "immunization": "shot",
    "immunizations": "shots", "immunize": "give a shot to", "vaccination": "shot",
    "vaccinations": "shots", "vaccinated": "given a shot", "medication": "medicine",
    "medications": "medicines", "prescription": "order for medicine",
    "pharmaceutical": "drug", "physician": "doctor", "physicians": "doctors",
    "practitioner": "doctor or nurse", "practitioners": "doctors and nurses",
    "provider": "doctor or nurse", "providers": "doctors and nurses",
    "clinician": "doctor or nurse", "clinicians": "doctors and nurses",
    "diagnosis": "finding what is wrong", "diagnosed": "found to have",
    "diagnostic": "test", "prognosis": "what to expect", "chronic": "long-lasting",
    "acute": "sudden", "symptoms": "signs of illness", "malignant": "cancerous",
    "benign": "harmless", "obesity": "being very overweight", "nutrition": "food",
    "nutritional": "food", "ambulatory": "walk-in, clinic", "ambulate": "walk",
    "inpatient": "in the hospital", "outpatient": "in the clinic",
    "hospitalization": "hospital stay", "hospitalizations": "hospital stays",
    "hospitalized": "in the hospital", "readmission": "going back to the hospital",
    "readmissions": "going back to the hospital", "mortality": "deaths",
    "morbidity": "illness", "comorbidities": "other illnesses", "contraindicated": "not safe",
    "asymptomatic": "without signs", "mammography": "breast X-ray",
    "mammogram": "breast X-ray", "colonoscopy": "look inside the bowel",
    "colorectal": "bowel", "cervical": "of the cervix", "transportation": "rides",
    "interpreter": "someone who speaks the language", "behavioral": "mind and mood",
    "psychosocial": "life and mood", "disparity": "unfair gap", "disparities": "unfair gaps",
    "inequity": "unfair gap", "inequities": "unfair gaps", "equitable": "fair",
    "demographic": "about who people are", "demographics": "who people are",
    "socioeconomic": "money and living", "determinants": "causes", "linguistic": "language",
    "linguistically": "in one’s language", "limited-english": "with little English",
}  # fmt: skip
PHRASES = {
    "in order to": "to", "due to the fact that": "because", "prior to": "before",
    "subsequent to": "after", "in the event that": "if", "at this point in time": "now",
    "with regard to": "about", "with respect to": "about", "for the purpose of": "to",
    "a majority of": "most", "a number of": "some", "on a regular basis": "often",
    "in conjunction with": "with", "in accordance with": "by", "is able to": "can",
    "are able to": "can", "has the ability to": "can", "social determinants of health":
    "where and how people live", "health literacy": "how well people can use health facts",
    "primary care provider": "family doctor", "emergency department": "emergency room",
    "lived experience": "what people have lived through", "shared decision making":
    "deciding together", "quality improvement": "making care better",
    "care coordination": "working together on care", "evidence based": "tested",
    "evidence-based": "tested", "culturally responsive": "fitting people’s culture",
    "limited english proficiency": "speaking little English",
}  # fmt: skip
PHRASE = re.compile(
    r"\b(?:" + "|".join(sorted(map(re.escape, PHRASES), key=len, reverse=True)) + r")\b",
    re.IGNORECASE,
)


def plainer_than(word: str) -> str:
    """What to say in place of it, or nothing."""
    plain = word.lower().replace("’", "'")
    return PLAINER.get(plain) or PLAINER.get(plain.removesuffix("'s"), "")


def phrases_in(text: str) -> dict[str, tuple[int, str]]:
    """Phrase -> how often, and what to say in place of it."""
    found: dict[str, tuple[int, str]] = {}
    for one in PHRASE.finditer(" ".join(text.split())):
        phrase = one[0].lower()
        found[phrase] = (found.get(phrase, (0, ""))[0] + 1, PHRASES[phrase])
    return found
