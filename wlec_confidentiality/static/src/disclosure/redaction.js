import { Component, onWillStart, useRef, useState } from "@odoo/owl";
import { rpc } from "@web/core/network/rpc";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const LEAST = 0.004;
const STEP = 0.005;

/**
 * The pages of a document, on which a caseworker draws what must not be seen: by mouse or finger, by keyboard, or by searching for
 * a word. Rectangles are [page, left, top, width, height] in shares of the page. Nothing is blacked out in the browser: the server
 * makes the copy.
 */
export class Redaction extends Component {
    static template = "wlec_confidentiality.Redaction";
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.notification = useService("notification");
        this.sheet = useRef("sheet");
        this.item = this.props.action.params?.item_id || this.props.action.context?.active_id;
        this.state = useState({
            pages: [], page: 0, areas: [], drawn: null, words: "", preview: false, busy: false, saved: true, version: 0, selected: -1,
            title: "", request: "",
        });
        onWillStart(() => this.load());
    }

    async load() {
        const found = await this.call("open");
        Object.assign(this.state, { pages: found.pages, areas: found.areas, title: found.title, request: found.request });
    }

    call(what, values = {}) {
        return rpc(`/wlec/redaction/${this.item}/${what}`, values);
    }

    // ---- the page shown
    get picture() {
        const black = this.state.preview ? `&black=1&v=${this.state.version}` : "";
        return `/wlec/redaction/${this.item}/page/${this.state.page}?width=1100${black}`;
    }

    get ratio() {
        const [width, height] = this.state.pages[this.state.page] || [1, 1];
        return `aspect-ratio: ${width} / ${height}`;
    }

    get here() {
        return this.state.areas.map((area, index) => ({ area, index })).filter(({ area }) => area[0] === this.state.page);
    }

    place(area) {
        const [, left, top, width, height] = area.map((value) => value * 100);
        return `left:${left}%;top:${top}%;width:${width}%;height:${height}%`;
    }

    count(page) {
        return this.state.areas.filter((area) => area[0] === page).length;
    }

    turn(step) {
        this.show(Math.min(Math.max(this.state.page + step, 0), this.state.pages.length - 1));
    }

    show(page) {
        this.state.page = page;
        this.state.selected = -1;
    }

    // ---- drawing
    point(event) {
        const box = this.sheet.el.getBoundingClientRect();
        const share = (value, start, size) => Math.min(Math.max((value - start) / size, 0), 1);
        return [share(event.clientX, box.left, box.width), share(event.clientY, box.top, box.height)];
    }

    start(event) {
        if (this.state.preview || event.button) {
            return;
        }
        event.preventDefault();
        this.sheet.el.setPointerCapture(event.pointerId);
        this.from = this.point(event);
        this.state.drawn = [this.state.page, ...this.from, 0, 0];
    }

    move(event) {
        if (!this.state.drawn) {
            return;
        }
        const [x, y] = this.point(event);
        const [left, top] = this.from;
        this.state.drawn = [this.state.page, Math.min(left, x), Math.min(top, y), Math.abs(x - left), Math.abs(y - top)];
    }

    stop() {
        const drawn = this.state.drawn;
        this.state.drawn = null;
        if (drawn && drawn[3] > LEAST && drawn[4] > LEAST) {
            this.add([drawn]);
        }
    }

    add(areas) {
        this.state.areas.push(...areas);
        this.state.selected = this.state.areas.length - 1;
        this.state.saved = false;
    }

    addByKeyboard() {
        this.add([[this.state.page, 0.1, 0.1, 0.3, 0.03]]);
    }

    remove(index) {
        this.state.areas.splice(index, 1);
        this.state.selected = -1;
        this.state.saved = false;
    }

    clear() {
        this.state.areas = [];
        this.state.saved = false;
    }

    /** Arrow keys move the rectangle; with shift they change its size; Delete takes it away. */
    key(event, index) {
        const steps = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
        if (event.key === "Delete" || event.key === "Backspace") {
            event.preventDefault();
            this.remove(index);
        } else if (steps[event.key]) {
            event.preventDefault();
            const [x, y] = steps[event.key];
            const area = [...this.state.areas[index]];
            const first = event.shiftKey ? 3 : 1;
            area[first] = Math.min(Math.max(area[first] + x, first === 3 ? LEAST : 0), 1);
            area[first + 1] = Math.min(Math.max(area[first + 1] + y, first === 3 ? LEAST : 0), 1);
            this.state.areas[index] = area;
            this.state.saved = false;
        }
    }

    // ---- searching
    async find() {
        if (!this.state.words.trim()) {
            return;
        }
        const found = await this.working(() => this.call("find", { text: this.state.words }));
        const known = new Set(this.state.areas.map(String));
        const fresh = found.filter((area) => !known.has(String(area)));
        if (fresh.length) {
            this.add(fresh);
            this.show(fresh[0][0]);
        }
        const message = found.length
            ? _t("Places found: %s. Look through the pages: a picture or handwriting is not found.", found.length)
            : _t("Not found in the text. A picture or handwriting cannot be searched: draw there.");
        this.notification.add(message, { type: found.length ? "success" : "warning" });
    }

    // ---- saving
    async working(work) {
        this.state.busy = true;
        try {
            return await work();
        } finally {
            this.state.busy = false;
        }
    }

    async save() {
        await this.working(() => this.call("save", { areas: this.state.areas }));
        this.state.saved = true;
        this.state.version++;
    }

    async togglePreview() {
        if (!this.state.preview && !this.state.saved) {
            await this.save();
        }
        this.state.preview = !this.state.preview;
    }

    async make() {
        const made = await this.working(() => this.call("make", { areas: this.state.areas }));
        this.state.saved = true;
        const clean = !made.found.length;
        this.notification.add(clean ? _t("%s was made and checked. It is given instead of the original.", made.copy) : made.found.join("\n"), {
            type: clean ? "success" : "danger",
            sticky: !clean,
        });
        this.back();
    }

    async back() {
        if (!this.state.saved) {
            await this.save();
        }
        if (this.env.config.breadcrumbs?.length > 1) {
            return this.action.restore();
        }
        const id = this.props.action.params?.request_id;
        return this.action.doAction({
            type: "ir.actions.act_window", res_model: "wlec.disclosure.request", res_id: id, views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("wlec_redaction", Redaction);
