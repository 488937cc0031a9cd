import { Chatter } from "@mail/chatter/web_portal/chatter";
import { Composer } from "@mail/core/common/composer";
import { SuggestionService } from "@mail/core/common/suggestion_service";
import { cleanTerm } from "@mail/utils/common/format";
import { RecipientsInput } from "@mail/core/web/recipients_input";
import "@mail/chatter/web/chatter_patch";
import "@mail/chatter/web_portal/composer_patch";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

/** What is suggested when a name leads to nobody: else the writer would think that somebody was told. */
const NOBODY = "wlec.nobody";

patch(Chatter.prototype, {
    toggleComposer(mode = false) {
        if (mode) {
            this.state.thread.fetchPeopleLetIn();
        }
        return super.toggleComposer(...arguments);
    },
});

patch(Composer.prototype, {
    get navigableListProps() {
        const props = super.navigableListProps;
        if (this.suggestion?.state.items?.type === NOBODY) {
            const label = _t("Nobody with access to this record is called that.");
            props.options = [{ label, classList: "o-wlec-nobody", buttonClass: "text-muted", unselectable: true }];
        }
        return props;
    },

    get placeholder() {
        if (!this.thread?.wlec_protected || this.props.placeholder) {
            return super.placeholder;
        }
        return this.props.type === "message"
            ? _t("Write to the followers. Only people with access can read it.")
            : _t("Write a note. Only people with access can read it; name one with @ to tell them.");
    },
});

// Who has no access is not offered; who is named all the same is refused by the server.
patch(SuggestionService.prototype, {
    async fetchPartnersRoles(term, thread) {
        if (thread?.wlec_protected) {
            return thread.fetchPeopleLetIn();
        }
        return super.fetchPartnersRoles(...arguments);
    },

    getPartnerSuggestions(thread) {
        return thread?.wlec_protected ? thread.peopleLetIn() : super.getPartnerSuggestions(thread);
    },

    searchSuggestions({ delimiter, term }, { thread } = {}) {
        if (delimiter !== "@" || !thread?.wlec_protected) {
            return super.searchSuggestions(...arguments);
        }
        const found = this.searchPartnerSuggestions(cleanTerm(term), thread);
        const isName = term && term.trim().split(/\s+/).length <= 2;
        return found.suggestions.length || !isName || !thread.wlec_people_known
            ? found
            : { type: NOBODY, suggestions: [{}] };
    },
});

patch(RecipientsInput.prototype, {
    getAutoCompleteSources() {
        const thread = this.props.thread;
        if (!thread.wlec_protected) {
            return super.getAutoCompleteSources();
        }
        return [
            {
                placeholder: _t("Loading..."),
                options: async (term) => {
                    await thread.fetchPeopleLetIn();
                    const chosen = new Set(this.getAllMailThreadRecipients().map((one) => one.partner_id));
                    const people = thread.peopleLetIn(term).filter((person) => !chosen.has(person.id));
                    if (!people.length) {
                        return [{ label: _t("Nobody else with access") }];
                    }
                    return people.map((person) => ({
                        label: person.name,
                        onSelect: () =>
                            this.insertAdditionalRecipient({
                                display_name: person.name,
                                email: person.email,
                                name: person.name,
                                partner_id: person.id,
                            }),
                    }));
                },
            },
        ];
    },
});
