# SPDX-License-Identifier: LGPL-3.0-or-later
"""Complaints without a login, attacked: guessed at, flooded, filed by fifty at once, fed with what no form should be fed with."""

import io
import os
import re
import secrets
import socket
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
import requests

from dev.places import DATA
from tests.support import centre as centres
from tests.support.pure_tools import tool

brake, receipt_code = tool("brake"), tool("receipt_code")
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
MILLION = 1024 * 1024
CLIENTS, GUESSES = 50, 2000
AT_RANDOM = 20  # every so manieth guess; each of them costs the server its slow hash


@pytest.fixture(scope="module")
def two_workers(request):
    """A centre as it is in service: two processes that share nothing but the database."""
    name = f"{os.environ['WLEC_TEST_DATABASE']}_receipts"
    log = DATA / "log" / f"{name}.log"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with centres.database_from(os.environ["WLEC_TEST_CENTRE"], name):
        request.config.wlec_log.follow(log)
        with centres.opened(
            name, log, "--workers=2", f"--gevent-port={port}", "--max-cron-threads=0"
        ) as opened:
            yield opened


class Visitor:
    """Somebody without a login."""

    def __init__(self, centre):
        self.url, self.http = centre.url, requests.Session()
        self.http.trust_env = False

    def form(self, path="/complaint"):
        page = self.http.get(self.url + path, timeout=120).text
        return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))

    def file(self, form=None, files=(), **values):
        data = {**(form or self.form()), "description": "It was told", "contact_by": "receipt", **values}
        return self.http.post(
            f"{self.url}/complaint", data, files=[("documents", f) for f in files], timeout=300
        )

    def press_until_answered(self, form, **values):
        """As a person does when the browser says that the connection was lost: the same form, once more."""
        for _ in range(5):
            try:
                return self.file(form, **values)
            except requests.ConnectionError:
                continue
        raise AssertionError("no answer at all")

    def open(self, code, form):
        return self.http.post(f"{self.url}/complaint/receipt", {**form, "code": code}, timeout=120)


def code_in(answer):
    words = re.search(r'<ol class="code"[^>]*>(.*?)</ol>', answer.text, re.S)
    assert words, (
        answer.status_code,
        re.sub(r"<style>.*?</style>|<[^>]+>", " ", answer.text, flags=re.S)[:600],
    )
    return " ".join(re.findall(r"<li>([a-z]+)</li>", words[1]))


def _complaints(centre):
    return centre.sql(
        "SELECT count(*), count(DISTINCT receipt_lookup) FROM wlec_breach_complaint WHERE channel = 'receipt'"
    )[0]


# ---- at once
def test_fifty_at_once(two_workers, expect_log):
    """Fifty people send at the same moment, some press twice: each has exactly one receipt, and it opens their own words."""
    expect_log(
        r"^ERROR werkzeug: .*Request timed out"
    )  # a connection that did not get to speak for two seconds
    before = _complaints(two_workers)[0]
    visitors = [Visitor(two_workers) for _ in range(CLIENTS)]
    with ThreadPoolExecutor(16) as pool:
        forms = list(pool.map(Visitor.form, visitors))
    words = [f"story {secrets.token_hex(8)}" for _ in visitors]

    def send(number):
        visitor = Visitor(two_workers)
        visitor.http.cookies.update(visitors[number].http.cookies)
        return number, visitor.press_until_answered(forms[number], description=words[number])

    started = time.monotonic()
    with ThreadPoolExecutor(CLIENTS + 10) as pool:
        answers = list(pool.map(send, [*range(CLIENTS), *range(10)]))
    print(f"{CLIENTS} clients at once, 10 of them twice: {time.monotonic() - started:.1f} s")
    codes = {}
    for number, answer in answers:
        assert answer.status_code == 200, answer.text[-2000:]
        codes.setdefault(number, set()).add(code_in(answer))
    assert all(len(found) == 1 for found in codes.values())
    assert len({code for found in codes.values() for code in found}) == CLIENTS
    assert _complaints(two_workers) == (before + CLIENTS, before + CLIENTS)
    for number in (0, 7, CLIENTS - 1):
        [code] = codes[number]
        page = visitors[number].open(code, visitors[number].form("/complaint/receipt"))
        assert [word for word in words if word in page.text] == [words[number]]


def test_one_message_pressed_eight_times_at_once(two_workers):
    """Two processes that share nothing but the database: one message, and eight answers that it was sent."""
    visitor = Visitor(two_workers)
    code = code_in(visitor.file())
    page = visitor.open(code, visitor.form("/complaint/receipt"))
    form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    before = two_workers.sql("SELECT count(*) FROM wlec_complaint_message WHERE author_kind = 'client'")[0][0]

    def send(_number):
        return visitor.http.post(
            f"{two_workers.url}/complaint/receipt/message",
            {**form, "code": code, "body": "Once only"},
            timeout=120,
        )

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, range(8)))
    assert all("Your message has been sent" in answer.text for answer in answers)
    after = two_workers.sql("SELECT count(*) FROM wlec_complaint_message WHERE author_kind = 'client'")[0][0]
    assert after == before + 1


