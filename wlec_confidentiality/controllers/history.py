# SPDX-License-Identifier: LGPL-3.0-or-later
from datetime import date, datetime, time, timedelta, timezone
from urllib.parse import urlencode

from odoo import fields
from odoo.http import content_disposition, request, route

from odoo.addons.wlec_confidentiality.models.history.wlec_access_history import PAGE, PAPER
from odoo.addons.wlec_confidentiality.reports import pdf
from odoo.addons.wlec_confidentiality.tools.clock import HOME

from .portal import MOST_ID, WlecPortal, confidential_page

_HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'; sandbox"),
    ("Cache-Control", "no-store"),
)


class HistoryPortal(WlecPortal):
    """A client sees who has looked at their file; the same list on paper. Looking changes nothing but the record of it."""

    @route("/my/access-history", type="http", auth="user", methods=["GET"], website=True)
    def history_list(self, **_parameters):
        client, cases, period = self._history_client(), self._history_files(), self._history_period()
        History = request.env["wlec.access.history"].sudo()
        before = self._history_before(client)
        rows, older = History._page(cases, before=before, most=PAGE, **period.span)
        if cases:
            History._note(cases)
        shown = History._shown(rows, cases, client)
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "history",
            "days": _by_day(shown),
            "period": period,
            "older": older
            and f"/my/access-history?{period.query(before=History._seal_number(client, older))}",
            "newest": before and f"/my/access-history?{period.query()}",
            "paper": f"/my/access-history/pdf?{period.query()}",
            "has_files": bool(cases),
            "direction": _direction(request.env),
        }
        return confidential_page("wlec_confidentiality.portal_access_history", values)

    @route("/my/access-history/pdf", type="http", auth="user", methods=["GET"])
    def history_paper(self, **_parameters):
        cases = self._history_files()
        if not cases:
            raise request.not_found()
        return _paper(cases, self._history_period())

    @route("/wlec/access-history/<int:case_id>", type="http", auth="user", methods=["GET"])
    def history_paper_for_client(self, case_id, **_parameters):
        """For whoever works on the file, to hand over. A file that is closed to them and one there is none of are the same."""
        found = request.env["wlec.case"]
        if request.env.user._is_internal() and case_id <= MOST_ID and found.has_access("read"):
            found = found.search([("id", "=", case_id)])
        if not found or case_id > MOST_ID:
            raise request.not_found()
        return _paper(found, self._history_period())

    def _confidentiality_cards(self):
        return [
            *super()._confidentiality_cards(),
            {
                "title": request.env._("Who has looked at your file"),
                "text": request.env._(
                    "See who opened what about you, when and why. Ask about anything that puzzles you."
                ),
                "url": "/my/access-history",
                "icon": "fa-eye",
            },
        ]

    # ---- how
    def _history_client(self):
        """Staff have the back office: here they find nothing, not even about themselves."""
        user = request.env.user
        return user.partner_id if user._is_portal() else request.env["res.partner"]

    def _history_files(self):
        return request.env["wlec.access.history"].sudo()._files_of(self._history_client())

    def _history_period(self):
        return Period(request.params)

    def _history_before(self, client):
        token = request.params.get("before")
        if not token:
            return None
        before = request.env["wlec.access.history"]._unseal_number(client, token)
        if not before:
            raise request.not_found()
        return before


class Period:
    """What was chosen: from a day to a day, both included; what is no day is none."""

    def __init__(self, parameters):
        self.begin, self.end = _day(parameters.get("from")), _day(parameters.get("to"))
        self.own = bool(parameters.get("own"))

    @property
    def span(self):
        after = self.end and self.end + timedelta(days=1)
        return {"since": _midnight(self.begin), "until": _midnight(after), "with_own": self.own}

    def query(self, **more):
        chosen = {"from": self.begin, "to": self.end, "own": "1" if self.own else "", **more}
        return urlencode({key: value for key, value in chosen.items() if value})


def _direction(env):
    return env["res.lang"]._get_data(code=env.lang or "en_GB").direction or "ltr"


def _day(text):
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return None
    return found if 1970 <= found.year < 9999 else None


def _midnight(day):
    """When this day begins at home, as the database keeps it."""
    if not day:
        return None
    begins = datetime.combine(day, time.min, HOME)
    return begins.astimezone(timezone.utc).replace(tzinfo=None)


def _by_day(shown):
    days = {}
    for row in shown:
        days.setdefault(row["day"], []).append(row)
    return list(days.items())


def _paper(cases, period):
    """The PDF, as a download; that it was made is on record."""
    env = request.env
    History = env["wlec.access.history"].sudo()
    rows, more = History._page(cases, most=PAPER, **period.span)
    History._note(cases, "print")
    values = {
        "days": _by_day(History._shown(rows, cases)), "is_cut": bool(more), "most": PAPER, "period": period,
        "files": ", ".join(sorted(cases.sudo().mapped("name"))), "centre": env.company.name,
        "contact": env.company.sudo()._wlec_contact_text(), "today": fields.Date.context_today(env.user),
        "lang": (env.lang or "en_GB").replace("_", "-"),
        "direction": _direction(env),
    }  # fmt: skip
    page = env["ir.qweb"].sudo()._render("wlec_confidentiality.wlec_access_history_page", values)
    headers = [
        ("Content-Type", "application/pdf"),
        ("Content-Disposition", content_disposition(env._("who-has-looked.pdf"))),
        *_HEADERS,
    ]
    return request.make_response(pdf.render(page), headers)
