# SPDX-License-Identifier: LGPL-3.0-or-later
import itertools
from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.wlec_confidentiality.models.review import bookmark

from .test_access_review import ReviewCase


@tagged("post_install", "-at_install", "wlec")
class TestReviewBookmark(ReviewCase):
    """How far the nightly review has come: nobody but itself can say so."""

    def test_it_does_not_begin_with_years_ago(self):
        self.event(self.bob, minutes=-60 * 24 * 40)
        self.event(self.bob)
        self.env.cr.execute("DELETE FROM wlec_review_bookmark")
        self.look()
        self.assertEqual(sum(self.made(person_id=self.bob).mapped("access_count")), 1)

    def test_a_bookmark_that_is_not_its_own_only_goes_back(self):
        """Written by whoever can run SQL as Odoo: in clear, of something else that the ring has sealed, of another database."""
        with patch.object(bookmark, "_scope", lambda _cr: "wlec.access.review,bookmark of elsewhere"):
            bookmark.note(self.env.cr, 10**15)
        self.env.cr.execute("SELECT kek_id, sealed FROM wlec_review_bookmark")
        elsewhere = self.env.cr.fetchone()
        in_clear = (elsewhere[0], (10**15).to_bytes(8, "big"))
        self.env.cr.execute("SELECT kek_id, wrapped FROM wlec_data_key ORDER BY id DESC LIMIT 1")
        counted = []
        for number, forged in enumerate((elsewhere, in_clear, self.env.cr.fetchone(), ("", b""), None), 1):
            self.env.cr.execute("DELETE FROM wlec_review_bookmark")
            if forged:
                self.env.cr.execute(
                    "INSERT INTO wlec_review_bookmark (kek_id, sealed) VALUES (%s, %s)", forged
                )
            self.event(self.bob)
            before = sum(self.made(person_id=self.bob).mapped("access_count"))
            self.look()
            found = sum(self.made(person_id=self.bob).mapped("access_count"))
            self.assertEqual(found - before, number, "the new one, and those of before once more")
            counted.append(sum(self.env["wlec.access.review.day"].search([]).mapped("accesses")))
        self.assertEqual([after - before for before, after in itertools.pairwise(counted)], [1] * 4)
        self._write_buffer()
        self.env.cr.execute(
            "SELECT count(*) FROM wlec_access_event WHERE id > %s AND 'begun_anew' = ANY(field_names)",
            [self._first_event],
        )
        self.assertGreaterEqual(self.env.cr.fetchone()[0], 5, "that it began anew is on record")

    def test_the_bookmark_stands_where_it_came_to(self):
        self.event(self.bob)
        self.look()
        self.env.cr.execute("SELECT max(id) FROM wlec_access_event")
        (newest,) = self.env.cr.fetchone()
        self.assertEqual(bookmark.read(self.env.cr), newest)
        self.assertIsNone(self.Review._look_at_next())
