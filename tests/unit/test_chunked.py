# SPDX-License-Identifier: LGPL-3.0-or-later
"""The sealed form of a document: round trips, ranges, and every way of tampering with it."""

import io
import tracemalloc

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.pure_tools import tool

chunked, spooling = tool("chunked"), tool("spool")
CHUNK, HEADER, TAG = chunked.CHUNK, chunked.HEADER, 16
KEY, OTHER_KEY = AESGCM(bytes(range(32))), AESGCM(bytes(range(1, 33)))
PLACE = b"ir.attachment|raw|7|wlec.case,3"
SIZES = (0, 1, 15, 16, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 5, 3 * CHUNK - 1)
_PATTERN = bytes((i * 131 + i // 251) % 256 for i in range(4 * CHUNK))


def _plain(size):
    return _PATTERN[:size]


def _seal(plain, key=KEY, key_id=5, place=PLACE, pieces=()):
    sink = io.BytesIO()
    writer = chunked.Writer(sink, key, key_id, place)
    at = 0
    for piece in pieces:
        writer.write(plain[at : at + piece])
        at += piece
    writer.write(plain[at:])
    assert writer.finish() == len(plain)
    return sink.getvalue()


def _open(blob, key=KEY, place=PLACE):
    return chunked.Reader(io.BytesIO(blob), key, place)


def _refused(blob, key=KEY, place=PLACE):
    """The file does not open, or at the latest does not read to its end; nothing wrong is ever given out."""
    with pytest.raises(chunked.Forged):
        _open(blob, key, place).read()


SEALED = {size: _seal(_plain(size)) for size in SIZES}


# ---- it comes back
@pytest.mark.parametrize("size", SIZES)
def test_round_trip(size):
    reader = _open(SEALED[size])
    assert reader.size == size
    assert reader.read() == _plain(size)
    assert len(SEALED[size]) == chunked.sealed_size(size)
    assert chunked.key_id_of(SEALED[size][:HEADER]) == 5


@settings(max_examples=60)
@given(st.integers(0, 3 * CHUNK), st.lists(st.integers(0, CHUNK + 7), max_size=6))
def test_written_in_any_pieces(size, pieces):
    assert _open(_seal(_plain(size), pieces=pieces)).read() == _plain(size)


@settings(max_examples=150)
@given(
    st.sampled_from(SIZES),
    st.lists(st.tuples(st.integers(0, 3 * CHUNK), st.integers(0, 2 * CHUNK)), max_size=5),
)
def test_any_range(size, ranges):
    reader, plain = _open(SEALED[size]), _plain(size)
    for begin, length in ranges:
        assert reader.seek(begin) == begin
        assert reader.read(length) == plain[begin : begin + length]
        assert reader.tell() == max(begin, min(begin + length, size))


def test_it_is_a_file():
    plain = b"first line\nsecond line\n" * 5000
    reader = _open(_seal(plain))
    assert reader.readline() == b"first line\n"
    assert reader.seek(-12, io.SEEK_END) == len(plain) - 12
    assert reader.read(6) == b"second"
    assert reader.seek(5, io.SEEK_CUR) == len(plain) - 1
    into = bytearray(10)
    assert reader.readinto(into) == 1
    with pytest.raises(ValueError, match="before"):
        reader.seek(-1)
    source = reader._source
    reader.close()
    assert source.closed


def test_sealing_twice_differs_and_shows_nothing():
    plain = b"Said in confidence. " * 8000
    first, second = _seal(plain), _seal(plain)
    assert first[13:] != second[13:]
    same = sum(a == b for a, b in zip(first[HEADER:], second[HEADER:], strict=True))
    assert same < len(first) / 100
    assert plain[:20] not in first


def test_every_chunk_has_a_nonce_of_its_own():
    """Equal chunks at different places of one file differ."""
    blob = _seal(bytes(3 * CHUNK))
    chunks = {blob[HEADER + i * (CHUNK + TAG) :][:CHUNK] for i in range(3)}
    assert len(chunks) == 3


# ---- nothing else comes back
@settings(max_examples=250)
@given(st.sampled_from(SIZES), st.data())
def test_a_flipped_bit(size, data):
    blob = bytearray(SEALED[size])
    at = data.draw(st.one_of(st.integers(0, len(blob) - 1), st.integers(0, HEADER - 1)))
    blob[at] ^= 1 << data.draw(st.integers(0, 7))
    _refused(bytes(blob))


@settings(max_examples=150)
@given(st.sampled_from(SIZES), st.data())
def test_cut_anywhere(size, data):
    cut = data.draw(st.integers(0, len(SEALED[size]) - 1))
    with pytest.raises(chunked.Forged):  # already by opening: the size is authenticated before the first byte
        _open(SEALED[size][:cut])


@pytest.mark.parametrize("size", [s for s in SIZES if s >= CHUNK])
def test_cut_between_chunks(size):
    for whole in range(size // CHUNK + 1):
        with pytest.raises(chunked.Forged):
            _open(SEALED[size][: HEADER + whole * (CHUNK + TAG)])


@settings(max_examples=60)
@given(st.sampled_from(SIZES), st.binary(min_size=1, max_size=CHUNK))
def test_appended(size, more):
    with pytest.raises(chunked.Forged):
        _open(SEALED[size] + more)


@pytest.mark.parametrize("pair", [(0, 1), (1, 2), (0, 2)])
def test_chunks_exchanged(pair):
    blob, step = bytearray(_seal(_plain(3 * CHUNK + 9))), CHUNK + TAG
    first, second = (slice(HEADER + i * step, HEADER + (i + 1) * step) for i in pair)
    blob[first], blob[second] = blob[second], blob[first]
    _refused(bytes(blob))


def test_a_chunk_left_out_or_repeated():
    blob, step = _seal(_plain(3 * CHUNK + 9)), CHUNK + TAG
    at = HEADER + step
    _refused(blob[:at] + blob[at + step :])
    _refused(blob[:at] + blob[HEADER:at] + blob[at:])


def test_a_chunk_or_a_header_of_another_file():
    mine, other, step = _seal(_plain(CHUNK + 5)), _seal(_plain(CHUNK + 5)), CHUNK + TAG
    _refused(mine[: HEADER + step] + other[HEADER + step :])
    _refused(mine[:HEADER] + other[HEADER:])


def test_a_range_of_a_forged_file():
    """A range far from the damage is given; one that touches it is not; of a file cut short nothing is."""
    blob = bytearray(_seal(_plain(3 * CHUNK)))
    blob[HEADER + CHUNK + TAG + 7] ^= 1
    reader = _open(bytes(blob))
    assert reader.read(CHUNK) == _plain(CHUNK)
    with pytest.raises(chunked.Forged):
        reader.read(1)


@settings(max_examples=60)
@given(st.binary(max_size=80).filter(lambda place: place != PLACE))
def test_another_place(place):
    _refused(SEALED[CHUNK + 1], place=place)


def test_another_key_or_none():
    for key in (OTHER_KEY, None):
        _refused(SEALED[CHUNK + 1], key=key)
    other = bytearray(SEALED[1])
    other[12] ^= 1  # the number of the data key
    _refused(bytes(other))


def test_a_file_key_wrapped_for_another_header():
    """Whoever holds the data key cannot give one file two meanings: the commitment names the one derived key."""
    blob = bytearray(_seal(b"one"))
    blob[HEADER - 32 : HEADER] = bytes(32)
    _refused(bytes(blob))


@given(st.binary(max_size=300))
def test_anything_else(blob):
    _refused(blob)


def test_never_finished():
    sink = io.BytesIO()
    writer = chunked.Writer(sink, KEY, 5, PLACE)
    writer.write(_plain(2 * CHUNK + 9))
    _refused(sink.getvalue())


# ---- bounded memory, and a temporary file that the disk cannot read
class _Nowhere:
    """A disk of zeros that forgets what is written, but counts it."""

    size = 0

    def write(self, data):
        self.size += len(data)


def test_memory_is_bounded():
    sink, piece = _Nowhere(), bytes(1024 * 1024)
    tracemalloc.start()
    try:
        writer = chunked.Writer(sink, KEY, 5, PLACE)
        for _ in range(64):
            writer.write(piece)
        writer.finish()
        assert tracemalloc.get_traced_memory()[1] < 2 * 1024 * 1024
    finally:
        tracemalloc.stop()
    assert sink.size == chunked.sealed_size(64 * 1024 * 1024)


@settings(max_examples=40)
@given(st.integers(0, 3 * CHUNK), st.lists(st.integers(1, CHUNK + 7), max_size=4), st.integers(0, 3 * CHUNK))
def test_spool(size, pieces, begin):
    plain = _plain(size)
    with spooling.Spool() as spool:
        at = 0
        for piece in pieces:
            spool.write(plain[at : at + piece])
            at += piece
        spool.write(plain[at:])
        assert spool.tell() == size
        assert spool.seek(0, io.SEEK_END) == size
        assert spool.seek(0) == 0
        assert spool.read() == plain
        spool.seek(begin)
        assert spool.read(100) == plain[begin : begin + 100]
        with pytest.raises(io.UnsupportedOperation):
            spool.write(b"more")


def test_the_disk_sees_no_spool_in_clear():
    with spooling.Spool() as spool:
        spool.write(b"Said in confidence. " * 10_000)
        spool.seek(0)
        spool._file.seek(0)
        assert b"Said in confidence" not in spool._file.read()
