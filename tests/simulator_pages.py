"""A fictional council and its ModernGov pages, in the markup of the product. Pure: data in, bytes out."""
# ruff: noqa: E501 - the product writes long lines

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from html import escape

from tests.test_ingest_pdf import lines, make_pdf

NAME = "Fernshire County Council"


@dataclass
class Member:
    """A councillor. Home address, phone and e-mail are printed by the web service and must never leave the archive."""

    id: int
    name: str
    party: str = "Independent"
    ward: str = "Ash Valley"
    first: date = date(2021, 5, 6)
    last: date | None = None


@dataclass
class Item:
    """One agenda item. ``shown``: so many paragraphs of the minutes stand on the meeting's page, ``None`` for all."""

    id: int
    number: str
    title: str
    agenda: str = "To receive a report of the Director of Children's Services."
    minutes: list[str] = field(default_factory=list)
    decision: list[str] = field(default_factory=list)
    votes: list[tuple[str, str]] = field(default_factory=list)
    voters: list[tuple[str, str]] = field(default_factory=list)
    papers: list[tuple[int, str]] = field(default_factory=list)
    shown: int | None = None
    decision_page: bool = False
    issue: int | None = None


@dataclass
class Meet:
    """One meeting. ``minutes``: "none", "draft" or "final"; ``printed``: they are in a PDF only."""

    id: int
    committee: int
    when: datetime
    items: list[Item] = field(default_factory=list)
    minutes: str = "final"
    cancelled: bool = False
    printed: bool = False
    agenda: int = 0
    present: dict[int, str] = field(default_factory=dict)

    @property
    def recorded(self) -> bool:
        return self.minutes != "none" and not self.cancelled

    @property
    def by_item(self) -> bool:
        return self.recorded and not self.printed


@dataclass
class Committee:
    id: int
    name: str
    category: str = "Overview & Scrutiny"
    members: list[int] = field(default_factory=list)
    expired: bool = False


@dataclass
class Council:
    committees: list[Committee]
    meetings: list[Meet]
    members: list[Member]

    def committee(self, number: int) -> Committee:
        return next(each for each in self.committees if each.id == number)

    def meeting(self, number: int) -> Meet | None:
        return next((each for each in self.meetings if each.id == number), None)

    def item(self, number: int) -> tuple[Meet, Item] | None:
        return next(((met, item) for met in self.meetings for item in met.items if item.id == number), None)

    def of(self, committee: int) -> list[Meet]:
        held = [each for each in self.meetings if committee in (0, each.committee)]
        return sorted(held, key=lambda met: met.when)


SCRUTINY, CABINET = 301, 302
WORDS = (
    "The Director of Children's Services reported that {n} assessments were waiting.",
    "Councillor Maud Tarrant asked when the backlog would be cleared.",
    "The Director said that she would bring an update on report {n} to the next meeting.",
)


def small_council() -> Council:
    """Two committees; five meetings of the first that between them have whatever a record can have."""
    members = [
        Member(41, "Councillor Maud Tarrant"),
        Member(42, "Councillor Idris Quayle", ward="Coldwater", first=date(2017, 5, 4), last=date(2025, 5, 1)),
        Member(43, "Councillor Priya Ransome", ward="Upper Leigh"),
    ]
    committees = [
        Committee(SCRUTINY, "Children's Services Overview and Scrutiny Committee", members=[41, 42]),
        Committee(CABINET, "Cabinet", "Executive", members=[43]),
        Committee(303, "Children & Families Panel", expired=True),
    ]
    return Council(
        committees, [*_small_meetings(), Meet(6201, CABINET, datetime(2024, 6, 5, 10, 0), [_item(9401, 1)])], members
    )


def _item(number: int, place: int, **more: object) -> Item:
    words = [line.format(n=number % 97 + 3) for line in WORDS]
    return Item(number, f"{place}.", f"Report {place} of {number}", minutes=words, **more)  # type: ignore[arg-type]


