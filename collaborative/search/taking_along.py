"""What is found, to take along: a table, data, and a search that lives in the browser.

[DP15] Like the feed these are passed on, so they never show more than the public sees.
"""

from __future__ import annotations

import csv
import textwrap
from urllib.parse import urlencode
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from collaborative.core.middleware.public_cache import same_for_all
from members.csv_cells import defused

from .params import SearchQuery
from .queries import as_spelled
from .tables import table

# The most that the API puts on one page.
PAGE_OF_DATA = 100
OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
DESCRIBES = "application/opensearchdescription+xml"
# The longest names that OpenSearch allows.
SHORT, LONG = 16, 48


@require_safe
@same_for_all
def as_table(request: HttpRequest) -> HttpResponse:
    """A search for a spreadsheet, with the names of /practices/ and cells that it will not run."""
    query = as_spelled(SearchQuery.from_params(request.GET))
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="practices.csv"'
    response.write("\ufeff")  # tells spreadsheet programs that this is UTF-8
    writer = csv.writer(response)
    for line in table(query, user=AnonymousUser()):
        writer.writerow(map(defused, line))
    return response


@require_safe
@same_for_all
def as_data(request: HttpRequest) -> HttpResponse:
    """The same search as the API tells it: there is one shape of data, and it is described."""
    params = SearchQuery.from_params(request.GET).to_params()
    size = urlencode({"page_size": PAGE_OF_DATA})
    asked = "&".join(filter(None, (params, size)))
    return HttpResponseRedirect(f"{reverse('api:practices')}?{asked}")


@require_safe
@same_for_all
def opensearch(_request: HttpRequest) -> HttpResponse:
    """Tells a browser how to search here from its own address bar (OpenSearch 1.1)."""
    response = HttpResponse(content_type=f"{DESCRIBES}; charset=utf-8")
    xml = SimplerXMLGenerator(response, "utf-8")
    xml.startDocument()
    xml.startElement("OpenSearchDescription", AttributesImpl({"xmlns": OPENSEARCH}))
    xml.addQuickElement("ShortName", textwrap.shorten(settings.SITE_NAME, SHORT, placeholder=""))
    xml.addQuickElement("LongName", textwrap.shorten(settings.SITE_NAME, LONG, placeholder=""))
    xml.addQuickElement(
        "Description", "Finds what Minnesota institutions do against health disparities."
    )
    xml.addQuickElement("InputEncoding", "UTF-8")
    xml.addQuickElement(
        "Image",
        f"{settings.BASE_URL}{static('icons/favicon.svg')}",
        {"width": "16", "height": "16", "type": "image/svg+xml"},
    )
    for kind, template, more in _addresses():
        attributes = {"type": kind, "template": f"{settings.BASE_URL}{template}", **more}
        xml.addQuickElement("Url", None, attributes)
    xml.endElement("OpenSearchDescription")
    xml.endDocument()
    return response


def _addresses() -> list[tuple[str, str, dict[str, str]]]:
    """(type, address, attributes) of each way in which a search is answered."""
    asked = "?q={searchTerms}"
    suggestions = f"{reverse('search:suggest')}{asked}"
    return [
        ("text/html", f"{reverse('search:browse')}{asked}", {}),
        ("application/x-suggestions+json", suggestions, {"rel": "suggestions"}),
        ("application/atom+xml", f"{reverse('search:atom')}{asked}", {}),
        (DESCRIBES, reverse("search:opensearch"), {"rel": "self"}),
    ]
