"""The patient-identifier screen: text in, places that may tell who a patient is out.

Pure: it knows no database, no request and no clock. It never changes a text. It asks; a person
answers. The kinds are the 18 of HIPAA's Safe Harbor, 45 CFR 164.514(b)(2)(i); see docs/screen.md.
"""

from __future__ import annotations

from .findings import Finding, Sure
from .known import NOTHING_KNOWN, Known
from .screen import MOST_FINDINGS, screen
from .signs import Kind, Sign

__all__ = ["MOST_FINDINGS", "NOTHING_KNOWN", "Finding", "Kind", "Known", "Sign", "Sure", "screen"]
