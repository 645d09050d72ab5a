"""What editors build pages from. There is no block for raw HTML, and none is wanted."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

# No headings (a block of their own), no images (they need words beside them), no embeds, no
# documents (a document is public only as an annual report).
PLAIN_TEXT = ["bold", "italic", "ul", "ol", "link"]

ROLES = [
    ("care_provider", "Care provider"),
    ("employer", "Employer"),
    ("purchaser", "Purchaser"),
    ("community_partner", "Community partner"),
]
EARLIEST_REPORT = 1990
LATEST_REPORT = 2100


class ParagraphBlock(blocks.RichTextBlock):
    """Running text with emphasis, lists and links."""

    def __init__(self, **kwargs):
        kwargs.setdefault("features", PLAIN_TEXT)
        super().__init__(**kwargs)

    class Meta:
        template = "blocks/paragraph.html"
        icon = "pilcrow"
        label = "Text"


class HeadingBlock(blocks.CharBlock):
    """A line that says what the next part is about."""

    class Meta:
        template = "blocks/heading.html"
        icon = "title"


class QuoteBlock(blocks.StructBlock):
    """Somebody's words, with who said them."""

    text = blocks.TextBlock(max_length=600)
    source = blocks.CharBlock(required=False, max_length=140, help_text="Who said it, and where")

    class Meta:
        template = "blocks/quote.html"
        icon = "openquote"


class PointsBlock(blocks.ListBlock):
    """Short points, one a line."""

    def __init__(self, child_block=None, **kwargs):
        super().__init__(child_block or blocks.CharBlock(max_length=400, label="Point"), **kwargs)

    class Meta:
        template = "blocks/points.html"
        icon = "list-ul"
        label = "List"


class PictureBlock(blocks.StructBlock):
    """A picture with words for those who do not see it, or said to be decoration."""

    image = ImageBlock()
    caption = blocks.CharBlock(required=False, max_length=200)

    class Meta:
        template = "blocks/picture.html"
        icon = "image"
        label = "Picture"


class BodyBlock(blocks.StreamBlock):
    """The body of an article or a news release."""

    paragraph = ParagraphBlock()
    heading = HeadingBlock(max_length=120)
    quote = QuoteBlock()
    points = PointsBlock()
    picture = PictureBlock()

    class Meta:
        template = "blocks/body.html"


class SectionBlock(blocks.StructBlock):
    """One section of the charter."""

    heading = blocks.CharBlock(max_length=120)
    body = ParagraphBlock()

    class Meta:
        template = "blocks/section.html"
        icon = "list-ol"


class SectionsBlock(blocks.StreamBlock):
    """The charter, section by section."""

    section = SectionBlock()

    class Meta:
        template = "blocks/body.html"


class StepBlock(blocks.StructBlock):
    """One step of how the collaborative works."""

    title = blocks.CharBlock(max_length=80)
    text = blocks.TextBlock(max_length=400)

    class Meta:
        template = "blocks/step.html"
        icon = "arrow-right"


class TermBlock(blocks.StructBlock):
    """What a word means to this institution."""

    term = blocks.CharBlock(max_length=60)
    meaning = blocks.TextBlock(max_length=600)

    class Meta:
        template = "blocks/term.html"
        icon = "openquote"


class RoleBlock(blocks.StructBlock):
    """What an institution does for equity in one of its roles."""

    role = blocks.ChoiceBlock(choices=ROLES)
    what_we_do = blocks.TextBlock(max_length=800)

    class Meta:
        template = "blocks/role.html"
        icon = "user"


class ResourceGroupBlock(blocks.StructBlock):
    """People who work there and have something in common."""

    name = blocks.CharBlock(max_length=120)
    about = blocks.TextBlock(max_length=800)

    class Meta:
        template = "blocks/resource_group.html"
        icon = "group"


class AnnualReportBlock(blocks.StructBlock):
    """A report of one year. Its document is public while a live page names it, and only then."""

    year = blocks.IntegerBlock(min_value=EARLIEST_REPORT, max_value=LATEST_REPORT)
    title = blocks.CharBlock(max_length=160)
    summary = blocks.TextBlock(required=False, max_length=800)
    document = DocumentChooserBlock(required=False)

    class Meta:
        template = "blocks/annual_report.html"
        icon = "doc-full"


class ReportsBlock(blocks.StreamBlock):
    """Annual reports, one a year."""

    report = AnnualReportBlock()

    def clean(self, value):
        cleaned = super().clean(value)
        years = [child.value["year"] for child in cleaned]
        if len(years) != len(set(years)):
            raise blocks.StreamBlockValidationError(
                non_block_errors=[ValidationError("There are two reports of the same year.")]
            )
        return cleaned

    class Meta:
        template = "blocks/body.html"
