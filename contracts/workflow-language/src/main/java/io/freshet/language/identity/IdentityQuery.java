package io.freshet.language.identity;

import io.freshet.contracts.spec.RunAsSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether a task of a workflow may run as it asks. */
record IdentityQuery(IdentityPolicy policy, String namespace, String installer, RunAsSpec asked) {
    /** What would do, of what a rule allows. */
    List<TaskIdentity> candidates(PolicyRule rule) {
        if (asked.equals(RunAsSpec.ANY)) {
            return Stream.ofNullable(rule.byDefault())
                    .map(name -> Objects.requireNonNull(policy.identities().get(name)))
                    .toList();
        }
        return rule.identities().stream()
                .map(name -> Objects.requireNonNull(policy.identities().get(name)))
                .filter(identity -> identity.fits(asked))
                .toList();
    }

    IdentityDecision ownAccount() {
        return new IdentityDecision.Denied(
                IdentityDecision.Denied.OWN_ACCOUNT,
                "%s is as whom the launcher runs, which no task may".formatted(described()),
                "give the identity a user and a service account of its own, or run the launcher as another user");
    }

    IdentityDecision denied(List<PolicyRule> matching) {
        if (asksForRoot()) {
            return new IdentityDecision.Denied(
                    IdentityDecision.Denied.NO_ROOT, "%s is root".formatted(described()), allowed(matching));
        }
        if (matching.isEmpty()) {
            return new IdentityDecision.Denied(
                    IdentityDecision.Denied.NO_RULE,
                    "no rule is about " + workflows(),
                    "ask an administrator for a rule that is");
        }
        String rule = matching.getFirst().name();
        if (asked.equals(RunAsSpec.ANY)) {
            return new IdentityDecision.Denied(rule, "there is no default for " + workflows(), allowed(matching));
        }
        String name = asked.identity();
        if (name != null && !policy.identities().containsKey(name)) {
            return new IdentityDecision.Denied(rule, "there is no identity '%s'".formatted(name), allowed(matching));
        }
        return new IdentityDecision.Denied(
                rule, "%s is not allowed to %s".formatted(described(), workflows()), allowed(matching));
    }

    private boolean asksForRoot() {
        List<Integer> groups = asked.groups();
        return Integer.valueOf(0).equals(asked.user())
                || Integer.valueOf(0).equals(asked.group())
                || (groups != null && groups.contains(0));
    }

    private String allowed(List<PolicyRule> matching) {
        Set<String> names = new LinkedHashSet<>();
        matching.forEach(rule -> names.addAll(rule.identities()));
        return names.isEmpty()
                ? "ask an administrator for an identity"
                : "say runAs: {identity: NAME} with one of %s".formatted(String.join(", ", names));
    }

    private String workflows() {
        return "workflows of namespace '%s' that '%s' installed".formatted(namespace, installer);
    }

    private String described() {
        List<String> words = new ArrayList<>();
        add(words, "identity", asked.identity());
        add(words, "service account", asked.serviceAccount());
        add(words, "user", asked.user());
        add(words, "group", asked.group());
        add(words, "groups", asked.groups());
        return words.isEmpty() ? "the default identity" : String.join(", ", words);
    }

    private static void add(List<String> words, String what, @Nullable Object value) {
        if (value != null) {
            words.add("%s %s".formatted(what, value instanceof String ? "'" + value + "'" : value));
        }
    }
}
