"""Minnesota in lists: its counties, and the languages and groups that its people name."""

from __future__ import annotations

# The 87 counties as the state spells them (Minnesota Statutes, chapter 370 and following).
COUNTIES = (
    "Aitkin", "Anoka", "Becker", "Beltrami", "Benton", "Big Stone", "Blue Earth", "Brown",
    "Carlton", "Carver", "Cass", "Chippewa", "Chisago", "Clay", "Clearwater", "Cook", "Cottonwood",
    "Crow Wing", "Dakota", "Dodge", "Douglas", "Faribault", "Fillmore", "Freeborn", "Goodhue",
    "Grant", "Hennepin", "Houston", "Hubbard", "Isanti", "Itasca", "Jackson", "Kanabec",
    "Kandiyohi", "Kittson", "Koochiching", "Lac qui Parle", "Lake", "Lake of the Woods",
    "Le Sueur", "Lincoln", "Lyon", "Mahnomen", "Marshall", "Martin", "McLeod", "Meeker",
    "Mille Lacs", "Morrison", "Mower", "Murray", "Nicollet", "Nobles", "Norman", "Olmsted",
    "Otter Tail", "Pennington", "Pine", "Pipestone", "Polk", "Pope", "Ramsey", "Red Lake",
    "Redwood", "Renville", "Rice", "Rock", "Roseau", "Scott", "Sherburne", "Sibley", "St. Louis",
    "Stearns", "Steele", "Stevens", "Swift", "Todd", "Traverse", "Wabasha", "Wadena", "Waseca",
    "Washington", "Watonwan", "Wilkin", "Winona", "Wright", "Yellow Medicine",
)  # fmt: skip

# English, the three most spoken after it, then the rest of the state's set of 15, then languages
# of the land and of signs. Codes are BCP 47.
LANGUAGES = (
    ("en", "English"), ("es", "Spanish"), ("hmn", "Hmong"), ("so", "Somali"), ("am", "Amharic"),
    ("ar", "Arabic"), ("my", "Burmese"), ("zh-Hant", "Cantonese or Traditional Chinese"),
    ("fr", "French"), ("kar", "Karen"), ("km", "Khmer"), ("ko", "Korean"), ("lo", "Lao"),
    ("om", "Oromo"), ("ru", "Russian"), ("vi", "Vietnamese"), ("dak", "Dakota"), ("oj", "Ojibwe"),
    ("ase", "American Sign Language"),
)  # fmt: skip
