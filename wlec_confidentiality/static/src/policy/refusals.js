import {
    odooExceptionTitleMap,
    RedirectWarningDialog,
    WarningDialog,
} from "@web/core/errors/error_dialogs";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

// Refusals are written for the person who meets them: a plain message, and no "server error" with a trace of the code.
const OURS = "odoo.addons.wlec_confidentiality.exceptions";
const TITLES = {
    ConfidentialityError: _t("Not possible"),
    TransitionError: _t("Not possible"),
    NeedToKnowError: _t("Access Error"),
    AccessRecordError: _t("Nothing is shown"),
    KeyRingError: _t("Confidential values are locked"),
    SealError: _t("This value stays closed"),
};

export class PolicyNotAcknowledgedDialog extends RedirectWarningDialog {
    setup() {
        super.setup();
        this.title = _t("Read the policy first");
    }
}

const dialogs = registry.category("error_dialogs");
for (const [name, title] of Object.entries(TITLES)) {
    odooExceptionTitleMap.set(`${OURS}.${name}`, title);
    dialogs.add(`${OURS}.${name}`, WarningDialog);
}
dialogs.add(
    "odoo.addons.wlec_confidentiality.models.policy.res_users.PolicyNotAcknowledged",
    PolicyNotAcknowledgedDialog
);
