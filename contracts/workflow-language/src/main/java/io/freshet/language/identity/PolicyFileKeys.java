package io.freshet.language.identity;

import static io.freshet.language.grammar.ValueTypes.NAME;
import static io.freshet.language.grammar.ValueTypes.TEXT;
import static io.freshet.language.grammar.ValueTypes.only;
import static io.freshet.language.grammar.ValueTypes.someOf;
import static io.freshet.language.grammar.ValueTypes.structure;

import io.freshet.language.grammar.Key;
import io.freshet.language.grammar.Section;
import io.freshet.language.yaml.YamlNode;
import java.util.List;

/** The keys of the policy's file. */
final class PolicyFileKeys {
    static final Section ROOT = new Section("The file");
    static final Key<String> API_VERSION =
            ROOT.key("apiVersion").takes(only(IdentityPolicy.API_VERSION)).required("`freshet.io/v1`.");
    static final Key<String> KIND =
            ROOT.key("kind").takes(only(IdentityPolicy.KIND)).required("`IdentityPolicy`.");
    static final Key<YamlNode> IDENTITIES =
            ROOT.key("identities").takes(structure("mapping by name")).required("As whom tasks may run at all.");
    static final Key<YamlNode> RULES = ROOT.key("rules")
            .takes(structure("list"))
            .required("Which workflows may use which identities; without rules, none may.");

    static final Section IDENTITY = new Section("`identities.<name>`");
    static final Key<YamlNode> USER =
            IDENTITY.key("user").takes(structure("number from 1")).required("The numeric user id.");
    static final Key<YamlNode> GROUP =
            IDENTITY.key("group").takes(structure("number from 1")).required("The numeric group id.");
    static final Key<YamlNode> GROUPS = IDENTITY.key("groups")
            .takes(structure("list of numbers from 1"))
            .absent("none", "Further numeric group ids.");
    static final Key<String> SERVICE_ACCOUNT =
            IDENTITY.key("serviceAccount").takes(NAME).absent("one without rights", "On Kubernetes.");

    static final Section RULE = new Section("`rules[]`");
    static final Key<YamlNode> RULE_NAME =
            RULE.key("name").takes(structure("name")).required("How messages name the rule; unique.");
    static final Key<YamlNode> NAMESPACES = RULE.key("namespaces")
            .takes(structure("list of names, `*` for any characters"))
            .required("Of Freshet, not of Kubernetes.");
    static final Key<List<String>> INSTALLERS = RULE.key("installers")
            .takes(someOf(TEXT.calledBy("users, `*` for any characters")))
            .required("Who deployed the workflow.");
    static final Key<YamlNode> RULE_IDENTITIES =
            RULE.key("identities").takes(structure("list of names")).required("What they may use.");
    static final Key<YamlNode> DEFAULT = RULE.key("default")
            .takes(structure("name"))
            .absent("tasks must say", "What tasks get that have no `runAs`; one of `identities`.");

    private PolicyFileKeys() {}

    static List<Section> sections() {
        return List.of(ROOT, IDENTITY, RULE);
    }
}
