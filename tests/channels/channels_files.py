# SPDX-License-Identifier: LGPL-3.0-or-later
"""Exports, copies and files."""

from channels import TEXTS, channel


@channel("export_data")
def export_data(person, world):
    return person.call("wlec.case", "export_data", world.mine, TEXTS)


@channel("export_data through the notes to the file")
def export_path(person, world):
    return person.call("wlec.case.note", "export_data", [world.note], ["body", "case_id/matter"])


def _export(ids, fields, **more):
    columns = [{"name": name, "label": name, "type": "char", "store": True} for name in fields]
    return {"model": "wlec.case", "fields": columns, "ids": ids, "domain": [], "import_compat": False, **more}


@channel("export to CSV")
def export_csv(person, world):
    return person.export("csv", _export(world.mine, TEXTS))


@channel("export to a workbook")
def export_xlsx(person, world):
    return person.export("xlsx", _export(world.mine, TEXTS))


@channel("export to a workbook, grouped")
def export_grouped(person, world):
    return person.export("xlsx", _export([], TEXTS, domain=[["id", "in", world.mine]], groupby=["state"]))


@channel("copy_data", opens=False)
def copy_data(person, world):
    return person.call("wlec.case", "copy_data", world.mine)


@channel("/web/content of a document")
def content(person, world):
    return person.get(f"/web/content/wlec.case.document/{world.document}/content", download="1")


@channel("/web/content of a document, named by its file name")
def content_named(person, world):
    return person.get(
        "/web/content",
        model="wlec.case.document",
        id=world.document,
        field="content",
        filename_field="file_name",
    )


@channel("/web/content of a text field", opens=False)
def content_text(person, world):
    return person.get(f"/web/content/wlec.case/{world.case}/matter")


@channel("/web/content with a made-up token", opens=False)
def content_token(person, world):
    return person.get(f"/web/content/wlec.case/{world.case}/narrative", access_token="0" * 32)


@channel("/web/image of a document", opens=False)
def image(person, world):
    return person.get(f"/web/image/wlec.case.document/{world.document}/content")
