# SPDX-License-Identifier: LGPL-3.0-or-later
"""What was found in a paper, and what to do about it, in words for whoever has to do it. No word of the paper is in them."""

from odoo.addons.wlec_confidentiality.tools.papers import findings as f


def sentence(env, finding):
    """One finding as a sentence, with its page where it has one."""
    text = _texts(env).get(finding.code) or _texts_of_files(env)[finding.code]
    if finding.page:
        return env._("Page %(page)s: %(text)s", page=finding.page, text=text)
    return text[:1].upper() + text[1:]


def _texts(env):
    _ = env._
    return {
        f.HIDDEN_TEXT: _("text is there that cannot be seen, for example under a black box or in white. Whoever copies the page gets it."),
        f.SEE_THROUGH: _("text can be read through a dark box."),
        f.UNDER_COVER: _("something is covered, and is still there below the cover."),
        f.OUTSIDE: _("text lies beyond the edge of the page."),
        f.CROPPED: _("a picture is cut to a part, and the rest of it is still there."),
        f.ANNOTATION: _("a comment, mark or stamp is laid over the page."),
        f.FORM: _("a form keeps what was typed into it."),
        f.LAYER: _("a layer is switched off and can be switched on by the recipient."),
        f.EMBEDDED: _("another file is inside this one."),
        f.WORD: _("a name or word that must not appear is still in it."),
        f.PICTURE_PAGE: _("is a picture. The programme cannot read it: look at it yourself."),
        f.COMMENT: _("it holds comments. Take them out in the program it was written with, or save it as a PDF."),
        f.TRACKED: _("it holds tracked changes. Accept or reject them in the program it was written with, or save it as a PDF."),
        f.HIDDEN_CELLS: _("rows or columns are hidden. Delete them in the program it was made with, or print it to a PDF."),
        f.HIDDEN_PART: _("a part of it is hidden, such as a sheet, a slide, notes or an older version. Take it out, or print it to a PDF."),
        f.MACRO: _("it holds a program (macro). Save it as a PDF."),
        f.LINKED_DATA: _("it holds data linked from elsewhere. Save it as a PDF."),
        f.MAIL_HEADERS: _("an e-mail file carries the way it took, hidden recipients and attachments. Make a copy as pictures."),
        f.INVISIBLE_SIGNS: _("it holds signs that cannot be seen. Make a copy as pictures."),
    }  # fmt: skip


def _texts_of_files(env):
    _ = env._
    return {
        f.UNKNOWN_KIND: _("this kind of file cannot be checked, so it cannot leave. Save or print it as a PDF and add that."),
        f.WRONG_NAME: _("its name does not say what it is. Remove it and add it under the right name."),
        f.UNREADABLE: _("it is damaged or cannot be read. Print it to a PDF and add that."),
        f.OFFICE: _("the recipient's name cannot be laid over the pages of an office document. Save or print it as a PDF and give that."),
        f.LOCKED: _("it is locked with a password. Add a copy without one."),
        f.TOO_BIG: _("it is too large to be checked. Split it, or give only the pages that are needed."),
        f.METADATA: _("it says who made it, when or where."),
        f.HISTORY: _("earlier versions are still in it."),
        f.SCRIPT: _("it holds a program."),
        f.BOOKMARK: _("it holds bookmarks."),
        "not_redacted": _("it could not be blacked out reliably. Print it to a PDF and add that."),
    }  # fmt: skip
