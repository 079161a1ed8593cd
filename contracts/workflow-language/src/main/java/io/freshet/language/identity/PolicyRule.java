package io.freshet.language.identity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Allows identities to workflows.
 *
 * @param namespaces names of Freshet's namespaces, or patterns with {@code *}
 * @param installers users who deployed the workflow, or patterns with {@code *}
 * @param identities names of those that are allowed
 * @param byDefault the name of the one for tasks that do not say; null: they must say
 */
public record PolicyRule(
        String name,
        List<String> namespaces,
        List<String> installers,
        List<String> identities,
        @Nullable String byDefault) {
    public PolicyRule {
        namespaces = List.copyOf(namespaces);
        installers = List.copyOf(installers);
        identities = List.copyOf(identities);
    }

    /** Whether it is about the workflows of this namespace that this user installed. */
    boolean speaksOf(String namespace, String installer) {
        return namespaces.stream().anyMatch(pattern -> Glob.matches(pattern, namespace))
                && installers.stream().anyMatch(pattern -> Glob.matches(pattern, installer));
    }
}
