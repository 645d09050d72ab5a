"""The 18 kinds of Safe Harbor, and what a person is told about each way of meeting one."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Kind(enum.StrEnum):
    """45 CFR 164.514(b)(2)(i), A to R, in the law's order. The last one is our own."""

    NAME = "name"
    PLACE = "place"
    DATE = "date"
    PHONE = "phone"
    FAX = "fax"
    EMAIL = "email"
    SSN = "ssn"
    RECORD = "record"
    PLAN = "plan"
    ACCOUNT = "account"
    LICENCE = "licence"
    VEHICLE = "vehicle"
    DEVICE = "device"
    URL = "url"
    IP = "ip"
    BODY = "body"
    FACE = "face"
    OTHER = "other"
    # No kind of the law: a file that only a person can look through.
    UNREAD = "unread"


# Where the words are gone and only their kind is known.
KIND_MEANS = {
    Kind.NAME: "A name", Kind.PLACE: "A place", Kind.DATE: "A date or an age",
    Kind.PHONE: "A telephone number", Kind.FAX: "A fax number", Kind.EMAIL: "An e-mail address",
    Kind.SSN: "A Social Security number", Kind.RECORD: "A record number",
    Kind.PLAN: "A number of a health plan's member", Kind.ACCOUNT: "An account number",
    Kind.LICENCE: "A number of a license", Kind.VEHICLE: "A number of a vehicle",
    Kind.DEVICE: "A number of a device", Kind.URL: "A web address",
    Kind.IP: "An internet address", Kind.BODY: "A measure of a body", Kind.FACE: "A picture",
    Kind.OTHER: "A code", Kind.UNREAD: "A file to look at",
}  # fmt: skip


@dataclass(frozen=True)
class Sign:
    """One way in which a kind shows: its name, why it may tell who a patient is, what to do."""

    kind: Kind
    title: str
    why: str
    do: str


