package io.freshet.language.identity;

import io.freshet.contracts.spec.RunAsSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may run as whom: what no rule allows is denied, and of the rules that allow something the first decides. Pure and thread-safe.
 *
 * @param identities by name
 * @param rules in the order of the file
 */
public record IdentityPolicy(Map<String, TaskIdentity> identities, List<PolicyRule> rules) {
    public static final String API_VERSION = "freshet.io/v1";
    public static final String KIND = "IdentityPolicy";

    public IdentityPolicy {
        identities = Collections.unmodifiableMap(new LinkedHashMap<>(identities));
        rules = List.copyOf(rules);
    }

    /** As {@link #decide(String, String, RunAsSpec, LauncherAccount)}, where it is not known who launches. */
    public IdentityDecision decide(String namespace, String installer, @Nullable RunAsSpec asked) {
        return decide(namespace, installer, asked, LauncherAccount.UNKNOWN);
    }

    /**
     * Decides for a task.
     *
     * @param namespace of its workflow
     * @param installer the user who deployed the workflow
     * @param asked what the task's author wants; null: nothing, which means the default of the first rule that has one
     * @param launcher who is never granted
     */
    public IdentityDecision decide(
            String namespace, String installer, @Nullable RunAsSpec asked, LauncherAccount launcher) {
        RunAsSpec wanted = asked == null ? RunAsSpec.ANY : asked;
        IdentityQuery question = new IdentityQuery(this, namespace, installer, wanted);
        List<PolicyRule> matching = rules.stream()
                .filter(rule -> rule.speaksOf(namespace, installer))
                .toList();
        boolean own = false;
        for (PolicyRule rule : matching) {
            for (TaskIdentity identity : question.candidates(rule)) {
                if (!launcher.is(identity)) {
                    return new IdentityDecision.Granted(identity, rule.name());
                }
                own = true;
            }
        }
        return own ? question.ownAccount() : question.denied(matching);
    }
}