# ---- guessing
def test_two_thousand_guesses(two_workers):
    """Over HTTP, at two processes: none opens; whoever knows six of the words is stopped; everybody else gets in all the while."""
    holder, bystander = Visitor(two_workers), Visitor(two_workers)
    code = code_in(holder.file(description="Mine alone"))
    elsewhere = code_in(bystander.file(description="A quiet story"))
    log_before = two_workers.log_text()
    near = code.split()

    def guess(number):
        visitor = Visitor(two_workers) if number % 100 == 0 else guessers[number % len(guessers)]
        words = receipt_code.draw().split()
        if number % AT_RANDOM:  # these know all but two of the words
            words = near[:6] + words[6:]
        form = forms[number % len(guessers)] if number % 100 else visitor.form("/complaint/receipt")
        return visitor.open(" ".join(words), form)

    guessers = [Visitor(two_workers) for _ in range(4)]
    forms = [visitor.form("/complaint/receipt") for visitor in guessers]
    started = time.monotonic()
    came_in, form = [], bystander.form("/complaint/receipt")
    with ThreadPoolExecutor(4) as pool:
        running = [pool.submit(guess, number) for number in range(GUESSES)]
        while not all(answer.done() for answer in running):
            came_in.append("A quiet story" in bystander.open(elsewhere, form).text)
            time.sleep(0.2)  # not as fast as a machine: the guesses are to be many
    answers = [answer.result() for answer in running]
    assert len(came_in) > 10
    assert all(came_in), "whoever guesses keeps others out"
    statuses = [answer.status_code for answer in answers]
    assert set(statuses) <= {404, 429}
    slack = 4  # requests that ran at the same moment do not see each other
    # On a busy machine it takes longer than the brake looks back; in each such time there are six.
    windows = int((time.monotonic() - started) // brake.GUESSES.seconds) + 1
    near_ones = [status for number, status in enumerate(statuses) if number % AT_RANDOM]
    assert near_ones.count(404) <= brake.GUESSES.most * windows + slack
    # At random: nobody is in their way, and they find nothing.
    assert statuses[::AT_RANDOM].count(404) == GUESSES / AT_RANDOM
    if (
        windows == 1
    ):  # six of the words are known: their holder waits, until the guessing has stopped for a while
        assert holder.open(code, holder.form("/complaint/receipt")).status_code == 429
    assert not [answer for answer in answers if "Mine alone" in answer.text]
    tried = two_workers.sql("SELECT drawer, count(*) FROM wlec_receipt_try WHERE drawer >= 0 GROUP BY drawer")
    assert max(count for _drawer, count in tried) <= brake.GUESSES.most * windows + slack
    print(f"{GUESSES} guesses: {statuses.count(404)} looked at, {statuses.count(429)} not")
    two_workers.sql("UPDATE wlec_receipt_try SET at = at - interval '11 minutes'")
    assert "Mine alone" in holder.open(code, holder.form("/complaint/receipt")).text
    lines = [line for line in two_workers.log_text()[len(log_before) :].splitlines() if " /complaint" in line]
    assert len(lines) >= GUESSES
    assert not [line for line in lines if "127.0.0.1" in line]
    assert not [line for line in lines if code.split()[0] in line.split()]


def test_no_address_is_kept(two_workers):
    """Neither where a complaint came from nor in which session, in any table."""
    visitor = Visitor(two_workers)
    since = two_workers.last_event()
    visitor.file()
    rows = [row for row in two_workers.events(since) if row["origin"] == "http"]
    assert rows
    assert not [row for row in rows if row["ip"] or row["session"]]


# ---- what no form should be fed with
def _bomb():
    """A Word document of some kilobytes that would unpack to a gigabyte."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as member:
            for _ in range(1024):
                member.write(b" " * MILLION)
    return data.getvalue()


def _stored(centre):
    return centre.sql("SELECT count(*) FROM wlec_complaint_document")[0][0]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<html><script>alert(1)</script>"),
        ("picture.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("picture.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("letter.pdf", b"<html><script>alert(1)</script>"),
        ("note.txt", b"hello <script>alert(1)</script>"),
        ("run.exe", b"MZ\x90\x00"),
        ("music.mp3.exe", b"MZ\x90\x00"),
        ("empty.pdf", b""),
        ("big.pdf", PDF + b" " * (11 * MILLION)),
    ],
)
def test_refused_with_a_reason(two_workers, name, content):
    visitor, before = Visitor(two_workers), (_complaints(two_workers), _stored(two_workers))
    answer = visitor.file(description="Kept on the page", files=[(name, content, "application/pdf")])
    assert answer.status_code == 422
    assert "Kept on the page" in answer.text
    assert name in answer.text
    assert "No document was sent" in answer.text
    assert (_complaints(two_workers), _stored(two_workers)) == before


def test_a_name_with_a_path_and_a_bomb_lie_there_inert(two_workers):
    """A name is cut to a name; a document that would unpack to a gigabyte is never unpacked, by anybody."""
    visitor, bomb = Visitor(two_workers), _bomb()
    assert len(bomb) < 2 * MILLION
    files = [("..\\..\\/etc/cron.d/x\u202efdp.pdf", PDF, "text/html"), ("bomb.docx", bomb, "text/html")]
    started = time.monotonic()
    code = code_in(visitor.file(files=files))
    assert time.monotonic() - started < 30
    form = visitor.form("/complaint/receipt")
    page = visitor.open(code, form).text
    shown = re.findall(r'name="document" value="(\d+)"/>\s*<button[^>]*><span[^>]*>([^<]*)<', page)
    assert sorted(name for _number, name in shown) == ["bomb.docx", "xfdp.pdf"]
    for number, name in shown:
        got = visitor.http.post(
            f"{visitor.url}/complaint/receipt/document",
            {**form, "code": code, "document": number},
            timeout=120,
        )
        assert got.content == (bomb if name == "bomb.docx" else PDF)
        assert got.headers["Content-Type"] == "application/octet-stream"
        assert got.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in got.headers["Content-Security-Policy"]
        assert got.headers["X-Content-Type-Options"] == "nosniff"
        assert "/" not in got.headers["Content-Disposition"].replace("UTF-8''", "")


def test_a_thousand_files(two_workers):
    visitor, before = Visitor(two_workers), (_complaints(two_workers), _stored(two_workers))
    answer = visitor.file(
        description="Kept", files=[(f"{n}.pdf", PDF, "application/pdf") for n in range(1000)]
    )
    assert answer.status_code == 422
    assert "10 documents at most" in answer.text
    assert ">Kept</textarea>" in answer.text
    assert (_complaints(two_workers), _stored(two_workers)) == before


class _Zeros(io.RawIOBase):
    """Two hundred megabytes that nobody has to keep."""

    def __init__(self, size):
        self.left = self.size = size

    def __len__(self):
        return self.size

    def readable(self):
        return True

    def read(self, size=-1):
        piece = b"0" * min(self.left, size if size >= 0 else self.left)
        self.left -= len(piece)
        return piece


@pytest.mark.parametrize("path", ["/complaint", "/complaint/receipt/message", "/my/complaints/new"])
def test_two_hundred_megabytes(two_workers, path):
    """The page that says so arrives, instead of a broken connection; nothing is taken in, nothing lies in temporary files."""
    visitor, before = Visitor(two_workers), _complaints(two_workers)
    http = two_workers.login("carol").http if path.startswith("/my") else visitor.http
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = http.post(visitor.url + path, data=_Zeros(200 * MILLION), headers=headers, timeout=300)
    assert answer.status_code == 413
    assert "too large" in answer.text
    assert "Nothing was sent" in answer.text
    assert _complaints(two_workers) == before
    assert visitor.file().status_code == 200


def test_a_connection_that_breaks_off(two_workers):
    """In the middle of a document: nothing is taken in, and the same form sent once more is."""
    visitor, before = Visitor(two_workers), (_complaints(two_workers), _stored(two_workers))
    form = {**visitor.form(), "description": "Broken off", "contact_by": "receipt"}
    request = requests.Request(
        "POST",
        f"{visitor.url}/complaint",
        data=form,
        files=[("documents", ("a.pdf", PDF + b" " * MILLION, "x"))],
    )
    prepared = visitor.http.prepare_request(request)
    place = urlsplit(visitor.url)
    head = f"POST /complaint HTTP/1.1\r\nHost: {place.netloc}\r\n" + "".join(
        f"{name}: {value}\r\n" for name, value in prepared.headers.items()
    )
    for part in (0.1, 0.5, 0.99):
        with socket.create_connection((place.hostname, place.port), timeout=30) as connection:
            connection.sendall(head.encode() + b"\r\n" + prepared.body[: int(len(prepared.body) * part)])
    time.sleep(2)
    assert (_complaints(two_workers), _stored(two_workers)) == before
    answer = visitor.http.send(prepared, timeout=120)
    assert code_in(answer)
    assert (_complaints(two_workers)[0], _stored(two_workers)) == (before[0][0] + 1, before[1] + 1)
    again = visitor.http.send(
        visitor.http.prepare_request(request), timeout=120
    )  # the answer was lost on the way
    assert code_in(again) == code_in(answer)
    assert _complaints(two_workers)[0] == before[0][0] + 1
