# SPDX-License-Identifier: LGPL-3.0-or-later
"""The refusals of this addon. Each message is written for the person who meets it and carries no confidential value."""

from odoo.exceptions import AccessError, UserError


class ConfidentialityError(UserError):
    """Something confidential cannot be done, with a message that says what to do next."""


class NeedToKnowError(AccessError):
    """The person who is really logged in has no grant for the record whose value was asked for."""


class AccessRecordError(ConfidentialityError):
    """The access record could not be written, so nothing may leave the server."""


class KeyRingError(ConfidentialityError):
    """The key ring is missing, unreadable or lacks the key a value was sealed with."""


class SealError(ConfidentialityError):
    """A sealed value does not authenticate: it was altered, or it belongs to another row or field."""


class TransitionError(ConfidentialityError):
    """A workflow step that does not exist from here, or is not this person's to take."""


class FileClosedError(AccessError):
    """A file that is not there, or not for this person, who could open one in an emergency: the same for both."""
