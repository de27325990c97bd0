"""The answers of the fictional council's web service: XML with HTML escaped in it, or not. Pure: data in, bytes out."""
# ruff: noqa: E501 - the product writes long lines

from __future__ import annotations

from datetime import date
from html import escape

from tests.simulator_pages import Council, Item, Meet, name_of, paragraphs, time_of


def committees_xml(council: Council, *, twice: bool) -> bytes:
    rows = "".join(
        f"<committee><committeeid>{each.id}</committeeid><committeetitle>{_escaped(each.name, twice=twice)}</committeetitle>"
        f"<committeedeleted>False</committeedeleted><committeeexpired>{each.expired}</committeeexpired>"
        f"<committeecategory>{_escaped(each.category, twice=twice)}</committeecategory></committee>"
        for each in council.committees
    )
    return _xml(f"<committees><committeescount> {len(council.committees)}</committeescount>{rows}</committees>")


def _xml(body: str) -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}'.encode()


def _escaped(words: str, *, twice: bool) -> str:
    return escape(escape(words)) if twice else escape(words)


def meetings_xml(council: Council, committee: int, since: date | None, *, twice: bool) -> bytes:
    body = ""
    for each in council.committees:
        held = [
            met
            for met in council.of(committee)
            if met.committee == each.id and (since is None or met.when.date() >= since)
        ]
        if held:
            rows = "".join(
                f"<meeting><meetingid>{met.id}</meetingid><meetingdate>{met.when:%d/%m/%Y}</meetingdate>"
                f"<meetingstatus>{'Cancelled' if met.cancelled else 'Confirmed'}</meetingstatus>"
                f"<meetingtime>{time_of(met.when, '.')}</meetingtime><iswebcast>False</iswebcast></meeting>"
                for met in held
            )
            body += (
                f"<committee><committeeid>{each.id}</committeeid><committeetitle>{_escaped(each.name, twice=twice)}</committeetitle>"
                f"<committeemeetingcount> {len(held)}</committeemeetingcount><committeemeetings>{rows}</committeemeetings></committee>"
            )
    return _xml(f"<getmeetings><meetingscount> {body.count('<meeting>')}</meetingscount>{body}</getmeetings>")


def meeting_xml(council: Council, met: Meet, *, twice: bool, raw_div: bool, base: str) -> bytes:
    items = "".join(_item_xml(council, met, item, twice=twice, raw_div=raw_div, base=base) for item in met.items)
    people = "".join(
        f'<attendee membertype="U" memberid="{number}" name="{name_of(council, number)}" roledescription="Committee Member" '
        f'attendance="{how}" politicalparty="IND" ward="Ash Valley"><url>{base}mgUserInfo.aspx?UID={number}</url></attendee>'
        for number, how in met.present.items()
    )
    return _xml(
        f"<meeting><meetingid>{met.id}</meetingid><meetingdate>{met.when:%d/%m/%Y}</meetingdate>"
        f"<meetingstatus>{'Cancelled' if met.cancelled else 'Confirmed'}</meetingstatus><isdisplayallowed>True</isdisplayallowed>"
        f"<meetingtime>{time_of(met.when, '.')}</meetingtime><meetinglocation>Shire Hall</meetinglocation><iswebcast>False</iswebcast>"
        f"<agendaid>{met.agenda or met.id}</agendaid><agendapublished>True</agendapublished>"
        f"<decisionpublished>{met.recorded}</decisionpublished><minutepublished>{met.recorded}</minutepublished>"
        f"<agendaitems>{items}</agendaitems><attendees>{people}</attendees></meeting>"
    )


def _item_xml(council: Council, met: Meet, item: Item, *, twice: bool, raw_div: bool, base: str) -> str:
    def body(name: str, words: list[str]) -> str:
        html = paragraphs(words)
        return f"<{name}>{html if raw_div else escape(html)}</{name}>" if words and met.by_item else ""

    papers = "".join(
        f"<linkeddoc><attachmentid>{number}</attachmentid><title>{_escaped(name, twice=twice)}</title><isurl>False</isurl>"
        f"<url>{base}mgConvert2PDF.aspx?ID={number}</url><isrestricted>False</isrestricted><restrictionsRef>\n</restrictionsRef>"
        f"<itemnum>1</itemnum><publicationdate>{met.when:%d/%m/%Y}</publicationdate></linkeddoc>"
        for number, name in item.papers
    )
    return (
        f"<agendaitem><agendaitemid>{item.id}</agendaitemid><agendaitemtitle>{_escaped(item.title, twice=twice)}</agendaitemtitle>"
        f"<agendatext>{escape(paragraphs([item.agenda]))}</agendatext><agendaitemnumber>{item.number.rstrip('.')}</agendaitemnumber>"
        f"<agendaitemsubnumber>\n</agendaitemsubnumber><fulldisplaynumberformat>{item.number}</fulldisplaynumberformat>"
        f"{body('decisionnonemptyhtmlbody', item.decision)}{body('minutesnonemptyhtmlbody', item.minutes)}"
        f"<isdecision>{bool(item.decision)}</isdecision><isminutepublished>{met.by_item}</isminutepublished>"
        f"<isrestricted>False</isrestricted><isdisplayallowed>True</isdisplayallowed>"
        f"<meetingdate>{met.when:%d/%m/%Y}</meetingdate><minutesitemnumber>{item.number.rstrip('.')}</minutesitemnumber>"
        f"<linkeddocuments>{papers}</linkeddocuments></agendaitem>"
    )


def councillors_xml(council: Council) -> bytes:
    wards = "".join(
        f"<ward><wardtitle>{member.ward}</wardtitle><councillors><councillor><councillorid>{member.id}</councillorid>"
        f"<fullusername>{member.name}</fullusername><politicalpartytitle>{member.party}</politicalpartytitle><keyposts>\n</keyposts>"
        "<homeaddress><line1>7 Larkfield Row</line1><postcode>FS1 2AB</postcode><phone>01632 960777</phone></homeaddress>"
        f"<termsofoffice><termofoffice><startdate>{member.first:%d/%m/%Y}</startdate>"
        f"<enddate>{member.last.strftime('%d/%m/%Y') if member.last else 'unspecified'}</enddate></termofoffice></termsofoffice>"
        "</councillor></councillors></ward>"
        for member in council.members
    )
    return _xml(f"<councillorsbyward><wards>{wards}</wards></councillorsbyward>")
