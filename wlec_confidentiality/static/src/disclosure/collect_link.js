import { Component, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { Dialog } from "@web/core/dialog/dialog";
import { registry } from "@web/core/registry";

/** Shows a one-time link, this once: only a fingerprint of it is kept on the server. */
export class CollectLink extends Component {
    static template = "wlec_confidentiality.CollectLink";
    static components = { Dialog };
    static props = { title: String, link: String, days: Number, close: Function };

    setup() {
        this.state = useState({ copied: false });
    }

    async copy() {
        await browser.navigator.clipboard.writeText(this.props.link);
        this.state.copied = true;
    }
}

registry.category("actions").add("wlec_collect_link", (env, action) => {
    env.services.dialog.add(CollectLink, action.params);
    return { type: "ir.actions.act_window_close" };
});
