"""Which answer a heading names: how common forms and reports call the parts of a practice."""

from __future__ import annotations

import re
from functools import lru_cache

DROPPED = "dropped"  # what no answer wants: references, whom to contact
# Answer -> headings, each with "|" between them. The forms: AHRQ Health Care Innovations Exchange,
# RHIhub, AMCHP, NACCHO, VA Diffusion Marketplace, SQUIRE 2.0, TIDieR, plan-do-study-act, reports.
CALLED = {
    "title": (
        "title|project title|practice title|program title|title of practice"
        "|title of program|name of practice|practice name|name of program|program name"
        "|project name|brief name|name of innovation|innovation title|title of project"
        "|name of project"
    ),
    "need": (
        "need|problem|problem addressed|background|problem statement"
        "|problem description|statement of need|statement of problem|introduction|issue"
        "|challenge|need addressed|gap|current situation|reason for action"
        "|responsiveness|what is problem|need for program|community need|disparity"
        "|disparity addressed|health disparity|case for change|what was problem"
        "|opportunity|current condition|initial condition|current state"
    ),
    "what_we_did": (
        "what we did|what they did|solution|approach|intervention summary"
        "|brief description|in short|practice summary|what did you do|proposed solution"
    ),
    "result": (
        "result|summary of results|results in brief|bottom line|headline result|impact summary"
    ),
    "plain_summary": (
        "plain language summary|lay summary|summary|abstract|executive summary|overview"
        "|snapshot|in plain words|at glance|project summary|program summary"
        "|introduction and summary|brief summary|program overview|project overview"
    ),
    "ended_reason": (
        "why it ended|why we stopped|why it stopped|reason for ending|discontinuation"
        "|why it did not work|why it failed"
    ),
    "population_detail": (
        "population|target population|patient population|population served"
        "|priority population|who we serve|target audience|audience|people served"
        "|eligibility|population of focus|participants"
    ),
    "origin_site": "where it began|origin|first site|pilot site|developing organization",
    "rationale": (
        "rationale|theory|theory of change|theoretical framework|logic model"
        "|evidence base|available knowledge|literature review|hypothesis"
        "|conceptual framework|foundation|theory and foundation|why|prediction"
        "|predictions|research basis|framework|root cause|root cause analysis"
        "|root causes"
    ),
    "materials": (
        "materials|tools|tools and resources|tools and other resources|equipment"
        "|toolkit|what materials|curriculum|training materials|tools used"
        "|resources and tools|templates"
    ),
    "how_it_works": (
        "methods|method|methodology|intervention|interventions|procedures|procedure"
        "|implementation|implementation steps|implementation strategy|how it works"
        "|how we did it|how they did it|description of innovative activity|description"
        "|program description|practice description|description of practice"
        "|description of program|activities|steps|planning and development process"
        "|core components|program components|practice activities|program activities"
        "|workflow|process|what procedures|do|strategy|strategies|countermeasures"
        "|program design|study of intervention|intervention description|what happens"
        "|action plan|tests of change|design|innovation|how does it work"
        "|implementation process|key activities"
    ),
    "who_provides": (
        "who provided|who provides|staff|staffing|team|project team|personnel|providers"
        "|roles and responsibilities|key personnel|who does it|team members|workforce"
        "|training|staff training|improvement team|internal capacity"
    ),
    "where_it_happens": (
        "where|setting|settings|location|locations|site|sites|place|where it happens|study setting"
    ),
    "dose": (
        "when and how much|dose|frequency|schedule|timeline|time frame|timeframe"
        "|duration|intensity|project timeline"
    ),
    "tailoring": (
        "tailoring|individualization|cultural tailoring"
        "|cultural and linguistic tailoring|cultural responsiveness"
        "|cultural and linguistic responsiveness|personalization"
    ),
    "modifications": (
        "modifications|changes made|adaptations|what we changed|act|iterations"
        "|adaptations made|changes along way|pdsa cycles|pdsa cycle"
    ),
    "fidelity_planned": (
        "fidelity|quality assurance|monitoring|how well planned|quality control"
        "|monitoring plan|process evaluation|implementation fidelity"
    ),
    "fidelity_actual": "how well actual|adherence|fidelity results|how well we kept to it",
    "what_it_takes": (
        "resources|resources used|resources needed|resource requirements|what it takes"
        "|requirements|resources used and skills needed|infrastructure|capacity"
        "|what you need|inputs|resources required"
    ),
    "funding": (
        "funding|funding sources|funding source|budget|cost|costs|financing"
        "|cost and funding|budget and funding|costs and funding|return on investment"
        "|financial impact|who pays"
    ),
    "leadership": (
        "leadership|leadership support|leadership buy in|buy in|executive sponsor"
        "|champion|sponsorship|getting buy in"
    ),
    "community_part": (
        "community|community engagement|partners|partnerships|community partners"
        "|community involvement|stakeholder engagement|collaborators"
        "|patient involvement|partner organizations|key stakeholders|stakeholders"
        "|family engagement|patient engagement|patient and family engagement"
        "|community collaboration|collaboration|partnership"
        "|lhd and community collaboration|stakeholder empowerment and collaboration"
        "|community part|community role"
    ),
    "aim": (
        "aim|aims|specific aims|goal|goals|objective|objectives|purpose|smart goal"
        "|smart aim|aim statement|goals and objectives|plan|project aim|project goal"
        "|goal statement|target|vision|mission"
    ),
    "results_detail": (
        "results|outcomes|findings|impact|evaluation|did it work|data|measures"
        "|measurement|outcome evaluation|evidence|study|what came of it|analysis"
        "|evaluation results|key findings|outcomes and impact|metrics|results in detail"
        "|program evaluation|accomplishments|outcome measures|results and outcomes"
        "|evaluation and results|evidence and data|evaluation plan|benefits"
        "|data and results"
    ),
    "reach": "reach|number served|people reached|number of people served|participation",
    "community_evidence": (
        "community feedback|participant feedback|patient feedback|testimonials"
        "|patient stories|quotes|what people say|community defined evidence"
        "|participant stories"
    ),
    "variation": "variation|variation over time|results over time",
    "context_factors": (
        "context|contextual factors|facilitators|barriers|barriers and facilitators"
        "|context of innovation|challenges|challenges and barriers"
        "|barriers and challenges|enablers|obstacles|assets and challenges"
        "|ethical considerations|external factors|challenges faced"
    ),
    "data_completeness": "missing data|data completeness|data quality",
    "unintended": (
        "unintended consequences|unintended effects|unexpected outcomes|surprises"
        "|balancing measures|harms|unexpected results|adverse events"
    ),
    "evidence_gaps": (
        "limitations|evidence gaps|gaps in evidence|what we do not know|future research"
        "|further research|open questions|strengths and limitations"
    ),
    "getting_started": (
        "getting started|getting started with this innovation|first steps|how to start"
        "|start up|how to get started"
    ),
    "sustaining": (
        "sustainability|sustaining|sustaining this innovation|maintenance"
        "|sustainability plan|next steps|future plans|sustaining gains|control plan"
        "|spread plan|follow up"
    ),
    "what_to_adapt": (
        "what to adapt|replicability|replication|scalability|transferability"
        "|considerations for adapting|how to adapt|generalizability|adaptation|spread"
        "|scale and spread|use by other organizations|adapting"
    ),
    "advice": (
        "lessons learned|advice|lessons|recommendations|keys to success|tips|conclusion"
        "|conclusions|discussion|interpretation|adoption considerations|implications"
        "|key takeaways|reflections|what we learned|success factors"
        "|critical success factors|additional considerations|takeaways|key lessons"
        "|key learnings|advice for others"
    ),
    DROPPED: (
        "references|bibliography|acknowledgments|acknowledgements|contact"
        "|contact information|contact us|contact innovator|author|authors|appendix"
        "|appendices|attachments|works cited|innovator disclosures|disclosures"
        "|references related articles|table of contents|contents|for more information"
        "|more information|conflicts of interest|submitted by|footnotes"
    ),
}
KNOWN = {one.strip(): name for name, texts in CALLED.items() for one in texts.split("|")}
AMONG = re.compile(
    r"\b(?:" + "|".join(sorted(map(re.escape, KNOWN), key=len, reverse=True)) + r")\b"
)
# A longer line is a sentence.
LONGEST, MOST_WORDS = 120, 12
NUMBERING = re.compile(r"^(?:(?:section|part|step|item)\s+)?(?:\d+(?:\.\d+)*|[ivx]+|[a-z])[.):]\s+")
SMALL = re.compile(r"\b(?:the|our|your|a|an)\b|'s\b")
NOT_WORDS = re.compile(r"[^\w\s]|_")


@lru_cache(maxsize=2048)
def known(heading: str, *, exactly: bool = False) -> str:
    """The answer that this heading names, or nothing. Not `exactly`: a name among other words."""
    if len(heading) > LONGEST:
        return ""
    words = _plain(heading)
    if not words or len(words.split()) > MOST_WORDS:
        return ""
    if words in KNOWN or exactly:
        return KNOWN.get(words, "")
    found = AMONG.search(words)
    return KNOWN[found[0]] if found else ""


def _plain(heading: str) -> str:
    """Without number, articles, marks, and what stands in brackets."""
    text = heading.casefold().replace("\u2019", "'").replace("&", " and ").replace("/", " ")
    text = re.sub(r"\([^)]*\)", " ", text)
    text = NUMBERING.sub("", text.strip())
    text = SMALL.sub(" ", text)
    return " ".join(NOT_WORDS.sub(" ", text.replace("-", " ")).split())
