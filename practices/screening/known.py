"""What is an institution's own, and so probably not a patient's."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Known:
    """Cities and mail domains, in small letters."""

    cities: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()

    def owns_domain(self, domain: str) -> bool:
        """Whole labels: `mail.graywing.org` is graywing.org's, `notgraywing.org` is not."""
        domain = domain.lower()
        return any(domain == own or domain.endswith(f".{own}") for own in self.domains)


NOTHING_KNOWN = Known()
