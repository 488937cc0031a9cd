# SPDX-License-Identifier: LGPL-3.0-or-later
"""Documents of a file, by every way there is to an attachment, for everybody who has no business with it."""

import base64
import secrets
import threading

import pytest

from .conftest import Doors, File, attempt

NOBODIES = ("bob", "vera", "fred", "tara", "audrey", "carol", "sam", None)
CONTEXTS = (
    {"bin_size": False, "active_test": False, "prefetch_fields": False, "skip_res_field_check": True},
    {"default_public": True, "default_wlec_sealed_for": False, "image_no_postprocess": True, "su": True},
)


class Document:
    """A document of alice's. ``word`` is in its name and its content, and nowhere else."""

    def __init__(self, alice, file_id, size=200_000):
        self.word = f"canary{secrets.token_hex(8)}"
        self.content = self.word.encode() + secrets.token_bytes(size)
        form = {"thread_model": "wlec.case", "thread_id": file_id}
        files = {"ufile": (f"{self.word}.bin", self.content)}
        answer = alice.post("/mail/attachment/upload", form, files=files).json()["data"]
        self.id, self.answer = answer["attachment_id"], answer

    def tokens(self):
        (stored,) = [row for row in self.answer["store_data"]["ir.attachment"] if row["id"] == self.id]
        return stored["raw_access_token"], stored["ownership_token"]

    def spellings(self):
        word = self.word.encode()
        encoded = [base64.b64encode(b"x" * pad + word)[4:-4].decode() for pad in range(3)]
        return [self.word, *encoded]

    def is_in(self, text):
        return any(spelling in text for spelling in self.spellings())


@pytest.fixture(scope="module", autouse=True)
def on_disk(centre):
    """The databases of tests keep their files in the database, so that copies are whole; a centre keeps them on disk."""
    centre.shell("env['ir.config_parameter'].set_param('ir_attachment.location', 'file'); env.cr.commit()")


@pytest.fixture(scope="module")
def document(people, file, on_disk):
    return Document(people["alice"], file.id)


def test_alice_has_it(people, document):
    assert people["alice"].get(f"/web/content/{document.id}").content == document.content
    assert document.is_in(
        repr(people["alice"].call("ir.attachment", "read", [document.id], ["name", "datas"]))
    )


@pytest.mark.parametrize("login", NOBODIES)
def test_pages(people, document, login):
    client, number, (raw_token, own_token) = people[login], document.id, document.tokens()
    for path in (
        f"/web/content/{number}",
        f"/web/content/{number}?access_token={raw_token}",
        f"/web/content/{number}?access_token={own_token}&unique=1&nocache=1&download=1",
        f"/web/content/ir.attachment/{number}/raw",
        f"/web/content/ir.attachment/{number}/datas?access_token={raw_token}",
        f"/web/content/ir.attachment/{number}/db_datas",
        f"/web/content?model=ir.attachment&id={number}&field=raw&filename_field=name",
        f"/web/image/{number}?access_token={raw_token}",
        f"/web/image/ir.attachment/{number}/raw/100x100",
        f"/mail/attachment/pdf_first_page/{number}?access_token={own_token}",
        f"/web/filestore/{number}",
        f"/portal/attachment/{number}",
    ):
        answer = client.get(path)
        assert document.content not in answer.content, path
        assert not document.is_in(answer.text + repr(answer.headers)), path
    answer = client.post("/mail/attachment/zip", {"file_ids": str(number), "zip_name": "x.zip"})
    assert not document.is_in(answer.text)
    for path, words in (
        ("/mail/attachment/delete", {"attachment_id": number}),
        ("/mail/attachment/update_thumbnail", {"attachment_id": number}),
        (f"/html_editor/modify_image/{number}", {}),
        ("/html_editor/get_image_info", {"src": f"/web/image/{number}"}),
    ):
        assert not document.is_in(attempt(client.json, path, **words)), path


@pytest.mark.parametrize("login", [login for login in NOBODIES if login])
def test_remote_calls(people, centre, keys, file, document, login):
    doors, number = Doors(centre, people[login], keys.get(login)), document.id
    before = centre.sql(
        "SELECT store_fname, res_id, res_model, public, wlec_sealed_for FROM ir_attachment WHERE id = %s",
        number,
    )
    domain = [["id", ">=", number]]
    for context in CONTEXTS:
        for call in doors.all():
            for method, words in (
                ("read", {"fields": ["name", "raw", "datas", "db_datas", "index_content", "description"]}),
                ("export_data", {"fields_to_export": ["name", "datas"]}),
                ("copy", {"default": {"res_model": "res.partner", "res_id": 1}}),
                ("copy_data", {}),
                ("write", {"vals": {"res_model": "res.users", "res_id": people[login].uid}}),
                ("write", {"vals": {"public": True, "wlec_sealed_for": False, "wlec_protected": False}}),
                ("generate_access_token", {}),
                ("unlink", {}),
            ):
                assert not document.is_in(call("ir.attachment", method, [number], context, **words)), method
            for method, words in (
                ("search_read", {"domain": domain, "fields": ["name", "datas"]}),
                ("search_read", {"domain": [["res_model", "=", "wlec.case"]], "fields": ["name"]}),
                ("search_read", {"domain": [["name", "ilike", document.word]], "fields": ["id"]}),
                ("name_search", {"name": document.word}),
                ("formatted_read_group", {"domain": domain, "groupby": ["name"], "aggregates": ["__count"]}),
            ):  # fmt: skip
                answer = call("ir.attachment", method, None, context, **words)
                assert not document.is_in(answer), (method, answer[:300])
                assert f"'id': {number}," not in answer, method
    after = centre.sql(
        "SELECT store_fname, res_id, res_model, public, wlec_sealed_for FROM ir_attachment WHERE id = %s",
        number,
    )
    assert after == before


