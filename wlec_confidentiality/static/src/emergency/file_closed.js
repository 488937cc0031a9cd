import { odooExceptionTitleMap, WarningDialog } from "@web/core/errors/error_dialogs";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

const NAME = "odoo.addons.wlec_confidentiality.exceptions.FileClosedError";
const ACTION = "wlec_confidentiality.wlec_emergency_access_action_new";

// A refused file looks as one that was never there; for both there is the same way on.
export class FileClosedDialog extends WarningDialog {
    static template = "wlec_confidentiality.FileClosedDialog";

    setup() {
        super.setup();
        this.action = useService("action");
    }

    async onEmergency() {
        await this.action.doAction(ACTION, { forceLeave: true });
        this.props.close();
    }
}

odooExceptionTitleMap.set(NAME, _t("This file is not open to you"));
registry.category("error_dialogs").add(NAME, FileClosedDialog);
