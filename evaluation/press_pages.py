"""Twenty pages of five made-up papers, each with the paragraphs of its report: to measure body extraction on.

Five ways in which British local news is marked up, four stories each. Bodies, people and papers are fictional.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

STORIES: tuple[tuple[str, ...], ...] = (
    (
        "THE harbour wall at Saltmarsh will not be mended before the winter, councillors have been told.",
        "Pellbourne Council had said in March that the work would be ‘all but finished’ by September.",
        "Dana Whitlock, head of coast and harbours, told the scrutiny panel: “We did not order the stone in time.",
        "“That is on us. We are sorry to everybody who moors there.",
        "“We will have a contractor on the wall by the end of May.”",
        "Cllr Idris Vane, who represents the harbour ward, said the news was “no surprise at all”.",
        "“I asked in June, I asked in July, and I was told it was in hand,” he said.",
        "“It was not in hand.”",
        "The works will cost £1.2million, of which £400,000 has been applied for from the coastal fund.",
        "Ms Whitlock said the council's bid was ‘as strong as it can be’.",
    ),
    (
        "Waiting times for education, health and care plans have halved in a year, a meeting heard.",
        "New figures show that 48 per cent of plans were issued within 20 weeks, up from 22 per cent.",
        "Theo Banerjee, director of children’s services at Pellbourne, said there was ‘a lot more to do’.",
        "He added: “[The plan] was not working a year ago and now it is starting to.",
        "“The litmus test is whether families tell us that they can feel it.”",
        "But the parent carer forum said its members still waited ‘months for a reply’.",
        "Ruth Oyelaran, who chairs it, said: “Nobody rings back. Nobody has said sorry.",
        "“We were promised a named officer for each family by Christmas, and we're still waiting.”",
        "The council has been approached for comment.",
    ),
    (
        "A library that closed after a flood is to open again on Saturday mornings, run by volunteers.",
        "Harbour Road library has been shut since the beck burst its banks in 2023.",
        "A spokesperson for Pellbourne Council said: “We're grateful to the Friends of Harbour Road.",
        "“The council will pay for heating and insurance until April 2026.”",
        "Volunteers have dried out and catalogued more than 6,000 books.",
        "“It's been cold, dusty work,” said Joan Tetley, 71, “but you can't have a town without a library.”",
        "Opening hours may be longer from the spring if more people come forward.",
        "The beck has since been dredged and a flood gate ordered, although it isn't expected until summer.",
    ),
    (
        "Bus fares for pupils over 16 will rise by a third after a vote that was won by the chair's casting vote.",
        "Members of the cabinet at Pellbourne Council met for three hours on Tuesday.",
        "Leader Maeve Corrigan told them that the budget for home to school transport was £3.1m overspent.",
        "“I won't pretend that it is painless,” she said.",
        "“What I can say is that nobody on a low income will pay a penny more.”",
        "Opposition leader Piers Holloway described the rise as ‘a tax on going to college’.",
        "He said: “They were warned. They did it anyway.”",
        "The rise takes effect on September 1, and will be looked at again ‘within 12 months’.",
        "Figures for the last year show that 1,140 pupils hold a pass, fewer than in any year since 2015.",
    ),
)
TITLES = (
    "Harbour wall delayed again",
    "Plans come quicker",
    "Library to reopen on Saturdays",
    "Bus passes to cost more",
)
OTHERS = ("Man fined over fly-tipping in Fenlark", "Ten pictures from the Pellbourne show", "What's on this weekend")
BANNER = (
    "<div class='cookies'><p>We and our partners use cookies to give you the best experience on this site.</p></div>"
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page and the paragraphs of its report, as a reader sees them."""

    name: str
    html: str
    body: tuple[str, ...]


def pages() -> Iterator[Page]:
    """Every story as every paper prints it."""
    for paper in (_weekly, _tabloid, _broadcaster, _blog, _walled):
        for number, (title, story) in enumerate(zip(TITLES, STORIES, strict=True), start=1):
            yield Page(f"{paper.__name__.strip('_')}-{number}", paper(title, story), _visible(paper, story))


def _visible(paper: Callable[[str, tuple[str, ...]], str], story: tuple[str, ...]) -> tuple[str, ...]:
    return story[:FREE] if paper is _walled else story


FREE = 3  # paragraphs before the paywall


def _head(title: str, site: str, **more: object) -> str:
    told: dict[str, object] = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": title}
    told["publisher"] = {"name": site}
    told |= {"datePublished": "2024-06-04T05:00:00+01:00", **more}
    return f"<title>{title} | {site}</title><script type='application/ld+json'>{json.dumps(told)}</script>"


def _links() -> str:
    return "".join(f"<li><a href='/news/{number}'>{title}</a></li>" for number, title in enumerate(OTHERS))


def _paragraphs(story: tuple[str, ...], css: str = "") -> list[str]:
    return [f"<p{css}>{words}</p>" for words in story]


