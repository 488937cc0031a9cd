import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

/** One click from wherever somebody is at work; the second one is “Report”. */
export class ReportBreach extends Component {
    static template = "wlec_confidentiality.ReportBreach";
    static props = {};

    setup() {
        this.action = useService("action");
    }

    report() {
        this.action.doAction("wlec_confidentiality.wlec_breach_report_action");
    }
}

registry.category("systray").add("wlec_confidentiality.ReportBreach", { Component: ReportBreach }, { sequence: 30 });
