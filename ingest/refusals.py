"""Why a page could not be had, in words a reporter understands; each is a ``FetchError`` ready to be raised."""

from __future__ import annotations

from urllib.parse import urlsplit

from greenshoots.errors import FetchError

MISSING = "missing"
ERROR_PAGES = ("mgerror.aspx",)  # where ModernGov sends whoever asks for what is not there, with status 200

_SEE_BROWSER = "Open the address in a browser to see what is there"
_SAID = {
    401: ("the site asks for a password", "Ask the publisher for an open copy", None),
    403: ("the site does not show this page to programs", "Save it from a browser and add that file", None),
    404: ("the page is not there", "Check the address; the page may have moved", MISSING),
    410: ("the page was taken down", "Look for an archived copy", MISSING),
    429: ("the site says that it is asked too often", "Try again in an hour", "busy"),
    502: ("the site is out of order", "Try again later", "busy"),
    503: ("the site is busy or closed for repairs", "Try again later", "busy"),
    504: ("the site is out of order", "Try again later", "busy"),
}


def refused(address: str, status: int) -> FetchError:
    """The site answered with an error."""
    fallback = (
        ("the site has an error of its own", "Try again later", None)
        if status >= 500
        else ("the site gave no page", _SEE_BROWSER, None)
    )
    what, next_step, reason = _SAID.get(status, fallback)
    return FetchError(f"{what} (HTTP {status})", where=address, next_step=next_step, reason=reason)


def on_the_way(address: str, error: FetchError) -> FetchError:
    """The same under the address that was asked, where the error occurred at one to which that leads."""
    if error.where == address:
        return error
    cause = ". ".join(filter(None, (f"It leads to {error.where}", error.cause)))
    return FetchError(error.what, where=address, cause=cause, next_step=error.next_step, reason=error.reason)


def is_error_page(address: str) -> bool:
    """Whether an address is the page on which a site says that something is not there."""
    return urlsplit(address).path.casefold().rpartition("/")[2] in ERROR_PAGES


def error_page(address: str) -> FetchError:
    """The site sent us to its error page."""
    return FetchError(
        "the page is not there",
        where=address,
        cause="The site says so with an error page",
        next_step="Check the address; the page may have been taken down",
        reason=MISSING,
    )


def sent_on(address: str, times: int) -> FetchError:
    """Redirect upon redirect."""
    return FetchError(
        f"the site sends us on more than {times} times",
        where=address,
        cause="It may want a cookie",
        next_step=_SEE_BROWSER,
    )


def private(address: str, host: str) -> FetchError:
    """The address leads to a machine that the user did not name."""
    return FetchError(
        f"{host} is a machine within a private network",
        where=address,
        cause="The address, or a page on the way to it, points there",
        next_step="If that is what you want, give its number (as in http://192.168.0.7/) instead of its name",
        reason="private address",
    )


def no_rules(site: str, status: int) -> FetchError:
    """robots.txt is out of order."""
    return FetchError(
        "the site's robots.txt cannot be read now, so its pages may not be either",
        where=site,
        cause=f"The site answers with error {status}",
        next_step="Try again later",
    )


def too_patient(address: str, delay: float) -> FetchError:
    """The site wants more time between pages than anybody has."""
    return FetchError(
        f"the site's robots.txt asks programs to wait {delay:.0f} seconds between pages",
        where=address,
        next_step="Ask the publisher for the records, or save the pages from a browser and add those files",
        reason="forbidden by robots.txt",
    )


def later(address: str, status: int, wait: float) -> FetchError:
    """The site is busy for long."""
    return FetchError(
        f"the site asks to come back in {wait / 60:.0f} minutes (HTTP {status})",
        where=address,
        next_step="Try again then",
        reason="busy",
    )


def too_large(address: str, limit: int) -> FetchError:
    """More bytes than one answer may have."""
    return FetchError(
        f"it is larger than {limit >> 20} MB",
        where=address,
        next_step="Download it yourself and add the file",
        reason="too large",
    )


def too_slow(address: str) -> FetchError:
    """The answer takes longer than any may."""
    return FetchError(
        "the site is too slow",
        where=address,
        next_step="Try again later, or download it yourself",
        reason="too slow",
    )


def no_answer(address: str) -> FetchError:
    """Silence."""
    return FetchError("the site did not answer in time", where=address, next_step="Try again later", reason="too slow")


def no_address(address: str, cause: str | None = None) -> FetchError:
    """What was given is no address of a page."""
    return FetchError("this is not a web address", where=address, cause=cause, next_step="It must begin with https://")


def with_password(host: str) -> FetchError:
    """The address carries a name or password, which would be stored and shown with it. It is not repeated here."""
    return FetchError(
        "the address holds a user name or password",
        where=host,
        next_step="Give the address without it; pages that need one are not read",
    )


def unreachable(address: str, cause: str) -> FetchError:
    """No connection."""
    return FetchError(
        "the site could not be reached",
        where=address,
        cause=f"The name may be misspelt, the site down or without https, or this machine offline ({cause})",
        next_step="Check the address and the connection",
    )


def broken_off(address: str, cause: str) -> FetchError:
    """The answer ended before its end, or is not what it says it is."""
    return FetchError("the answer broke off", where=address, cause=cause, next_step="Try again")
