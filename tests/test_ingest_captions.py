"""Caption files: each word once, at its second, under whoever the file names."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greenshoots.errors import SourceError
from greenshoots.records import Document
from ingest.captions_join import Piece, join, label_of, seconds_of
from ingest.raw import Parsed, Raw
from ingest.registry import parse

SHARED = Path(__file__).resolve().parents[2] / "shared" / "inputs" / "transcripts"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared transcripts are not beside this checkout")

TEAMS = """WEBVTT

0a-1/1-0
00:00:04.500 --> 00:00:06.000
<v Finch, Ada (Children's Services)>Good evening, Chair.</v>

0a-1/2-0
00:00:06.100 --> 00:00:09.000
<v Finch, Ada (Children's Services)>We will reopen
the steps &amp; the ramp.</v>

0a-1/3-0
00:01:02.000 --> 00:01:04.000
<v Cllr Bo Marsh>By when?

0a-1/4-0
00:01:04.200 --> 00:01:06.000
By Easter.
"""

ROLLING = """WEBVTT
Kind: captions
Language: en

00:00:00.000 --> 00:00:02.500 align:start position:0%
BLANK
thank<00:00:00.500><c> you</c><00:00:01.000><c> chair</c>

00:00:02.500 --> 00:00:02.510 align:start position:0%
thank you chair
BLANK

00:00:02.510 --> 00:00:05.000 align:start position:0%
thank you chair
yes

00:00:05.000 --> 00:00:05.010 align:start position:0%
yes
BLANK

00:00:05.010 --> 00:00:07.000 align:start position:0%
yes
yes

00:00:07.000 --> 00:00:07.010 align:start position:0%
yes
BLANK

00:00:07.010 --> 00:00:09.000 align:start position:0%
yes
we<00:00:07.500><c> will</c><00:00:08.000><c> mend</c><00:00:08.500><c> it</c>
""".replace("BLANK", " ")

SRT = "1\n00:00:01,000 --> 00:00:02,500\nWe <i>will</i> mend\nthe wall.\n\n2\n00:00:02,600 --> 00:00:04,000\nIn May.\n"


def vtt(*cues: tuple[str, str]) -> str:
    return "WEBVTT\n\n" + "".join(f"{start}.000 --> {start}.900\n{words}\n\n" for start, words in cues)


def raw(data: str | bytes, name: str = "/records/meeting.vtt") -> Raw:
    return Raw(name, data if isinstance(data, bytes) else data.encode(), datetime(2030, 1, 1, tzinfo=UTC))


def parsed(data: str | bytes, name: str = "/records/meeting.vtt") -> Parsed:
    (item,) = parse(raw(data, name))
    assert isinstance(item, Parsed), item
    return item


def document(data: str | bytes, name: str = "/records/meeting.vtt") -> Document:
    return parsed(data, name).document


def said(made: Document) -> list[tuple[str | None, float | None, str]]:
    return [(turn.label, turn.seconds, made.text[turn.start : turn.end]) for turn in made.turns]


def timed(made: Document) -> list[tuple[float | None, str]]:
    ends = [anchor.start for anchor in made.anchors[1:]] + [len(made.text)]
    return [(a.seconds, made.text[a.start : end].strip()) for a, end in zip(made.anchors, ends, strict=True)]


def shared(name: str) -> Document:
    return document((SHARED / name).read_bytes(), str(SHARED / name))


def test_voices_of_teams_become_turns_with_their_labels_as_printed():
    assert said(document(TEAMS)) == [
        ("Finch, Ada (Children's Services)", 4.5, "Good evening, Chair. We will reopen the steps & the ramp."),
        ("Cllr Bo Marsh", 62.0, "By when?"),
        (None, 64.2, "By Easter."),
    ]


def test_every_caption_is_an_anchor_at_its_second():
    assert timed(document(TEAMS)) == [
        (4.5, "Good evening, Chair."),
        (6.1, "We will reopen the steps & the ramp."),
        (62.0, "By when?"),
        (64.2, "By Easter."),
    ]


def test_captions_are_a_transcript_made_by_machine_in_full():
    item = parsed(TEAMS)
    assert (item.document.medium, item.machine_made, item.partial) == ("transcript", True, False)


def test_two_voices_in_one_caption_are_two_turns():
    text = "WEBVTT\n\n00:01.000 --> 00:03.000\n<v Ada Finch>Yes. <v.loud Bo Marsh>No.\n"
    assert said(document(text)) == [("Ada Finch", 1.0, "Yes."), ("Bo Marsh", 1.0, "No.")]


def test_times_need_not_be_padded_and_may_lie_before_the_start():
    text = "WEBVTT\n\n-0:0:1.5 --> 0:0:2.0\nBefore.\n\n0:0:2.25 --> 0:0:5.320\nAfter.\n"
    assert timed(document(text)) == [(0.0, "Before."), (2.25, "After.")]


def test_rolling_captions_give_each_phrase_once_and_what_is_repeated_twice():
    made = document(ROLLING)
    assert made.text == "thank you chair yes yes we will mend it"
    assert timed(made) == [
        (0.0, "thank you chair"),
        (2.51, "yes"),
        (5.01, "yes"),
        (7.01, "we will mend it"),
    ]


def test_the_same_word_after_a_gap_was_said_again():
    text = ROLLING + "\n00:00:20.000 --> 00:00:22.000 align:start position:0%\nwe will mend it\n"
    assert document(text).text.endswith("we will mend it\nwe will mend it")


def test_rolling_captions_whose_times_were_taken_out_give_each_phrase_once():
    text = (
        "1\n00:00:00,000 --> 00:00:02,000\nthank you chair\n\n2\n00:00:02,000 --> 00:00:04,000\nthank you chair\n"
        "we will mend it\n\n3\n00:00:04,000 --> 00:00:06,000\nwe will mend it\nby easter\n"
    )
    assert document(text, "/r/a.srt").text == "thank you chair we will mend it by easter"


def test_a_roll_call_is_not_taken_for_rolling_captions():
    cues = "".join(
        f"00:0{i}.000 --> 00:0{i}.900\n{words}\n\n" for i, words in enumerate(["Ash?", "Here.", "Elm?", "Here."])
    )
    assert document(f"WEBVTT\n\n{cues}").text == "Ash? Here. Elm? Here."


def test_subrip_is_read_with_or_without_numbers_and_with_any_line_end():
    bare = SRT.replace("1\n00", "00").replace("2\n00", "00")
    for text in (SRT, SRT.replace("\n", "\r\n"), "\ufeff" + SRT, bare):
        assert timed(document(text, "/r/a.srt")) == [(1.0, "We will mend the wall."), (2.6, "In May.")]


@pytest.mark.parametrize(("text", "name"), [(TEAMS, "/r/a.srt"), (SRT, "/r/a.vtt"), (TEAMS, "/r/a.html")])
def test_what_is_in_a_file_counts_more_than_its_name(text, name):
    assert document(text, name).medium == "transcript"


def test_a_silence_is_kept_as_a_line_break():
    assert (
        document(vtt(("00:01", "so we will"), ("00:02", "mend it"), ("00:09", "the wall"))).text
        == "so we will mend it\nthe wall"
    )


def test_names_in_front_of_captions_are_who_speaks():
    text = "".join(
        f"{n}\n00:00:0{n}.000 --> 00:00:0{n}.900\n{words}\n\n"
        for n, words in enumerate(["Ada Finch: Good evening.", "Ada Finch: We will: in May.", "Bo Marsh: When?"], 1)
    )
    assert said(document("WEBVTT\n\n" + text)) == [
        ("Ada Finch", 1.0, "Good evening. We will: in May."),
        ("Bo Marsh", 3.0, "When?"),
    ]


def test_a_colon_in_what_is_said_names_nobody():
    text = vtt(("00:01", "Item Five: the wall."), ("00:02", "We move on."), ("00:03", "Agreed."))
    assert said(document(text)) == [(None, 1.0, "Item Five: the wall. We move on. Agreed.")]


def test_angles_of_television_captions_begin_a_turn_of_nobody():
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n&gt;&gt; Is it mended?\n\n00:02.000 --> 00:03.000\n>> It is.\n"
    assert said(document(text)) == [(None, 1.0, ">> Is it mended?"), (None, 2.0, ">> It is.")]


def test_a_caption_with_an_impossible_time_is_told_as_missing():
    item = parsed("WEBVTT\n\n00:01:99.000 --> 00:02:00.000\nLost.\n\n00:02:01.000 --> 00:02:02.000\nKept.\n")
    assert (item.document.text, item.partial) == ("Kept.", True)


def test_the_address_of_public_i_captions_tells_where_the_recording_plays():
    made = document(ROLLING, "https://cl-assets.public-i.tv/fernbridge/subtitles/fernbridge_4711_en_GB.vtt")
    assert made.url == "https://fernbridge.public-i.tv/core/portal/webcast_interactive/4711"
    assert made.id == "fernbridge.public-i.tv/webcast/4711"


def test_the_name_yt_dlp_gives_captions_tells_the_video():
    made = document(ROLLING, "/records/Scrutiny, May [aB3_-567890].en.vtt")
    assert made.url == "https://www.youtube.com/watch?v=aB3_-567890"


def test_the_name_of_a_teams_recording_tells_the_day():
    made = document(TEAMS, "/records/Scrutiny-20300319_180000-Meeting Recording.vtt")
    assert (made.met, made.published) == (date(2030, 3, 19), date(2030, 3, 19))


@pytest.mark.parametrize(
    ("name", "met"),
    [
        ("2030-03-19_scrutiny_recording.vtt", date(2030, 3, 19)),
        ("2030-02-31_scrutiny.vtt", None),
        ("scrutiny 2030-03-19.vtt", None),
        ("2030-03-19_scrutiny/recording.vtt", None),
    ],
)
def test_a_day_in_front_of_the_files_name_is_that_of_the_meeting(name, met):
    assert document(TEAMS, f"/records/{name}").met == met


def test_the_title_is_the_name_of_the_file():
    assert document(ROLLING, "/records/Harbour scrutiny.en-GB.vtt").title == "Harbour scrutiny"


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (b"", "a.vtt", "empty"),
        (b"WEBVTT\n", "a.vtt", "no captions"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\n\n", "a.vtt", "no words"),
        (b"WEBVTT\n\n00:01.000 --> 00:0", "a.vtt", "no captions"),
        (b"<!DOCTYPE html><p>Not found</p>", "a.vtt", "web page"),
        (b"Some words.", "a.srt", "no caption file"),
        (b"\x00\x01\x02" * 50, "a.srt", "not plain text"),
        (b'{"segments": []}', "a.vtt", "no caption file"),
    ],
)
def test_what_is_no_caption_file_is_told_plainly(data, name, told):
    (item,) = parse(raw(data, name))
    assert isinstance(item, SourceError)
    assert told in str(item)


@given(st.integers(0, len(TEAMS)))
def test_a_file_cut_off_anywhere_gives_words_of_it_or_an_error(length):
    (item,) = parse(raw(TEAMS[:length]))
    if isinstance(item, Parsed):
        whole = iter(document(TEAMS).text.split())
        *words, last = item.document.text.split()
        assert all(word in whole for word in words)  # in this order
        assert any(word.startswith(last.split("&")[0]) for word in whole)
    else:
        assert isinstance(item, SourceError)


@pytest.mark.parametrize(
    "nobody",
    [
        "Unknown Speaker",
        "unknown",
        "SPEAKER_02",
        "Speaker 3",
        "speaker-1",
        "spk_0",
        "12",
        "",
        "S",
        "None",
        4,
        None,
        "?",
    ],
)
def test_nobody_is_named_by_a_label_that_names_nobody(nobody):
    assert label_of(nobody) is None


@pytest.mark.parametrize(
    "label", ["The Speaker of Fernbridge", "User Name", "Cllr B. Marsh", "Chair", "Public Commenter"]
)
def test_a_label_that_names_somebody_stays_as_printed(label):
    assert label_of(f" {label} ") == label


@pytest.mark.parametrize("value", [None, "x", float("nan"), float("inf"), -1, True, [], "1:02"])
def test_what_is_no_time_is_none(value):
    assert seconds_of(value) is None


PIECES = st.lists(
    st.builds(
        Piece,
        st.text("ab. \n\u00a0", max_size=12),
        st.one_of(st.none(), st.floats(0, 9000)),
        st.one_of(st.none(), st.floats(0, 9000)),
        st.sampled_from([None, "Ada Finch", "Bo Marsh"]),
        st.booleans(),
    ),
    max_size=8,
)


@given(PIECES)
def test_joining_alters_nothing_but_white_space(pieces):
    text, turns, anchors = join(pieces)
    assert text.split() == [word for piece in pieces for word in piece.words.split()]
    assert [text[t.start : t.end].strip() for t in turns] == [text[t.start : t.end] for t in turns]
    assert "".join(text[t.start : t.end] for t in turns).split() == "".join(text.split("\n\n")).split()
    assert [text[a.start :].split()[0] for a in anchors] == [
        piece.words.split()[0] for piece in pieces if piece.words.split() and piece.start is not None
    ]


@pytest.mark.slow
def test_fifty_megabytes_of_captions_are_read():
    cue = "{}:{:02}:{:02}.000 --> {}:{:02}:{:02}.900\n<v Ada Finch>We will mend the wall by the harbour.</v>\n\n"
    moments = [(n // 3600, n // 60 % 60, n % 60) for n in range(600_000)]
    text = "WEBVTT\n\n" + "".join(cue.format(*moment, *moment) for moment in moments)
    made = document(text.encode().ljust(50_000_000))
    assert (len(made.anchors), made.anchors[-1].seconds) == (600_000, 599_999.0)


@needs_shared
def test_shared_teams_captions():
    made = shared("teams_download_SYNTHETIC.vtt")
    assert [(label, seconds) for label, seconds, _ in said(made)] == [
        ("Doe, Jane (Children's Services)", 16.246),
        ("Cllr J Roe", 62.0),
        (None, 67.9),
    ]
    assert said(shared("teams_graph_docs_sample.vtt")) == [("User Name", 0.0, "This is a transcript test.")]


@needs_shared
def test_shared_rolling_captions():
    assert timed(shared("youtube_auto_rolling_sample.vtt")) == [
        (0.0, "hello there everyone."),
        (2.51, "welcome to the show!"),
    ]


@needs_shared
@pytest.mark.parametrize(
    "name", ["council_meeting_captions.vtt", "council_meeting_whisper.srt", "publici_en_GB_SYNTHETIC.vtt"]
)
def test_shared_captions_arrive_word_for_word_and_second_by_second(name):
    """Compared with a reading of the file that knows nothing but blank lines and arrows."""
    blocks = [block.split("\n") for block in (SHARED / name).read_text().strip().split("\n\n")]
    cues = [(lines[at], lines[at + 1 :]) for lines in blocks for at, line in enumerate(lines) if "-->" in line]
    words = [word for _, lines in cues for line in lines for word in line.split()]
    starts = [times.split(" --> ")[0].replace(",", ".").split(":") for times, lines in cues if any(lines)]
    made = shared(name)
    assert made.text.split() == words
    assert [a.seconds for a in made.anchors] == [round(int(h) * 3600 + int(m) * 60 + float(s), 3) for h, m, s in starts]