NAME = Sign(
    Kind.NAME, "A name",
    "It stands beside words about a patient. A name tells who somebody is.",
    "If it is a patient or a relative, write “a patient” or “her daughter” instead. Names of staff "
    "and of public figures may stay: say so below.",
)  # fmt: skip
AUTHOR = Sign(
    Kind.NAME, "A name that a program wrote into the file",
    "Programs keep who wrote or changed a file. That is mostly staff.",
    "Nothing, if it is a person of your institution.",
)  # fmt: skip
PLACE = Sign(
    Kind.PLACE, "A place smaller than a state",
    "It stands beside words about one patient. A town, a county or an address narrows down who it "
    "is.",
    "Say the state, or a part of it: “in southwestern Minnesota”. Where your institution is may be "
    "said.",
)  # fmt: skip
ZIP = Sign(
    Kind.PLACE, "A ZIP code",
    "Five digits of a ZIP code narrow down where a patient lives. The first three may be said.",
    "Keep the first three digits, or name the part of the state.",
)  # fmt: skip
SMALL_ZIP = Sign(
    Kind.PLACE, "The beginning of a ZIP code where few people live",
    "Fewer than 20,000 people live where ZIP codes begin so. In Minnesota that is 556. So even "
    "three digits are too many.",
    "Write 000 instead, or name the part of the state.",
)  # fmt: skip
PHOTO_PLACE = Sign(
    Kind.PLACE, "Where a photo was taken, hidden in the file",
    "Phones write the place into each photo, often to within a few yards. It may be a patient's "
    "home.",
    "Keep a copy without hidden data: the button above does it.",
)  # fmt: skip
DATE = Sign(
    Kind.DATE, "A date",
    "It stands beside words about a patient. A day tells when somebody was born, treated or died.",
    "Say the year alone, or how long after something else: “nine days later”. Dates of your "
    "program may stay.",
)  # fmt: skip
MONTH = Sign(
    Kind.DATE, "A month",
    "It stands beside words about one patient. Only the year of such a date may be said.",
    "Say the year alone. Months of your program may stay.",
)  # fmt: skip
PHOTO_DATE = Sign(
    Kind.DATE, "When a photo was taken, hidden in the file",
    "Cameras write the day and the minute into each photo. It may be the day of a visit.",
    "Keep a copy without hidden data: the button above does it.",
)  # fmt: skip
AGE = Sign(
    Kind.DATE, "An age over 89",
    "Few people are that old, so the age tells who it is.",
    "Write “90 or older”, or “in old age”.",
)  # fmt: skip
PHONE = Sign(
    Kind.PHONE, "A telephone number",
    "A number leads to one person or one home.",
    "Take it out, unless it is a number that your institution gives to everybody.",
)  # fmt: skip
FAX = Sign(
    Kind.FAX, "A fax number",
    "A number leads to one person or one office.",
    "Take it out, unless it is a number that your institution gives to everybody.",
)  # fmt: skip
EMAIL = Sign(
    Kind.EMAIL, "An e-mail address",
    "An address leads to one person.",
    "Take it out, unless it is staff's or an office's and meant for everybody.",
)  # fmt: skip
SSN = Sign(
    Kind.SSN, "A Social Security number",
    "It has the form of one. It names one person for life.",
    "Take it out. If it is a patient's, also tell your privacy officer that it was in this text.",
)  # fmt: skip
RECORD = Sign(
    Kind.RECORD, "A record number",
    "It leads to one patient's record.",
    "Take it out. Nobody outside needs it.",
)  # fmt: skip
PLAN = Sign(
    Kind.PLAN, "A number of a health plan's member",
    "It leads to one member.",
    "Take it out. Nobody outside needs it.",
)  # fmt: skip
ACCOUNT = Sign(
    Kind.ACCOUNT, "An account number",
    "It leads to one person's account or card.",
    "Take it out. Nobody outside needs it.",
)  # fmt: skip
LICENCE = Sign(
    Kind.LICENCE, "A number of a license or certificate",
    "It leads to one person.",
    "Take it out, unless it is your institution's own and meant for everybody.",
)  # fmt: skip
VEHICLE = Sign(
    Kind.VEHICLE, "A number of a vehicle",
    "A plate or a vehicle number leads to its owner.",
    "Take it out.",
)  # fmt: skip
DEVICE = Sign(
    Kind.DEVICE, "A number of a device",
    "The serial number of a device, such as a pump or a pacemaker, leads to who has it.",
    "Name the kind of device without its number.",
)  # fmt: skip
PHOTO_DEVICE = Sign(
    Kind.DEVICE, "The number of a camera, hidden in the file",
    "Cameras write their serial number into each photo. It leads to their owner.",
    "Keep a copy without hidden data: the button above does it.",
)  # fmt: skip
URL = Sign(
    Kind.URL, "A web address that may be a person's",
    "It seems to lead to one person's page, such as a profile, a patient portal or an obituary.",
    "Take it out, unless it is an institution's page. Public pages of your program may stay.",
)  # fmt: skip
IP = Sign(
    Kind.IP, "An internet address of a machine",
    "It may lead to one home.",
    "Take it out, unless it is one of your institution's own machines.",
)  # fmt: skip
BODY = Sign(
    Kind.BODY, "A measure of a body",
    "Fingerprints, voice prints and the like tell who one person is.",
    "If a patient's is shown or described here, take it out. Speaking of the method may stay.",
)  # fmt: skip
FACE = Sign(
    Kind.FACE, "A photo of a person",
    "A face tells who somebody is.",
    "Leave the photo out, or show hands, backs or a drawing. A person who agreed in writing may "
    "be shown.",
)  # fmt: skip
PICTURE = Sign(
    Kind.FACE, "A picture",
    "No program here looks at pictures. A face, a name on a badge or a screen with a record tells "
    "who somebody is.",
    "Look at it yourself. If it shows a patient, take it out, unless the person agreed in writing.",
)  # fmt: skip
OTHER = Sign(
    Kind.OTHER, "A code",
    "It stands beside words about a patient and looks like a code that only one person has.",
    "Take it out, or write “a code”.",
)  # fmt: skip
UNREAD = Sign(
    Kind.UNREAD, "A file that we could not read",
    "It may be a scan, locked or damaged. So nobody has looked for patients' details in it.",
    "Look at it yourself, page by page.",
)  # fmt: skip
PARTLY_READ = Sign(
    Kind.UNREAD, "A file that we read in part",
    "It is long, or it holds what we cannot read: a scanned page, a film, a file inside the file.",
    "Look through all of it yourself.",
)  # fmt: skip
MORE = Sign(
    Kind.UNREAD, "There may be more",
    "So much was found here that we stopped looking. It may be a list of people.",
    "Look through all of it yourself. A list of patients does not belong here.",
)  # fmt: skip
