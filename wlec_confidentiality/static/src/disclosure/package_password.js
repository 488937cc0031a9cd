import { Component, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { Dialog } from "@web/core/dialog/dialog";
import { registry } from "@web/core/registry";

/** Shows the password of a disclosure package, this once: it is kept neither on the server nor in the browser. */
export class PackagePassword extends Component {
    static template = "wlec_confidentiality.PackagePassword";
    static components = { Dialog };
    static props = {
        title: String,
        reference: String,
        recipient: String,
        password: String,
        close: Function,
    };

    setup() {
        this.state = useState({ copied: false });
    }

    async copy() {
        await browser.navigator.clipboard.writeText(this.props.password);
        this.state.copied = true;
    }
}

registry.category("actions").add("wlec_package_password", (env, action) => {
    env.services.dialog.add(PackagePassword, action.params);
    // The form behind is read again: the request is released now.
    return { type: "ir.actions.act_window_close" };
});
