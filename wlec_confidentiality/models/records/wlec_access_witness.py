# SPDX-License-Identifier: LGPL-3.0-or-later
import errno
import os
import re
import socket
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import requests

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import config, email_normalize

from odoo.addons.wlec_confidentiality.exceptions import ConfidentialityError
from odoo.addons.wlec_confidentiality.orm import audit
from odoo.addons.wlec_confidentiality.tools import addresses

_SECONDS = 10
_HTTPS = 443
_BETWEEN = "\n--------\n"
_LATE = 2  # times the time between two
# What was given, and when, is noted by the giving alone: else a witness who gets nothing looks as if all were well.
_NOTHING_GIVEN = {"given_at": False, "given_size": 0, "problem": False}


class WlecAccessWitness(models.Model):
    """Somebody outside the database who is given the checkpoints: with one of them in other hands, a log that was rewritten, even
    with the seal key, is found out. A checkpoint says how many records there are; it names nobody and nothing in them."""

    _name = "wlec.access.witness"
    _description = "Witness of the seals"
    _order = "name"

    name = fields.Char("Who keeps it", required=True, help="For example: our treasurer; the second server.")
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [("mail", "E-mail"), ("file", "File on another disk"), ("http", "Web address")],
        "How it is given",
        required=True,
        default="mail",
    )
    address = fields.Char(
        required=True,
        help="The e-mail address; the name of the file, in the folder that the server's option wlec_witness_dir names; or an"
        " address that begins with https:// and takes the checkpoint as a POST.",
    )
    every_hours = fields.Integer("Every (hours)", default=24, help="0: each time something was sealed.")
    given_at = fields.Datetime("Last given", readonly=True, copy=False)
    given_size = fields.Integer("Records then", readonly=True, copy=False, aggregator=None)
    problem = fields.Char(readonly=True, copy=False)

    @api.constrains("kind", "address", "every_hours")
    def _check_address(self):
        for witness in self:
            if witness.every_hours < 0 or witness.every_hours > 24 * 31:
                raise ValidationError(self.env._("A witness is given a checkpoint at least once a month."))
            if why := getattr(witness, f"_why_not_{witness.kind}")():
                raise ValidationError(why)

    def _why_not_mail(self):
        return not email_normalize(self.address) and self.env._("%s is no e-mail address.", self.address)

    def _why_not_http(self):
        is_web = re.fullmatch(r"https://[^\s/@]+(/\S*)?", self.address)
        return not is_web and self.env._("The address of a witness begins with https://.")

    def _why_not_file(self):
        if not re.fullmatch(r"[\w-][\w.-]{0,100}", self.address, re.ASCII):
            return self.env._("Give the name of a file only: letters, digits, dots and dashes.")
        return not self._folder() and self.env._(
            "Whoever looks after the server names a folder first: wlec_witness_dir in odoo.conf, or WLEC_WITNESS_DIR."
        )

    @api.model
    def _folder(self):
        """Only whoever runs the server says where files are written."""
        return os.environ.get("WLEC_WITNESS_DIR") or config.get("wlec_witness_dir")

    @api.model_create_multi
    def create(self, vals_list):
        witnesses = super().create([{**vals, **_NOTHING_GIVEN} for vals in vals_list])
        audit.record(witnesses, "create")
        return witnesses

    def write(self, vals):
        if _NOTHING_GIVEN.keys() & vals.keys():
            raise ConfidentialityError(self.env._("What a witness has been given is noted when it is given."))
        audit.record(self, "configure", fields=sorted(vals))
        return super().write(vals)

    def unlink(self):
        audit.record(self, "unlink")
        return super().unlink()

    # ---- giving
    def action_give_now(self):
        """Give the newest checkpoint at once, and say whether it went."""
        self.check_access("write")
        self._give()
        kind, message = "success", self.env._("The newest checkpoint was given.")
        if problem := next(filter(None, self.mapped("problem")), None):
            kind, message = "danger", problem
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": kind,
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _cron_give(self):
        now = fields.Datetime.now()
        for witness in self.search([("active", "=", True)]):
            if not witness.given_at or witness.given_at + timedelta(hours=witness.every_hours) <= now:
                witness._give()
                self.env["ir.cron"]._commit_progress(1)

    def _give(self):
        seal = self.env["wlec.access.seal"].sudo().search([], limit=1)
        for witness in self:
            if not seal or (witness.given_size == seal.size and not witness.every_hours):
                continue
            try:
                getattr(witness, f"_give_{witness.kind}")(seal)
                values = {"given_at": fields.Datetime.now(), "given_size": seal.size, "problem": False}
            except (OSError, requests.RequestException) as error:
                values = {"problem": witness._why_not_given(error)}
            super(WlecAccessWitness, witness).write(values)

    def _why_not_given(self, error):
        """Of a web address always the same: whoever names one does not learn what answers in the centre's own network."""
        if self.kind == "http":
            return self.env._("It could not be given: nobody took it at this address.")
        text = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
        return self.env._("It could not be given: %s.", text)

    def _give_mail(self, seal):
        mail = (
            self.env["mail.mail"]
            .sudo()
            .create(
                {
                    "email_to": self.address,
                    "subject": self.env._("Checkpoint of the access records: %s records", seal.size),
                    "body_html": self.env["ir.qweb"]._render(
                        "wlec_confidentiality.wlec_access_witness_mail", {"note": seal.note}
                    ),
                    "auto_delete": False,
                }
            )
        )
        mail.send()
        if mail.state == "exception":
            raise OSError(0, mail.failure_reason or self.env._("the mail did not go"))

    def _give_file(self, seal):
        with open(
            os.open(self._path(), os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600),
            "a",
            encoding="utf-8",
        ) as file:
            file.write(seal.note + _BETWEEN)
            file.flush()
            os.fsync(file.fileno())

    def _path(self):
        """:raise FileNotFoundError: the server names no folder any more; then nothing is written where it happens to run"""
        if not (folder := self._folder()):
            raise FileNotFoundError(errno.ENOENT, self.env._("no folder is named on the server"))
        return Path(folder) / self.address

    def _give_http(self, seal):
        parts = urlsplit(self.address)
        if addresses.lead_here(
            found[4][0]
            for found in socket.getaddrinfo(parts.hostname, parts.port or _HTTPS, type=socket.SOCK_STREAM)
        ):
            raise requests.RequestException("a witness on this machine is none")
        answer = requests.post(
            self.address,
            data=seal.note.encode(),
            headers={"Content-Type": "text/plain; charset=utf-8"},
            timeout=_SECONDS,
            allow_redirects=False,
        )
        answer.raise_for_status()
        if answer.is_redirect:
            raise requests.RequestException("redirected")

    # ---- what they hold
    @api.model
    def _kept(self):
        """The last checkpoint in each file that a witness keeps, or kept: what an archived one holds is true as before."""
        kept, everybody = [], self.sudo().with_context(active_test=False)
        for witness in everybody.search([("kind", "=", "file")]):
            try:
                text = witness._path().read_text("utf-8")
            except (OSError, UnicodeDecodeError):
                continue
            kept += [note for note in text.split(_BETWEEN) if note][-1:]
        return kept

    @api.model
    def _late(self):
        """Those who have not been given what they should have."""
        now = fields.Datetime.now()
        return (
            self.sudo()
            .search([("active", "=", True)])
            .filtered(
                lambda witness: (
                    witness.problem
                    or not witness.given_at
                    or witness.given_at + timedelta(hours=max(1, witness.every_hours) * _LATE) < now
                )
            )
        )