def _small_meetings() -> list[Meet]:
    attended = {41: "Present", 42: "Apologies"}
    first = Meet(
        6101, SCRUTINY, datetime(2024, 1, 16, 18, 0), [_item(9001, 1), _item(9002, 2)], agenda=6111, present=attended
    )
    first.items[0].shown = 1
    first.items[1].decision = ["RESOLVED that the plan be published by 31 May 2024."]
    first.items[1].votes = [("Adopt the plan", "Carried")]
    first.items[1].voters = [("Councillor Maud Tarrant", "For"), ("Councillor Idris Quayle", "Against")]
    first.items[1].decision_page = True
    first.items[1].issue = 771
    cancelled = Meet(6102, SCRUTINY, datetime(2024, 3, 19, 18, 0), minutes="none", cancelled=True)
    printed = Meet(
        6103, SCRUTINY, datetime(2024, 5, 21, 18, 0), [_item(9021, 1)], printed=True, agenda=6130, present=attended
    )
    sheet = [(51001, "Action Sheet"), (51002, "Appendix A - the whole long report")]
    draft = Meet(
        6104,
        SCRUTINY,
        datetime(2024, 7, 23, 18, 0),
        [_item(9031, 1), _item(9032, 2, papers=sheet)],
        "draft",
        present=attended,
    )
    bare = Meet(6105, SCRUTINY, datetime(2024, 9, 17, 18, 0), [_item(9041, 1)], minutes="none")
    return [first, cancelled, printed, draft, bare]


def year_of_one_committee() -> Council:
    """Twenty meetings of ten items each, with minutes."""
    council = small_council()
    begun = datetime(2024, 4, 9, 18, 0)
    council.meetings = [
        Meet(
            7000 + week,
            SCRUTINY,
            begun + timedelta(days=18 * week),
            [_item(80000 + 10 * week + place, place) for place in range(1, 11)],
            present={41: "Present"},
        )
        for week in range(20)
    ]
    return council


# Pages