def test_who_has_the_same_document_does_not_find_it(people, document):
    """Odoo gives the attachment there is already to whoever brings the same bytes: not this one."""
    same = {
        "name": "x",
        "mimetype": "application/octet-stream",
        "datas": base64.b64encode(document.content).decode(),
    }
    for login in ("bob", "sam"):
        assert document.id not in people[login].call("ir.attachment", "create_unique", [same])


def test_counts_tell_nothing(people, document):
    for login in ("bob", "fred", "tara", "sam"):
        for domain in (
            [["id", "=", document.id]],
            [["id", ">=", document.id], ["res_model", "=like", "wlec%"]],
            [["name", "ilike", document.word]],
        ):
            assert people[login].call("ir.attachment", "search_count", domain) == 0, (login, domain)


def test_an_administrators_code(people, centre, document):
    """Server actions: everything a system administrator can have run, in his own name and in that of others."""
    sam = people["sam"]
    (model,) = sam.call("ir.model", "search", [["model", "=", "res.partner"]])
    for line in (
        "raise UserError(repr(a.raw))",
        "raise UserError(repr(a.with_user(env.ref('base.user_root')).datas))",
        "raise UserError(repr(a.with_user(env['res.users'].search([('login', '=', 'alice')])).raw))",
        "raise UserError(repr(a._read_sealed()))",
        "raise UserError(repr(a._open_stream().read()))",
        "raise UserError(repr(a._to_http_stream().read()))",
        "raise UserError(repr(a._to_http_stream().data))",
        "raise UserError(repr(a.copy({'res_model': 'res.partner', 'res_id': 1}).raw))",
        "a.write({'res_model': False, 'res_id': False}); raise UserError(repr(a.raw))",
        "a._unprotect(); raise UserError(repr(a.raw))",
        "a.write({'wlec_sealed_for': 'res.users,%s' % env.uid}); raise UserError(repr(a.raw))",
        "env.cr.execute('UPDATE ir_attachment SET wlec_sealed_for = NULL WHERE id = %s' % a.id); env.invalidate_all(); raise UserError(repr(a.raw))",
        "env.cr.execute(\"UPDATE ir_attachment SET wlec_sealed_for = 'res.users,%s' WHERE id = %s\" % (env.uid, a.id));"
        " env.invalidate_all(); raise UserError(repr(a.raw))",
        "raise UserError(repr(a._file_read(a.store_fname)))",
        "a._migrate(); raise UserError(repr(a.raw))",
        "raise UserError(repr([v for v in a._fields['raw']._get_cache(env).values()]))",
    ):  # fmt: skip
        code = f"a = env['ir.attachment'].sudo().browse({document.id})\n{line}"
        made = sam.call(
            "ir.actions.server", "create", {"name": "x", "model_id": model, "state": "code", "code": code}
        )
        number = made[0] if isinstance(made, list) else made
        answer = attempt(sam.call, "ir.actions.server", "run", [number])
        assert not document.is_in(answer), line
        assert document.content[:40].hex() not in answer
    assert people["alice"].get(f"/web/content/{document.id}").content == document.content


def test_uploads_at_once(people, centre):
    """The first documents of a file, by several at once: every one of them is kept, under one key."""
    alice = people["alice"]
    file = File(alice)
    made, clients = [], [centre.login("alice") for _ in range(4)]
    threads = [
        threading.Thread(target=lambda client=client: made.append(Document(client, file.id)))
        for client in clients
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == len(clients)
    for document in made:
        assert alice.get(f"/web/content/{document.id}").content == document.content
    keys = centre.sql(
        "SELECT DISTINCT wlec_key_id FROM ir_attachment WHERE id = ANY(%s)", [d.id for d in made]
    )
    assert len(keys) == 1


def test_transplanted_in_the_database(people, centre, file):
    """Whoever can write to the database moves one document's row, file or owner onto another's."""
    alice, bob = people["alice"], people["bob"]
    first, second = Document(alice, file.id), Document(alice, file.id)
    mine = File(bob)
    names = centre.sql(
        "SELECT store_fname FROM ir_attachment WHERE id = ANY(%s) ORDER BY id", [first.id, second.id]
    )
    assert all(name for (name,) in names), "nothing to move: these documents are not on disk"
    for query, words in (
        ("UPDATE ir_attachment SET store_fname = %s WHERE id = %s", (names[1][0], first.id)),
        (
            "UPDATE ir_attachment SET store_fname = %s, res_id = %s WHERE id = %s",
            (names[0][0], mine.id, first.id),
        ),
        ("UPDATE ir_attachment SET wlec_sealed_for = %s WHERE id = %s", (f"wlec.case,{mine.id}", first.id)),
        ("UPDATE ir_attachment SET wlec_sealed_for = %s WHERE id = %s", (f"res.users,{bob.uid}", first.id)),
        ("UPDATE ir_attachment SET wlec_sealed_for = NULL WHERE id = %s", (first.id,)),
    ):
        with_result = f"{query} RETURNING id"
        centre.sql(with_result, *words)
        for client in (alice, bob):
            answer = client.get(f"/web/content/{first.id}")
            assert first.content not in answer.content, query
            assert second.content not in answer.content, query
            assert not first.is_in(answer.text), query
    assert alice.get(f"/web/content/{second.id}").content == second.content


@pytest.fixture(autouse=True)
def tampered(expect_log):
    expect_log(r"^ERROR odoo\.addons\.wlec_confidentiality\.models\.documents\.store: The sealed document")
    expect_log(r"^WARNING odoo\.http: ")
    expect_log(r"^WARNING odoo\.addons\.base\.models\.ir_actions")
