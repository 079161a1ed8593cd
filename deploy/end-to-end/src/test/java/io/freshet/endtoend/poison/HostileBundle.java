package io.freshet.endtoend.poison;

import java.util.Map;
import java.util.Set;

/**
 * A workflow that means harm or has bad luck.
 *
 * @param name of its namespace, too
 * @param files of the bundle, by path
 * @param inputs files that are put below the namespace's directory before it is deployed, by path
 * @param ends how it may end; anything else is a finding
 */
public record HostileBundle(String name, Map<String, String> files, Map<String, String> inputs, Set<End> ends) {
    /** What becomes of a hostile workflow. */
    public enum End {
        /** It is not deployed, and the reason is told. */
        REFUSED,
        /** The workflow, or an instance of it, has failed, and {@code status} says so. */
        FAILED,
        /** It has done what it could, which is nothing bad. */
        HARMLESS
    }

    @Override
    public String toString() {
        return name;
    }
}