def _weekly(title: str, story: tuple[str, ...]) -> str:
    """A weekly with captions and "read more" lists among its paragraphs."""
    said = _paragraphs(story)
    said.insert(
        3, "<figure><img src='1.jpg' alt=''><figcaption>Saltmarsh Echo: The quay on Monday</figcaption></figure>"
    )
    said.insert(6, f"<p><strong>Read more:</strong></p><ul>{_links()}</ul>")
    return (
        f"<html><head>{_head(title, 'Saltmarsh Echo')}</head><body>{BANNER}<nav><ul>{_links()}</ul></nav><article>"
        f"<h1 class='headline'>{title}</h1><p class='byline'>By Sam Pruett, Local Democracy Reporter</p>"
        f"<div class='article-body'><div class='article-first-paragraph'>{said[0]}</div>{''.join(said[1:])}"
        f"</div></article><section class='comments'><h2>Comments</h2><p>About time too, I say, and they can do our "
        f"road next.</p></section>"
        f"<footer><p>Copyright 2001-2024. This site is part of a network of local papers.</p></footer></body></html>"
    )


def _tabloid(title: str, story: tuple[str, ...]) -> str:
    """A daily whose paragraphs carry hashed classes, with invitations to a chat group and widgets of other stories."""
    said = _paragraphs(story, " class='paragraph-text paragraph_x1Yz'")
    said.insert(
        2, "<p class='paragraph-text'>Join our WhatsApp group for the latest breaking news <a href='#'>here</a></p>"
    )
    said.insert(5, f"<aside class='recirculation'><h3>Most read</h3><ul>{_links()}</ul></aside>")
    said.append("<p class='paragraph-text'><strong>Like this story? Sign up to our newsletter for more</strong></p>")
    return (
        f"<html><head>{_head(title, 'Pellbourne Live')}</head><body>{BANNER}<main><article id='article-body'>"
        f"<h2 class='lead-text'>{title}</h2>{''.join(said)}</article><section><h3>Top stories</h3><ul>{_links()}</ul>"
        f"</section></main></body></html>"
    )


def _broadcaster(title: str, story: tuple[str, ...]) -> str:
    """A broadcaster's page of blocks, straight quotation marks, captions as blocks of their own."""
    blocks = [f"<div data-component='text-block'><p class='sc-1a'>{words}</p></div>" for words in story]
    caption = "<p><span>Image caption,</span> The council met on Tuesday</p>"
    blocks.insert(2, f"<div data-component='image-block'><p>Image source, Getty</p>{caption}</div>")
    links = f"<h2>More on this story</h2><ul>{_links()}</ul>"
    blocks.append(f"<div data-component='links-block'>{links}</div>")
    head = _head(title, "Sarnshire News").replace("NewsArticle", "ReportageNewsArticle")
    return (
        f"<html><head>{head}</head><body><header><a href='/'>Home</a></header><main><article>"
        f"<div data-component='headline-block'><h1>{title}</h1></div>"
        f"<div data-component='byline-block'><p>Published <time>4 June 2024</time></p><p>Jo Hale, Reporter</p></div>"
        f"{''.join(blocks)}</article></main><footer>{_links()}</footer></body></html>"
    )


def _blog(title: str, story: tuple[str, ...]) -> str:
    """A village news site made with a common blog program."""
    said = _paragraphs(story)
    said.insert(4, "<figure class='wp-block-image'><img src='2.jpg'><figcaption>Photo: Dora Lamb</figcaption></figure>")
    share = "<div class='sharedaddy'><h3>Share this:</h3><ul><li><a>Click to share on Facebook</a></li></ul></div>"
    header = f"<header class='entry-header'><h1 class='entry-title'>{title}</h1>"
    header += "<div class='entry-meta'>Posted on June 4, 2024 by admin</div></header>"
    footer = "<footer class='entry-footer'>Posted in News</footer>"
    aside = f"<aside class='sidebar'><h2>Recent</h2><ul>{_links()}</ul></aside>"
    return (
        f"<html><head>{_head(title, 'The Fenlark Gazette')}</head><body class='single-post'><div id='content'>"
        f"<article class='post'>{header}<div class='entry-content'>{''.join(said)}{share}</div>{footer}</article>"
        f"<div id='comments'><p>Leave a comment</p></div></div>{aside}</body></html>"
    )


def _walled(title: str, story: tuple[str, ...]) -> str:
    """A paper that shows the first paragraphs and keeps the rest for subscribers."""
    free, kept = _paragraphs(story[:FREE]), _paragraphs(story[FREE:])
    part = {"@type": "WebPageElement", "isAccessibleForFree": "False", "cssSelector": ".subscribers-only"}
    head = _head(title, "Sarnshire Post", isAccessibleForFree="False", hasPart=part)
    return (
        f"<html><head>{head}</head><body>{BANNER}<article><h1>{title}</h1><div class='article__body'>{''.join(free)}"
        f"<div class='subscribers-only'>{''.join(kept)}</div></div><div class='offer'><p>Subscribe now from £1 a week "
        f"to read the rest of this story and every other one.</p></div></article></body></html>"
    )
