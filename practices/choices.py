"""What may be chosen in the record of a practice, and what each choice means to a reader."""

from __future__ import annotations

from django.db import models

from collaborative.core.minnesota import LANGUAGES

from .enums import Stage, Story


class Population(models.TextChoices):
    """OMB Statistical Policy Directive 15 as revised in 2024: one question, choose all that fit."""

    AMERICAN_INDIAN = "american-indian", "American Indian or Alaska Native"
    ASIAN = "asian", "Asian"
    BLACK = "black", "Black or African American"
    HISPANIC = "hispanic", "Hispanic or Latino"
    MIDDLE_EASTERN = "middle-eastern", "Middle Eastern or North African"
    PACIFIC_ISLANDER = "pacific-islander", "Native Hawaiian or Pacific Islander"
    WHITE = "white", "White"


class MinnesotaGroup(models.TextChoices):
    """Groups that Minnesota asks for below the federal categories."""

    DAKOTA = "dakota", "Dakota"
    OJIBWE = "ojibwe", "Ojibwe"
    HMONG = "hmong", "Hmong"
    KAREN = "karen", "Karen"
    LAO = "lao", "Lao"
    VIETNAMESE = "vietnamese", "Vietnamese"
    SOMALI = "somali", "Somali"
    OROMO = "oromo", "Oromo"
    ETHIOPIAN = "ethiopian", "Ethiopian"
    LIBERIAN = "liberian", "Liberian"
    MEXICAN = "mexican", "Mexican"


class CareSetting(models.TextChoices):
    HOSPITAL = "hospital", "Hospital"
    EMERGENCY = "emergency", "Emergency department"
    PRIMARY_CARE = "primary-care", "Primary care clinic"
    SPECIALTY = "specialty", "Specialty clinic"
    MENTAL_HEALTH = "mental-health", "Mental health or substance use care"
    DENTAL = "dental", "Dental clinic"
    PHARMACY = "pharmacy", "Pharmacy"
    LONG_TERM = "long-term", "Long-term care"
    HOME = "home", "At home"
    SCHOOL = "school", "School"
    COMMUNITY = "community", "Community place"
    PUBLIC_HEALTH = "public-health", "Public health agency"
    HEALTH_PLAN = "health-plan", "Health plan"
    REMOTE = "remote", "By phone or video"


class OrganizationSize(models.TextChoices):
    SMALL = "small", "Small: fewer than 100 people work there"
    MEDIUM = "medium", "Medium: 100 to 999"
    LARGE = "large", "Large: 1,000 to 9,999"
    VERY_LARGE = "very-large", "Very large: 10,000 or more"


class Mode(models.TextChoices):
    """TIDieR item 6: how it reaches people, and whether one by one or together."""

    IN_PERSON = "in-person", "In person"
    PHONE = "phone", "By phone"
    VIDEO = "video", "By video"
    MESSAGES = "messages", "By text message, app or mail"
    PRINTED = "printed", "On paper"
    ONE_TO_ONE = "one-to-one", "One person at a time"
    GROUP = "group", "In a group"
    SYSTEM = "system", "Through a change in how the organization works"


class ResourceKind(models.TextChoices):
    CORE = "core", "Core: it does not work without"
    OPTIONAL = "optional", "Optional: helps, but is not needed"
    SUPPORT = "support", "Support: keeps it going"


class ResourceOf(models.TextChoices):
    PEOPLE = "people", "People"
    PROCESS = "process", "Process"
    TOOLS = "tools", "Tools"


class CommunityLevel(models.TextChoices):
    """The spectrum of community engagement, from being told to deciding."""

    INFORM = "inform", "Inform: they were told"
    CONSULT = "consult", "Consult: they were asked"
    INVOLVE = "involve", "Involve: they worked on it with us"
    COLLABORATE = "collaborate", "Collaborate: we decided together"
    DEFER = "defer", "Defer to: they decided"


class Paid(models.TextChoices):
    YES = "yes", "Yes, paid"
    PARTLY = "partly", "Some were paid"
    NO = "no", "Not paid"


class StudyDesign(models.TextChoices):
    """The facts behind the evidence grade: how it was looked at, not how good it is."""

    NONE = "none", "Not looked at yet"
    QUALITATIVE = "qualitative", "We asked people, or saw it ourselves"
    NUMBERS_AFTER = "numbers-after", "Numbers, with nothing to compare them with"
    BEFORE_AFTER = "before-after", "Numbers before and after"
    COMPARISON = "comparison", "Compared with a group that did not have it, not by chance"
    RANDOMIZED = "randomized", "Compared with a group chosen by chance (randomized)"


class Consistency(models.TextChoices):
    CONSISTENT = "consistent", "Yes: every look or measure points the same way"
    MIXED = "mixed", "No: mixed results"
    UNKNOWN = "unknown", "Too early to say"


class Licence(models.TextChoices):
    CC_BY = "CC-BY-4.0", "Creative Commons Attribution: use and change it, name us"
    CC_BY_SA = "CC-BY-SA-4.0", "Creative Commons Attribution, share alike"
    CC_BY_NC = "CC-BY-NC-4.0", "Creative Commons Attribution, not for commercial use"
    CC0 = "CC0-1.0", "Creative Commons Zero: no conditions"
    ALL_RIGHTS = "all-rights-reserved", "All rights reserved: ask us first"


LICENCE_NAMES = {
    Licence.CC_BY: "Creative Commons Attribution 4.0 (CC BY 4.0)",
    Licence.CC_BY_SA: "Creative Commons Attribution-ShareAlike 4.0 (CC BY-SA 4.0)",
    Licence.CC_BY_NC: "Creative Commons Attribution-NonCommercial 4.0 (CC BY-NC 4.0)",
    Licence.CC0: "Creative Commons Zero 1.0 (CC0 1.0)",
    Licence.ALL_RIGHTS: "All rights reserved",
}
LICENCE_ADDRESSES = {
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    Licence.CC_BY_NC: "https://creativecommons.org/licenses/by-nc/4.0/",
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
}


def _words(choices: type[models.TextChoices]) -> dict[str, str]:
    return {str(one.value): str(one.label) for one in choices}


# Answer -> what each of its values is called.
CHOICES: dict[str, dict[str, str]] = {
    "story": _words(Story),
    "stage": _words(Stage),
    "populations": _words(Population),
    "minnesota_groups": _words(MinnesotaGroup),
    "languages": dict(LANGUAGES),
    "care_settings": _words(CareSetting),
    "organization_size": _words(OrganizationSize),
    "modes": _words(Mode),
    "study_design": _words(StudyDesign),
    "consistency": _words(Consistency),
    "licence": _words(Licence),
}