def page(h1: str, body: str, *, h2: str = "", links: str = "") -> bytes:
    subtitle = f'<div class="mgSubTitle" >\n<h2 class="mgSubTitleTxt">{h2}</h2>\n</div>' if h2 else ""
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="DC.title"  content="{h1}"/>
<title>{h1} - {NAME}</title></head><body>
<nav><ul><li><a href="mgListCommittees.aspx?bcr=1" title="Link to committee structure">Committees</a></li>
<li><a href="ieDocHome.aspx?bcr=1">Meetings</a></li></ul></nav>
<div id="modgov"><div class="mgHeader"><h1  class="mgMainTitleTxt" >{h1}</h1></div>
{subtitle}
<div class="mgLinks" ><ul  class="mgActionList" >{links}</ul></div>
<div class="mgContent" >
{body}
</div>
<div class="mgFooter" ><p>&nbsp;</p></div></div>
</body></html>""".encode()


def front_page(council: Council) -> bytes:
    return page("Welcome to the council's meetings", "<p>Choose a committee.</p>")


def committees_page(council: Council) -> bytes:
    body = ""
    for category in dict.fromkeys(each.category for each in council.committees):
        held = [each for each in council.committees if each.category == category and not each.expired]
        points = "\n".join(
            f'<li><a  href="mgCommitteeDetails.aspx?ID={each.id}"  title="{_spaced("Link to details for " + each.name)}" >'
            f"{escape(each.name)}</a></li>"
            for each in held
        )
        body += f'<h2 class="mgSectionTitle">{escape(category)}</h2>\n<ul  class="mgBulletList" >\n{points}\n</ul>\n'
    return page("Committee structure", body)


def _spaced(words: str) -> str:
    return escape(words).replace(" ", "&#32;")


def committee_page(council: Council, committee: Committee) -> bytes:
    people = [member for number in committee.members for member in council.members if member.id == number]
    points = "\n".join(
        f'<li><a  href="mgUserInfo.aspx?UID={member.id}"  title="{_spaced("Link to user information for " + member.name)}">'
        f"{member.name}</a>&nbsp; {'&#40;Chair&#41;' if place == 0 else ''}&nbsp; </li>"
        for place, member in enumerate(people)
    )
    body = (
        '<h2 class="mgSectionTitle">Purpose of committee</h2><div class="mgWordPara"><p>It looks into things.</p></div>'
        '<h2 class="mgSectionTitle">Membership<a name="#MEM"></a></h2>\n'
        f'<ul  class="mgBulletList" >{points}</ul>\n<h2 class="mgSectionTitle">Contact information</h2>'
        '<p><span  class="mgLabel" >Support officer: </span>Nora Dunstan.  Tel: 01632 960123</p>'
    )
    link = f'<li><a  href="ieListMeetings.aspx?CommitteeId={committee.id}">Browse meetings and agendas</a></li>'
    return page("Committee details", body, h2=escape(committee.name), links=link)


def user_page(member: Member) -> bytes:
    term = f"{member.first:%d&#47;%m&#47;%Y} - {member.last.strftime('%d&#47;%m&#47;%Y') if member.last else ''}"
    body = (
        f'<p><span  class="mgLabel" >Party: </span>{member.party}</p><p><span  class="mgLabel" >Ward: </span>{member.ward}</p>'
        '<h2 class="mgSubTitleTxt">Contact information</h2>'
        '<p><span  class="mgLabel" >Home address: </span>7 Larkfield Row, Ash Valley</p>'
        '<p><span  class="mgLabel" >Phone: </span>01632 960777</p>'
        '<h2 class="mgSubTitleTxt">Terms of Office</h2>'
        f'<ul  class="mgBulletList" ><li>{term}</li></ul>'
    )
    return page("Councillor details", body, h2=member.name)


def meetings_page(council: Council, committee: Committee, *, edge: datetime | None, later: bool, size: int) -> bytes:
    """A page of meetings, newest first; ``edge``: of the row that the pages before it ended with."""
    held = council.of(committee.id)
    if edge is None:
        shown = held[-size:]
    elif later:
        shown = [met for met in held if met.when > edge][:size]
    else:
        shown = [met for met in held if met.when < edge][-size:]
    rows = "".join(_meeting_row(met, committee) for met in reversed(shown))
    turn = (
        "".join(
            f'<a   class="mgTableNextLnk"   href="ieListMeetings.aspx?Act={act}&amp;CId={committee.id}'
            f"&amp;D={met.when:%Y%m%d%H%M}&amp;MD=ielistmeetings\"  >{words}</a><span class='mgLinkSep'>. </span>"
            for act, words, met in (("earlier", "Earlier meetings", shown[0]), ("later", "Later meetings", shown[-1]))
        )
        if shown
        else ""
    )
    pager = f"<div  class='mgMeetingsEarlierLater' ><p>{turn}</p></div>"
    body = (
        f'<div class="mgList" >{pager}<div  class="mgTableBorder" ><div  class="mgTableTitleTxt" >Meetings</div>'
        f'<ul  class="mgNonBulletTableList"  >{rows}</ul></div>{pager}</div>'
    )
    return page("Browse meetings", body, h2=escape(committee.name))


def _meeting_row(met: Meet, committee: Committee) -> str:
    out = " - CANCELLED" if met.cancelled else " - Agenda, Decisions, Minutes" if met.recorded else " - Agenda"
    return (
        f'<li  class="mgTableEvenRow" ><a  class="mgMeetingTableLnk"    href="ieListDocuments.aspx?CId={committee.id}&amp;MId={met.id}'
        f'&amp;Ver=4"  title="{_spaced("Link to meeting details for " + committee.name)}">{_day(met.when)}&nbsp;{time_of(met.when, "&#58;")} '
        f"</a>{out}</li>"
    )


def _day(when: datetime) -> str:
    return f"{when.day} {when:%b %Y}"


def time_of(when: datetime, colon: str = ":") -> str:
    return f"{(when.hour - 1) % 12 + 1}{colon}{when:%M} {'am' if when.hour < 12 else 'pm'}"


def heading(council: Council, met: Meet) -> str:
    name = escape(council.committee(met.committee).name)
    return f"{name} - {met.when:%A} {met.when.day} {met.when:%B %Y} {time_of(met.when)}" + (
        ", CANCELLED" if met.cancelled else ""
    )


def meeting_page(council: Council, met: Meet) -> bytes:
    state = {"none": "Agenda", "draft": "Agenda and draft minutes", "final": "Agenda, decisions and minutes"}[
        met.minutes
    ]
    links = f'<li><a  href="mgMeetingAttendance.aspx?ID={met.id}"  title="Link">Attendance details</a></li>'
    if met.recorded:
        links += (
            f'<li><a  href="documents/g{met.agenda or met.id}/Printed minutes {met.when:%A %d-%b-%Y} Children & Families.pdf?T=1"   '
            'title="Link&#32;to&#32;printed&#32;minutes&#32;pdf&#32;file">Printed minutes\n<span  class="mgFileSize" > PDF 111 KB</span> </a></li>'
        )
    body = '<p><span  class="mgLabel" >Venue: </span>Shire Hall. <a  href="mgLocationDetails.aspx?RID=1"> View directions</a></p>'
    if met.items:
        body += (
            '<table class="mgItemTable"  summary="Table of agenda items" id="mgItemTable">\n'
            '<caption  class="mgSectionTitle" >Items</caption>\n'
            '<tr><th class="mgHide" abbr="No" scope="col">No.</th><th class="mgHide" abbr="Item" scope="col">Item</th></tr>\n'
            + "\n".join(_item_row(met, item) for item in met.items)
            + "</table>"
        )
    else:
        body += "<p>No documents are available for this meeting</p>"
    link = f'<a  href="mgCommitteeDetails.aspx?ID={met.committee}"  title="Link">{heading(council, met)}</a>'
    return page("Meeting" if met.cancelled else state, body, h2=link, links=links)


def paragraphs(words: Iterable[str], tail: str = "") -> str:
    said = '\n<p class="MsoNormal">&nbsp;</p>\n'.join(
        f'<p class="MsoNormal">{escape(line, quote=False)}</p>' for line in words
    )
    if tail:
        said = f"{said.removesuffix('</p>')}{tail}</p>"
    return f'<div class="WordSection1">\n{said}\n</div>\n'


def _item_row(met: Meet, item: Item) -> str:
    title = escape(item.title)
    if item.papers:
        number, name = item.papers[0]
        title = (
            f'<a  class="mgAiTitleLnk"   href="documents/s{number}/{name}.pdf"    title="Link">{title} '
            '<span  class="mgFileSize" ><img alt="pdf icon" /> PDF 99 KB</span> </a>'
        )
    cell = f'<p  class="mgAiTitleTxt" >{title}</p>\n<div class="mgWordPara">{paragraphs([item.agenda])}</div>\n'
    if item.papers[1:]:
        cell += (
            '<p class="mgSubItemTitleTxt">Additional documents:</p>\n<ul  class="mgBulletList" >'
            + "".join(
                f'<li><a  href="documents/s{number}/{name}.pdf"   title="Link">{name} <span  class="mgHide" >, item {item.number}</span>'
                '<span  class="mgFileSize" > PDF 1 MB</span> </a>  </li>'
                for number, name in item.papers[1:]
            )
            + "</ul>\n"
        )
    if met.by_item:
        cell += _recorded(item, whole=False)
    if item.issue:
        cell += (
            f'<ul class="mgActionList" ><li><a  href="mgIssueHistoryHome.aspx?IId={item.issue}"  title="Link">'
            f"View the background to item {item.number}</a></li></ul>"
        )
    return (
        f'<tr>\n<td  class="mgItemNumberCell" ><p  class="mgAiTitleTxt" ><a name="AI{item.id}" aria-disabled="true"></a>{item.number}</p></td>'
        f"\n<td >\n{cell}</td>\n</tr>"
    )


def _recorded(item: Item, *, whole: bool) -> str:
    said = ""
    if item.decision:
        said += (
            f'<p class="mgSubItemTitleTxt">Decision:</p>\n<div class="mgWordPara">{paragraphs(item.decision)}</div>\n'
        )
    if item.minutes:
        cut = item.shown if not whole else None
        tail = (
            f' &nbsp;...&nbsp; <a href=\n"mgAi.aspx?ID={item.id}" title="Link to view the full item text">'
            f"view the full minutes text for item {item.number}</a>"
        )
        words = item.minutes if cut is None else [*item.minutes[:cut], item.minutes[cut][:20]]
        said += f'<p class="mgSubItemTitleTxt">Minutes:</p>\n<div class="mgWordPara">{paragraphs(words, "" if cut is None else tail)}</div>\n'
    if item.votes:
        rows = "".join(
            f"<tr><td>{title}</td><td>Resolution</td><td>\n\n</td><td><img alt='' src='x.png' />{result}</td></tr>"
            for title, result in item.votes
        )
        said += (
            '<table  class="mgTableNoBorderFullWidth" ><caption  class="mgSectionTitle" >Recorded Vote</caption><thead>'
            '<th scope="col">Title</th><th scope="col">Type</th><th scope="col">Recorded Vote text</th><th scope="col">Result</th></th>'
            f'{rows}</table>\n<li><a  href="mgListRecordedVotesShort.aspx?AIID={item.id}&amp;MID=0">View Recorded Vote for this item</a></li>'
        )
    if item.decision_page:
        said += (
            f'<ul class="mgActionList" ><li><a  href="ieDecisionDetails.aspx?AIId={item.id}"  title="Link">'
            f"View the decision for item {item.number}</a></li></ul>"
        )
    return said


def item_page(council: Council, met: Meet, item: Item) -> bytes:
    link = f'<li><a href="ieListDocuments.aspx?CId={met.committee}&amp;MId={met.id}&amp;Ver=4">Meeting of {heading(council, met)}</a></li>'
    words = f'<div class="mgWordPara">{paragraphs([item.agenda])}</div>\n'
    return page(
        "Agenda item", words + (_recorded(item, whole=True) if met.by_item else ""), h2=escape(item.title), links=link
    )


def decision_page(council: Council, met: Meet, item: Item) -> bytes:
    link = (
        f'<li><a  href="mgIssueHistoryHome.aspx?IId={item.issue}&amp;Opt=0">Find out more about this issue</a></li>'
        if item.issue
        else ""
    )
    body = (
        '<p><span  class="mgLabel" >Decision Maker: </span>The Committee</p>'
        '<p><span  class="mgLabel" >Decision status: </span><span  class="mgPlanItemInForce" >Recommendations Approved</span></p>'
        '<p><span  class="mgLabel" >Is Key decision?: </span>No</p>'
        f'<h3 class="mgSubSubTitleTxt">Decision:</h3><div class="mgWordPara">{paragraphs(item.decision)}</div>'
        f'<p><span  class="mgLabel" >Publication date: </span>{met.when:%d&#47;%m&#47;%Y}</p>'
        f'<p><span  class="mgLabel" >Date of decision: </span>{met.when:%d&#47;%m&#47;%Y}</p>'
        f'<p><span  class="mgLabel" >Decided at meeting: </span><a  href="ieListDocuments.aspx?CId={met.committee}&amp;MID={met.id}"  >'
        f"{met.when:%d&#47;%m&#47;%Y} - {escape(council.committee(met.committee).name)}</a></p>"
    )
    return page("Decision details", body, h2=escape(item.title), links=link)


def issue_page(council: Council, issue: int) -> bytes:
    rows = "".join(
        f'<li><a  href="ieDecisionDetails.aspx?AIId={item.id}"  >{met.when:%d&#47;%m&#47;%Y} - {escape(item.title)}</a></li>'
        for met in council.meetings
        for item in met.items
        if item.issue == issue and item.decision_page
    )
    return page("Issue - decisions", f'<ul  class="mgBulletList" >{rows}</ul>', h2=f"Issue {issue}")


def votes_page(council: Council, met: Meet, item: Item) -> bytes:
    """How each member voted on an item. No real page of this kind was at hand: the markup is a guess."""
    rows = "".join(f"<tr><td>{name}</td><td>{how}</td></tr>" for name, how in item.voters)
    title, result = item.votes[0]
    table = (
        '<table  class="mgTableNoBorderFullWidth" ><caption  class="mgSectionTitle" >Recorded Vote</caption>'
        f"<tr><td>{title}</td><td>Resolution</td><td></td><td>{result}</td></tr></table><table>{rows}</table>"
    )
    return page("Recorded votes", table, h2=escape(item.title))


def attendance_page(council: Council, met: Meet) -> bytes:
    rows = "".join(
        f'<tr><td class="mgMainTxt"><a  href="mgUserInfo.aspx?UID={number}"  >{name_of(council, number)}</a></td>'
        f'<td class="mgMainTxt">Committee Member</td><td class="mgMainTxt">{how}</td></tr>'
        for number, how in met.present.items()
    )
    table = (
        '<table class="mgStatsTable" ><caption  class="mgSectionTitle" >Attendance</caption><tr><th>Attendee</th><th>Role</th>'
        f'<th>Attendance</th></tr>{rows}<tr><td class="mgMainTxt">Ruth Ainslie</td><td class="mgMainTxt">Officer</td>'
        '<td class="mgMainTxt">In attendance</td></tr></table>'
    )
    return page("Attendance details", table, h2=heading(council, met))


def name_of(council: Council, number: int) -> str:
    return next(member.name for member in council.members if member.id == number)


def error_page() -> bytes:
    return page("Error", "<p>The page that you asked for could not be found.</p>")


def printed_minutes(council: Council, met: Meet) -> bytes:
    said = [
        council.committee(met.committee).name,
        f"Minutes of the meeting held on {met.when.day} {met.when:%B %Y}",
        "",
    ]
    for item in met.items:
        said += [f"{item.number} {item.title}", "", *(part for line in item.minutes for part in (line, ""))]
    return make_pdf([lines(*said)])


def paper(number: int) -> bytes:
    return make_pdf([lines("Action sheet", "", f"Paper {number}: officers would publish the figures by 30 June 2024.")])
