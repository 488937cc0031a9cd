# SPDX-License-Identifier: LGPL-3.0-or-later
"""The package a disclosure leaves in: it gives back what was put in, opens only with its password and names nothing."""

import io
import random
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.pure_tools import tool

package, texts = tool("package"), tool("texts")
_names = st.from_regex(r"item-\d{2}\.[a-z]{3}", fullmatch=True)


@settings(max_examples=25)
@given(st.dictionaries(_names, st.binary(max_size=2000), max_size=4))
def test_what_goes_in_comes_out(files):
    password = package.new_password()
    assert package.unpack(package.pack(files, password), password) == files


@settings(max_examples=15)
@given(st.binary(min_size=30, max_size=500), st.text(min_size=1, max_size=30))
def test_only_the_password_opens(content, guess):
    password = package.new_password()
    data = package.pack({"item-01.pdf": content}, password)
    assert content not in data
    if guess != password:
        with pytest.raises(package.PackageError):
            package.unpack(data, guess)
    with zipfile.ZipFile(io.BytesIO(data)) as plain:
        info = plain.infolist()[0]
        assert info.flag_bits & 1
        assert info.compress_type == 99  # the AES extension, not the old broken cipher
        assert info.extra[info.extra.index(b"AE") + 2] == 3  # strength 3: 256 bits


@settings(max_examples=20)
@given(st.integers(0, 99), st.integers(1, 255))
def test_a_damaged_package_is_noticed(place, change):
    content = random.Random(place).randbytes(300)  # does not get smaller by packing
    password = package.new_password()
    data = bytearray(package.pack({"item-01.bin": content}, password))
    body = data.index(b"item-01.bin") + len("item-01.bin") + 60  # inside the encrypted content
    data[body + place] ^= change
    with pytest.raises(package.PackageError):
        package.unpack(bytes(data), password)


def test_an_empty_password_is_refused():
    with pytest.raises(package.PackageError):
        package.pack({"item-01.pdf": b"x"}, "")


def test_passwords_are_strong_readable_and_new():
    made = {package.new_password() for _i in range(200)}
    assert len(made) == 200
    assert package.PASSWORD_BITS >= 80
    assert not set("".join(made)) - set(package.ALPHABET) - {"-"}
    assert not set("0oO1lI") & set(package.ALPHABET)
    assert len(set(package.ALPHABET)) == len(package.ALPHABET)


@given(st.integers(1, 99), st.text(max_size=60))
def test_entry_names_say_nothing_and_stay_inside(number, file_name):
    name = package.entry_name(number, file_name)
    stem, _dot, ending = name.partition(".")
    assert stem == f"item-{number:02d}"
    assert ending.isalnum()
    assert ending.isascii()
    assert ending == ending.lower()


@pytest.mark.parametrize(
    ("file_name", "expected"),
    [
        ("HIV result of Carol.PDF", "item-03.pdf"),
        ("../../etc/passwd", "item-03.bin"),
        ("letter", "item-03.bin"),
        (None, "item-03.bin"),
        ("scan.tar.gz", "item-03.gz"),
        ("x.verylongextension", "item-03.bin"),
    ],
)
def test_entry_name(file_name, expected):
    assert package.entry_name(3, file_name) == expected


@pytest.mark.parametrize(
    ("called", "contact", "same"),
    [
        ("020 7946 0123", "020 7946 0123", True),
        ("+44 20 7946 0123", "(020) 7946 0123, sgt@police.example", True),
        ("0044 20 79460123", "Tel 020-7946-0123", True),
        ("+44 (0)20 7946 0123", "02079460123", True),
        ("020 7946 0999", "020 7946 0123", False),
        ("020 7946 0123", "07700 900123 or 020 7946 0123 ext 5", True),
        ("101", "101 or 020 7946 0123", False),
        ("020 7946 0123", None, False),
        (None, "020 7946 0123", False),
    ],
)
def test_same_number(called, contact, same):
    assert package.same_number(called, contact) is same


@given(st.text(alphabet=" \t\n\u200b\u200f.,;-_…!?\u00a0\ufeff", max_size=20))
def test_blank_texts_say_nothing(text):
    assert not texts.says_something(text)


@pytest.mark.parametrize("text", ["x", "0", "ж", "نعم", "好", "  é "])
def test_a_letter_of_any_script_says_something(text):
    assert texts.says_something(text)
