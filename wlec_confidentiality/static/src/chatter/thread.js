import { fields } from "@mail/core/common/record";
import { Thread } from "@mail/core/common/thread_model";
import { patch } from "@web/core/utils/patch";

/** The chatter of a protected record: it offers nobody who would be refused. */
patch(Thread.prototype, {
    setup() {
        super.setup();
        this.wlec_protected = false;
        this.wlec_staff_only = false;
        /** Colleagues who may open the record; asked for when somebody begins to write. */
        this.wlec_people = fields.Many("res.partner");
        this.wlec_people_known = false;
    },

    async fetchPeopleLetIn() {
        if (this.wlec_protected && this.id) {
            await this.fetchThreadData(["wlec_people"]);
            this.wlec_people_known = true;
        }
    },

    /** The people among them whose name or address holds the term; never oneself. */
    peopleLetIn(term = "") {
        const wanted = term.trim().toLowerCase();
        return this.wlec_people.filter(
            (person) =>
                person.notEq(this.store.self_partner) &&
                `${person.name} ${person.email ?? ""}`.toLowerCase().includes(wanted)
        );
    },
});
