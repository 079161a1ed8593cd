package io.freshet.language.identity;

import io.freshet.language.grammar.GrammarKeys;
import java.util.List;

/** The grammar of the policy's file as a table. */
enum PolicySection implements GrammarKeys {
    ROOT(
            "The file",
            new Key("apiVersion", "text", "required", "`freshet.io/v1`."),
            new Key("kind", "text", "required", "`IdentityPolicy`."),
            new Key("identities", "mapping by name", "required", "As whom tasks may run at all."),
            new Key("rules", "list", "required", "Which workflows may use which identities; without rules, none may.")),
    IDENTITY(
            "`identities.<name>`",
            new Key("user", "number from 1", "required", "The numeric user id."),
            new Key("group", "number from 1", "required", "The numeric group id."),
            new Key("groups", "list of numbers from 1", "none", "Further numeric group ids."),
            new Key("serviceAccount", "name", "one without rights", "On Kubernetes.")),
    RULE(
            "`rules[]`",
            new Key("name", "name", "required", "How messages name the rule; unique."),
            new Key(
                    "namespaces",
                    "list of names, `*` for any characters",
                    "required",
                    "Of Freshet, not of Kubernetes."),
            new Key("installers", "list of users, `*` for any characters", "required", "Who deployed the workflow."),
            new Key("identities", "list of names", "required", "What they may use."),
            new Key("default", "name", "tasks must say", "What tasks get that have no `runAs`; one of `identities`."));

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // a copy that nobody can change
    private final List<Key> keys;

    PolicySection(String title, Key... keys) {
        this.title = title;
        this.keys = List.of(keys);
    }

    String title() {
        return title;
    }

    @Override
    public List<Key> keys() {
        return keys;
    }
}
