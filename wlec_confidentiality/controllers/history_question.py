# SPDX-License-Identifier: LGPL-3.0-or-later
from odoo.http import request, route

from .complaint import ComplaintPortal


class HistoryQuestion(ComplaintPortal):
    """“Question this”: the form for a complaint, with the access it is about. A token that is not this client's own, or of something
    they are not shown, leads nowhere."""

    @route()
    def complaint_create(self, **parameters):
        self._questioned(
            request.httprequest.form.get("access")
        )  # a forged one is refused before anything is read
        return super().complaint_create(**parameters)

    def _form_page(self, values, errors, **shown):
        token = request.params.get("access") or values.get("access")
        told = self._questioned(token)
        if told:
            words = self._question_words(told)
            first = {name: text for name, text in words["values"].items() if not values.get(name)}
            values = {**values, **first} if request.httprequest.method == "GET" else values
            shown |= {"access": token, "questioned": words}
        return super()._form_page(values, errors, **shown)

    def _form_kept(self):
        token = request.httprequest.form.get("access")
        return {**super()._form_kept(), **({"access": token} if self._questioned(token) else {})}

    def _form_meant(self):
        told = self._questioned(request.httprequest.form.get("access"))
        return {**super()._form_meant(), **({"questioned": told} if told else {})}

    def _questioned(self, token):
        """The access in question as the client was told of it; ``None`` without a token.

        :raise NotFound: the token is not one this client got for something they are shown
        """
        if not token:
            return None
        client = request.env.user.partner_id if request.env.user._is_portal() else request.env["res.partner"]
        History = request.env["wlec.access.history"].sudo()
        told = History._one(History._files_of(client), History._unseal_number(client, token))
        if not told or told.is_own:
            raise request.not_found()
        return told

    def _question_words(self, told):
        History, _ = request.env["wlec.access.history"].sudo(), request.env._
        item = History._shown_item(told, History._words_of([told]), None)
        [(deed, thing)] = item["did"]
        return {
            **item,
            "deed": deed,
            "thing": thing,
            "values": {
                "happened": item["when"],
                "about": item["who"],
                "description": _(
                    "I would like to know whether this was right. %(when)s: %(who)s. %(deed)s: %(thing)s. The reason I was given: %(why)s.",
                    when=item["when"], who=item["who"], deed=deed, thing=thing, why=item["why"],
                ),
            },
        }  # fmt: skip
